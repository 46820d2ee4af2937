import { withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/**
 * Where results among which there may be exceptions are used as plain values: `awaited` gives the list of them, in the body of `owner`.
 * Undefined where they are not, or where something in the function may tell exceptions from results.
 */
export function uncheckedUse(awaited: SyntaxNode, owner: FunctionModel, file: FileModel): SyntaxNode | undefined {
	const assignment = withParentheses(awaited).parent;
	const name = assignment?.kind === 'assignment' ? assignment.field('left') : undefined;
	if (name?.kind === 'identifier') return firstUncheckedUse(name, owner, file);
	return name?.kind === 'pattern_list' ? takenPart(name, owner, file) : valueUse(awaited, file);
}

/** Whether something in a function may tell exceptions from results. */
function tellsThemApart({ body }: FunctionModel): boolean {
	return /isinstance|Exception|Error\b|\btype\(|\bmatch\b|hasattr/.test(body.text.replace(/return_exceptions|CancelledError/g, ''));
}

/** `user, orders = await gather(...)`: a use of one of these names that an exception cannot serve. */
function takenPart(names: SyntaxNode, owner: FunctionModel, file: FileModel): SyntaxNode | undefined {
	if (tellsThemApart(owner)) return undefined;
	return names.children
		.flatMap((name) => (name.kind === 'identifier' ? file.lookup(name).bindings : []))
		.filter((binding, _, all) => all.filter((other) => other.name === binding.name).length === 1)
		.flatMap((binding) => file.usesOf(binding))
		.find((use) => use.start > names.end && isTakenApart(use, file));
}

/** A use of the results as plain values, when nothing in the function tells exceptions from results. */
function firstUncheckedUse(name: SyntaxNode, owner: FunctionModel, file: FileModel): SyntaxNode | undefined {
	if (tellsThemApart(owner)) return undefined;
	const uses = file
		.mentions(name.text, owner.body)
		.filter((use) => use.start > name.start && !(use.parent?.kind === 'attribute' && use.fieldName === 'attribute') && !isCounted(use, file));
	const found = uses.map((use) => valueUse(use, file));
	return found.every((use) => use !== undefined) ? found[0] : undefined;
}

/** What goes through the items of its argument, and fails at an exception. */
const consumers: ReadonlySet<string> = new Set([
	...['sum', 'max', 'min', 'sorted', 'dict', 'set'].map((name) => `builtins.${name}`),
	'itertools.chain.from_iterable',
]);

/** What goes through each of its arguments, so that `f(*results)` fails at an exception. */
const spreaders: ReadonlySet<string> = new Set(['builtins.zip', 'itertools.chain']);

/** The qualified name of what is called with an argument; undefined when it is none, or that is not known. */
function takerOf(given: SyntaxNode, file: FileModel): string | undefined {
	const call = given.parent?.kind === 'argument_list' ? given.parent.parent : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	return callee && file.qualifiedName(callee);
}

function isCounted(use: SyntaxNode, file: FileModel): boolean {
	return takerOf(use, file) === 'builtins.len';
}

/** Where an expression's items are used in a way that an exception cannot serve. */
function valueUse(expression: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const node = withParentheses(expression);
	const parent = node.parent;
	const taker = takerOf(node, file);
	if (taker === 'builtins.zip' || taker === 'builtins.enumerate') return itemUse(node, taker, file);
	if (parent?.kind === 'argument_list' && parent.parent?.kind === 'call') {
		const isJoined = parent.parent.field('function')?.field('attribute')?.text === 'join';
		return consumers.has(taker ?? '') || isJoined ? parent.parent : undefined;
	}
	if (parent?.kind === 'list_splat') return spreaders.has(takerOf(parent, file) ?? '') ? parent : undefined;
	if (parent?.kind === 'subscript' && parent.field('value') === node) return isTakenApart(parent, file) ? parent : undefined;
	return roundUse(node, (item) => item, file);
}

/** `for name, result in zip(names, results)`, `for i, result in enumerate(results)` */
function itemUse(results: SyntaxNode, taker: string, file: FileModel): SyntaxNode | undefined {
	const call = results.parent?.parent;
	const part = taker === 'builtins.enumerate' ? 1 : (results.parent?.children.indexOf(results) ?? 0);
	return call && roundUse(call, (item) => (isPattern(item) ? item.children[part] : undefined), file);
}

function isPattern(target: SyntaxNode): boolean {
	return target.kind === 'pattern_list' || target.kind === 'tuple_pattern';
}

/** What a loop over something does with one item, of which `resultIn` is the result. */
function roundUse(iterated: SyntaxNode, resultIn: (item: SyntaxNode) => SyntaxNode | undefined, file: FileModel): SyntaxNode | undefined {
	const loop = iterated.parent;
	if ((loop?.kind !== 'for_statement' && loop?.kind !== 'for_in_clause') || loop.field('right') !== iterated) return undefined;
	const target = loop.field('left');
	const item = target && resultIn(target);
	const scope = loop.kind === 'for_statement' ? loop.field('body') : loop.parent;
	if (!item || !scope || /isinstance|Exception|Error\b/.test(scope.text.replace(/return_exceptions/g, ''))) return undefined;
	if (isPattern(item)) return item;
	if (item.kind !== 'identifier') return undefined;
	const uses = file.mentions(item.text, scope).filter((use) => use !== item && !(use.parent?.kind === 'attribute' && use.fieldName === 'attribute'));
	// A test that an exception survives may be there to sort it out.
	return uses.some((use) => isTested(use, scope) && !isTakenApart(use, file)) ? undefined : uses.find((use) => isTakenApart(use, file));
}

/** Whether a name stands in a condition inside of a loop. */
function isTested(use: SyntaxNode, scope: SyntaxNode): boolean {
	let part = use;
	for (const outer of use.ancestors()) {
		if (part === scope) return false;
		if (outer.kind === 'if_clause' || outer.kind === 'match_statement' || outer.field('condition') === part) return true;
		if (outer.kind === 'conditional_expression' && outer.children[1] === part) return true;
		if (outer.kind === 'boolean_operator' && outer.field('left') === part) return true;
		part = outer;
	}
	return false;
}

/** What an exception has, too. */
const ofExceptions: ReadonlySet<string> = new Set(['args', 'add_note', 'with_traceback']);

/** What asks its argument for something that no exception has. */
const measures: ReadonlySet<string> = new Set(
	['len', 'int', 'float', 'iter', 'list', 'tuple', 'sum', 'max', 'min', 'sorted', 'dict', 'set'].map((name) => `builtins.${name}`),
);

/** `item.name`, `item['key']`, `len(item)`, `item + 1`, `item < 3`, `total += item`, `all.extend(item)`, `for part in item`. */
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
		case 'comparison_operator':
			return parent.hasToken('<') || parent.hasToken('>') || parent.hasToken('<=') || parent.hasToken('>=');
		case 'augmented_assignment':
			return parent.field('right') === use && (parent.hasToken('+=') || parent.hasToken('-='));
		case 'for_statement':
		case 'for_in_clause':
			return parent.field('right') === use;
		case 'argument_list': {
			const callee = parent.children.length === 1 ? parent.parent?.field('function') : undefined;
			return callee?.field('attribute')?.text === 'extend' || measures.has(takerOf(use, file) ?? '');
		}
		default:
			return false;
	}
}
