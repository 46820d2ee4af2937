import { argumentsOf, type CallSite, unparenthesized, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** A dictionary that is written down in one place and bound to one name. */
interface Table {
	readonly dictionary: SyntaxNode;
	readonly file: FileModel;
}

/** What a call may run whose callee is an item of a dictionary: `HANDLERS[name](x)`, `self.verbs.get(name)()`, a variable that holds such an item. */
export interface Dispatched {
	readonly functions: readonly FunctionModel[];
	/** Whether it runs nothing else: each value is one of the functions, and nothing is put in later. */
	readonly isAll: boolean;
}

const nothing: Dispatched = { functions: [], isAll: false };

/** The project's functions in the dictionary of which a callee is an item. */
export function dispatchedBy(callee: SyntaxNode, file: FileModel): Dispatched {
	const table = tableBehind(callee, file);
	if (!table) return nothing;
	const pairs = table.dictionary.children.filter((child) => child.kind === 'pair');
	const functions = pairs.flatMap((pair) => table.file.functionNamed(pair.field('value') ?? pair) ?? []);
	const isAll = functions.length > 0 && functions.length === table.dictionary.children.length && !isAddedTo(table);
	return { functions, isAll };
}

/** The calls by which a function may be run that a reference puts into a dictionary, as far as they stand in the same file. */
export function dispatchesOf(reference: SyntaxNode, file: FileModel): readonly CallSite[] {
	const pair = reference.parent?.kind === 'pair' && reference.fieldName === 'value' ? reference.parent : undefined;
	const dictionary = pair?.parent?.kind === 'dictionary' ? pair.parent : undefined;
	if (!dictionary) return [];
	return mentionsOfTable({ dictionary, file }).flatMap((mention) => callsOfItem(itemOf(mention), file));
}

/** `T[k]` or `T.get(k)` for a mention of T. */
function itemOf(mention: SyntaxNode): SyntaxNode | undefined {
	const { parent } = mention;
	if (parent?.kind === 'subscript' && parent.field('value') === mention) return parent;
	const method = parent?.kind === 'attribute' && mention.fieldName === 'object' && parent.field('attribute')?.text === 'get' ? parent : undefined;
	return method?.parent?.kind === 'call' && method.fieldName === 'function' ? method.parent : undefined;
}

/** Where an item is called: on the spot, or under the name it is given. */
function callsOfItem(item: SyntaxNode | undefined, file: FileModel): readonly CallSite[] {
	if (!item) return [];
	const outer = withParentheses(item);
	if (outer.parent?.kind === 'call' && outer.fieldName === 'function') return callAt(outer.parent, file);
	const name = outer.parent?.kind === 'assignment' && outer.fieldName === 'right' ? outer.parent.field('left') : undefined;
	const binding = name?.kind === 'identifier' ? file.lookup(name).bindings.find((one) => one.node === name) : undefined;
	if (!binding?.scope.function) return [];
	const called = file.usesOf(binding).filter((use) => use.parent?.kind === 'call' && use.fieldName === 'function');
	return called.filter((use) => file.reaching(use).includes(binding)).flatMap((use) => callAt(use.parent as SyntaxNode, file));
}

function callAt(node: SyntaxNode, file: FileModel): readonly CallSite[] {
	return file.statementOf(node).calls.filter((call) => call.node === node);
}

function tableBehind(callee: SyntaxNode, file: FileModel): Table | undefined {
	let item = unparenthesized(callee);
	if (item.kind === 'identifier') {
		const [binding, another] = file.reaching(item);
		if (!binding?.value || another || binding.kind !== 'assignment') return undefined;
		item = unparenthesized(binding.value);
	}
	if (item.kind === 'subscript') return tableNamed(item.field('value'), file);
	const method = item.kind === 'call' && argumentsOf(item).length === 1 ? item.field('function') : undefined;
	return method?.kind === 'attribute' && method.field('attribute')?.text === 'get' ? tableNamed(method.field('object'), file) : undefined;
}

function tableNamed(expression: SyntaxNode | undefined, file: FileModel): Table | undefined {
	if (expression?.kind === 'attribute') return tableOfInstance(expression, file);
	if (expression?.kind !== 'identifier') return undefined;
	const [binding, another] = file.reaching(expression);
	if (!binding || another) return undefined;
	if (binding.kind === 'assignment') return tableIn(binding.value, file);
	const definition = binding.target === undefined ? undefined : file.environment.imported(binding.target, file);
	return definition?.bindings.length === 1 ? tableIn(definition.bindings[0]?.value, definition.file) : undefined;
}

/** `self.verbs`, which the class sets once. */
function tableOfInstance(expression: SyntaxNode, file: FileModel): Table | undefined {
	const model = file.functionOf(expression)?.class;
	const name = expression.field('attribute')?.text ?? '';
	if (!model || !/^(self|cls)$/.test(expression.field('object')?.text ?? '')) return undefined;
	const set = [...(model.attributes.get(name) ?? []), ...(model.scope.bindings.get(name) ?? [])];
	return set.length === 1 ? tableIn(set[0]?.value, file) : undefined;
}

function tableIn(value: SyntaxNode | undefined, file: FileModel): Table | undefined {
	return value?.kind === 'dictionary' ? { dictionary: value, file } : undefined;
}

/** The places in a table's own file that stand for it, the one that binds it left out. */
function mentionsOfTable({ dictionary, file }: Table): readonly SyntaxNode[] {
	const bound = dictionary.parent?.kind === 'assignment' && dictionary.fieldName === 'right' ? dictionary.parent.field('left') : undefined;
	const name = bound?.kind === 'attribute' ? bound.field('attribute') : bound;
	if (!bound || name?.kind !== 'identifier') return [];
	return file
		.mentions(name.text)
		.map((mention) => (mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention))
		.filter((mention) => mention !== bound && mention !== name && tableNamed(mention, file)?.dictionary === dictionary);
}

/** Whether something is put into a table after it was written down, or it is handed to somebody who may. */
function isAddedTo(table: Table): boolean {
	return mentionsOfTable(table).some((mention) => {
		const { parent } = mention;
		if (parent?.kind === 'subscript' && mention.fieldName === 'value') return parent.parent?.kind === 'assignment' && parent.fieldName === 'left';
		if (parent?.kind === 'attribute') return !/^(get|items|keys|values)$/.test(parent.field('attribute')?.text ?? '');
		return parent?.kind !== 'comparison_operator' && parent?.kind !== 'for_statement' && parent?.kind !== 'for_in_clause';
	});
}
