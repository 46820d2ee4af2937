import { blockingCall } from '../knowledge/blocking-calls.ts';
import { isPlain } from '../project/decorated.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { reachingValue } from './values.ts';

/**
 * What a call gives when it is certain that this cannot be called in turn: a coroutine, a value of
 * another kind (`value`), or something that may also be None (`value-or-none`).
 */
export type PlainResult = 'coroutine' | 'value' | 'value-or-none';

/** How many calls of project functions are followed. */
const DEPTH_LIMIT = 4;

/** Functions whose result is a number, text, collection or None. */
const builtinsWithPlainResult: ReadonlySet<string> = new Set(
	'abs all any ascii bin bool bytes chr dict divmod float format frozenset hash hex id input int isinstance issubclass len list oct open ord print range repr reversed round set setattr sorted str sum tuple zip'
		.split(' ')
		.map((name) => `builtins.${name}`),
);

/** Classes whose instances cannot be called. */
const plainClasses: ReadonlySet<string> = new Set(
	['bool', 'bytearray', 'bytes', 'complex', 'dict', 'float', 'frozenset', 'int', 'list', 'range', 'set', 'str', 'tuple'].map((name) => `builtins.${name}`),
);

/** Expressions that give a number, text or collection whatever is in them. */
const plainKinds: ReadonlySet<string> = new Set([
	...[
		'string',
		'concatenated_string',
		'integer',
		'float',
		'true',
		'false',
		'list',
		'tuple',
		'expression_list',
		'set',
		'dictionary',
		'list_comprehension',
		'set_comprehension',
	],
	...['dictionary_comprehension', 'generator_expression', 'comparison_operator', 'not_operator', 'binary_operator', 'unary_operator'],
]);

/** What a call gives; undefined when that may be something to call, or is not known. */
export function plainResultOf(call: SyntaxNode, file: FileModel, depth = 0): PlainResult | undefined {
	const callee = call.field('function');
	if (!callee || depth > DEPTH_LIMIT) return undefined;
	const called = file.functionNamed(callee);
	if (called) return resultOfFunction(called, depth);
	const name = file.qualifiedName(callee);
	if (name === undefined) return undefined;
	if (file.apiOf(name)?.kind === 'coroutine') return 'coroutine';
	if (name === 'asyncio.AbstractEventLoop.run_forever') return 'value-or-none';
	if (/^asyncio\.(run|Runner\.run|AbstractEventLoop\.run_until_complete)$/.test(name)) return resultOfRunning(argumentsOf(call)[0], file, depth);
	const blocking = blockingCall(name);
	return builtinsWithPlainResult.has(name) || (blocking && blocking.group !== 'wait' && blocking.group !== 'call') ? 'value-or-none' : undefined;
}

/** What comes of it when a loop runs a coroutine that is made on the spot. */
function resultOfRunning(coroutine: SyntaxNode | undefined, file: FileModel, depth: number): PlainResult | undefined {
	const callee = coroutine?.kind === 'call' ? coroutine.field('function') : undefined;
	const called = callee && file.functionNamed(callee);
	return called?.isAsync && !called.isGenerator && isPlain(called) ? resultOfBody(called, depth) : undefined;
}

function resultOfFunction(called: FunctionModel, depth: number): PlainResult | undefined {
	if (!isPlain(called)) return undefined;
	if (called.isGenerator) return 'value';
	return called.isAsync ? 'coroutine' : resultOfBody(called, depth);
}

function resultOfBody(called: FunctionModel, depth: number): PlainResult | undefined {
	const file = fileOf(called);
	if (called.isLambda) return resultOfExpression(called.body, file, depth + 1);
	if (called.returnAnnotation) return resultOfAnnotation(called.returnAnnotation, file);
	// What is to be overridden says nothing of what the others do.
	if (isStub(called.body)) return undefined;
	const values = called.returns.map((statement) => statement.children[0]);
	const results = values.map((value) => (value === undefined ? 'value-or-none' : resultOfExpression(value, file, depth + 1)));
	if (results.includes(undefined)) return undefined;
	return results.length > 0 && results.every((result) => result === 'value') ? 'value' : 'value-or-none';
}

function resultOfAnnotation(annotation: SyntaxNode, file: FileModel): PlainResult | undefined {
	if (annotation.text === 'None') return 'value-or-none';
	const type = file.inference.typeOfAnnotation(annotation)?.external;
	return type !== undefined && plainClasses.has(type) ? 'value-or-none' : undefined;
}

function resultOfExpression(expression: SyntaxNode, file: FileModel, depth: number): PlainResult | undefined {
	const node = reachingValue(unparenthesized(expression), file);
	if (plainKinds.has(node.kind)) return 'value';
	switch (node.kind) {
		case 'none':
			return 'value-or-none';
		case 'call':
			return plainResultOf(node, file, depth);
		case 'conditional_expression':
			return together([node.children[0], node.children[2]], file, depth);
		case 'boolean_operator':
			return together([node.field('left'), node.field('right')], file, depth);
		default: {
			const type = file.typeOf(node)?.external;
			return type !== undefined && plainClasses.has(type) ? 'value-or-none' : undefined;
		}
	}
}

function together(expressions: readonly (SyntaxNode | undefined)[], file: FileModel, depth: number): PlainResult | undefined {
	const results = expressions.map((one) => one && resultOfExpression(one, file, depth));
	if (results.some((result) => result === undefined || result === 'coroutine')) return undefined;
	return results.every((result) => result === 'value') ? 'value' : 'value-or-none';
}

/** A body of a docstring, `...`, `pass` or `raise` alone. */
export function isStub(body: SyntaxNode): boolean {
	return body.children.every((statement) => {
		const [only] = statement.children;
		return (
			['pass_statement', 'raise_statement'].includes(statement.kind) ||
			(statement.kind === 'expression_statement' && (only?.kind === 'string' || only?.kind === 'ellipsis'))
		);
	});
}
