import { defineRule } from '../rule-kit/rule.ts';
import { reachingValue } from '../rule-kit/values.ts';
import type { CallSite } from '../semantics/calls.ts';
import { argumentsOf, isAwaited, isStatement, keywordArgument, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'unchecked-gather-exceptions',
	category: 'concurrency',
	severity: 'warning',
	fix: 'none',
	since: '0.1.0',
	equivalents: [],
	summary: '`gather(..., return_exceptions=True)` whose exceptions nobody looks at',
	why: `With \`return_exceptions=True\`, \`asyncio.gather()\` raises nothing: an exception of one of its awaitables comes back **as a value in the list of results**, in place of the result. If nobody looks, errors vanish without a trace (not even the log names them), or the exception object is taken for a result and fails somewhere else.

Go through the results: \`for result in results: if isinstance(result, BaseException): ...\`. It must be \`BaseException\`, since \`asyncio.CancelledError\` is no \`Exception\`. Or leave \`return_exceptions\` away, or use an \`asyncio.TaskGroup\` (3.11+).`,
	messages: {
		dropped:
			'With return_exceptions=True and the results dropped, every exception vanishes without a trace; look for them with isinstance(result, BaseException)',
		used: 'With return_exceptions=True an exception stands in the list like a result, and is used as one here; check isinstance(result, BaseException) first',
	},
	examples: [
		{
			bad: `import asyncio


async def total(tanks, litres):
    levels = await asyncio.gather(*map(litres, tanks), return_exceptions=True)
    return sum(levels)
`,
			good: `import asyncio


async def total(tanks, litres):
    levels = await asyncio.gather(*map(litres, tanks), return_exceptions=True)
    return sum(level for level in levels if not isinstance(level, BaseException))
`,
		},
	],
	on: {
		call(call, { file, report }) {
			if (
				!call.owner ||
				file.qualifiedName(call.callee) !== 'asyncio.gather' ||
				keywordArgument(call.node, 'return_exceptions')?.kind !== 'true' ||
				!isAwaited(call.node)
			)
				return;
			const awaited = withParentheses(call.node).parent;
			if (!awaited) return;
			if (isStatement(awaited)) {
				if (!isCleanup(call, file)) report({ at: call.node, message: 'dropped' });
				return;
			}
			const assignment = withParentheses(awaited).parent;
			const name = assignment?.kind === 'assignment' ? assignment.field('left') : undefined;
			const use =
				name?.kind === 'identifier'
					? firstUncheckedUse(name, call, file)
					: name?.kind === 'pattern_list'
						? takenPart(name, call, file)
						: valueUse(awaited, file);
			if (use) report({ at: call.node, message: 'used', related: [{ at: use, message: 'used without a check' }] });
		},
	},
});

const cleanupName = /(^|_)(a?close|a?exit|cancel|clean|cleanup|disconnect|finali[sz]e|kill|shutdown|stop|teardown|terminate|tear_down)|asyncTearDown/i;

/** Waiting for what was cancelled, or closing things as well as may be: there errors do not matter. */
function isCleanup({ node, owner }: CallSite, file: FileModel): boolean {
	if (!owner || cleanupName.test(owner.name) || node.closest('finally_clause', 'except_clause')) return true;
	if (/\.(cancel|a?close|stop|shutdown|disconnect|terminate|kill)\(/.test(owner.body.text.slice(0, node.end - owner.body.start))) return true;
	return !startsSomething(node, file);
}

/** Whether the coroutines are made for this call; tasks that were started before may be looked at elsewhere. */
function startsSomething(call: SyntaxNode, file: FileModel): boolean {
	return argumentsOf(call).some((one) => {
		const name = one.kind === 'list_splat' && one.children[0]?.kind === 'identifier' ? one.children[0] : undefined;
		if (name && file.mentions(name.text).some((use) => use.start > call.end && file.functionOf(use) === file.functionOf(name))) return false;
		const given = one.kind === 'list_splat' && one.children[0] ? reachingValue(one.children[0], file) : one;
		const made = /^(list_comprehension|generator_expression)$/.test(given.kind) ? given.field('body') : given;
		return made?.kind === 'call' && !seesToItsErrors(made, file);
	});
}

/** Whether a call makes a coroutine, or a task of one, that is one `try` which catches every exception. */
function seesToItsErrors(made: SyntaxNode, file: FileModel): boolean {
	const callee = made.field('function');
	const run = callee && file.functionNamed(callee);
	if (!run) return argumentsOf(made).some((one) => one.kind === 'call' && seesToItsErrors(one, file));
	const statements = run.body.children.filter((one) => one.kind !== 'expression_statement' || one.children[0]?.kind !== 'string');
	const [whole, ...rest] = statements;
	if (whole?.kind !== 'try_statement' || rest.length > 0) return false;
	return whole.children.some((clause) => clause.kind === 'except_clause' && isForAll(clause));
}

/** `except:`, `except Exception:`, and not only to raise it again. */
function isForAll(clause: SyntaxNode): boolean {
	const [first] = clause.children;
	const type = first?.kind === 'as_pattern' ? first.children[0] : first;
	const isWide = type?.kind === 'block' || /^(Base)?Exception$/.test(type?.text ?? '');
	return isWide && ![...clause.descendants()].some((one) => one.kind === 'raise_statement');
}

/** Whether something in a function may tell exceptions from results. */
function tellsThemApart({ body }: FunctionModel): boolean {
	return /isinstance|Exception|Error\b|\btype\(|\bmatch\b|hasattr/.test(body.text.replace(/return_exceptions|CancelledError/g, ''));
}

/** `user, orders = await gather(...)`: a use of one of these names that an exception cannot serve. */
function takenPart(names: SyntaxNode, { owner }: CallSite, file: FileModel): SyntaxNode | undefined {
	if (!owner || tellsThemApart(owner)) return undefined;
	return names.children
		.flatMap((name) => (name.kind === 'identifier' ? file.lookup(name).bindings : []))
		.filter((binding, _, all) => all.filter((other) => other.name === binding.name).length === 1)
		.flatMap((binding) => file.usesOf(binding))
		.find((use) => use.start > names.end && isTakenApart(use, file));
}

/** A use of the results as plain values, when nothing in the function tells exceptions from results. */
function firstUncheckedUse(name: SyntaxNode, { owner }: CallSite, file: FileModel): SyntaxNode | undefined {
	if (!owner || tellsThemApart(owner)) return undefined;
	const uses = file
		.mentions(name.text)
		.filter(
			(use) => use !== name && use.isInside(owner.body) && use.start > name.start && !(use.parent?.kind === 'attribute' && use.fieldName === 'attribute'),
		);
	const found = uses.map((use) => valueUse(use, file));
	return found.every((use) => use !== undefined) ? found[0] : undefined;
}

const consumers: ReadonlySet<string> = new Set(['sum', 'max', 'min', 'sorted', 'dict', 'set'].map((name) => `builtins.${name}`));

/** Where an expression's items are used in a way that an exception cannot serve. */
function valueUse(expression: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const node = withParentheses(expression);
	const parent = node.parent;
	if (parent?.kind === 'argument_list' && parent.parent?.kind === 'call') {
		const callee = parent.parent.field('function');
		return callee && (consumers.has(file.qualifiedName(callee) ?? '') || callee.field('attribute')?.text === 'join') ? parent.parent : undefined;
	}
	if (parent?.kind === 'subscript' && parent.field('value') === node) return isTakenApart(parent, file) ? parent : undefined;
	if ((parent?.kind !== 'for_statement' && parent?.kind !== 'for_in_clause') || parent.field('right') !== node) return undefined;
	const item = parent.field('left');
	const scope = parent.kind === 'for_statement' ? parent.field('body') : parent.parent;
	if (item?.kind !== 'identifier' || !scope || /isinstance|Exception|Error\b|\bif\b/.test(scope.text.replace(/return_exceptions/g, ''))) return undefined;
	return file.mentions(item.text).find((use) => use.isInside(scope) && use !== item && isTakenApart(use, file));
}

/** What an exception has, too. */
const ofExceptions: ReadonlySet<string> = new Set(['args', 'add_note', 'with_traceback']);

/** What asks its argument for something that no exception has. */
const measures: ReadonlySet<string> = new Set(
	['len', 'int', 'float', 'iter', 'list', 'tuple', 'sum', 'max', 'min', 'sorted', 'dict', 'set'].map((name) => `builtins.${name}`),
);

/** `item.name`, `item['key']`, `len(item)`, `item + 1`, `total += item`, `for part in item`. */
function isTakenApart(use: SyntaxNode, file: FileModel): boolean {
	const { parent } = use;
	switch (parent?.kind) {
		case 'attribute': {
			const name = parent.field('attribute')?.text ?? '';
			return parent.field('object') === use && !name.startsWith('__') && !ofExceptions.has(name);
		}
		case 'subscript':
			return parent.field('value') === use;
		case 'binary_operator':
			return !parent.hasToken('%') && !parent.hasToken('@') && !parent.hasToken('|');
		case 'augmented_assignment':
			return parent.field('right') === use && (parent.hasToken('+=') || parent.hasToken('-='));
		case 'for_statement':
		case 'for_in_clause':
			return parent.field('right') === use;
		case 'argument_list': {
			const callee = parent.children.length === 1 ? parent.parent?.field('function') : undefined;
			return callee !== undefined && measures.has(file.qualifiedName(callee) ?? '');
		}
		default:
			return false;
	}
}
