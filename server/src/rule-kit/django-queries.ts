import { instanceMethods, queryMethods, relatedMethods, renderers, rowFields } from '../knowledge/django.ts';
import { argument, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fieldKind, hasOwnManager } from './django-models.ts';
import { fetchesOf, isFetchedAlone, ormValue } from './django-orm.ts';
import { reachingValue } from './values.ts';

/** A call that runs a query, and how it would be called asynchronously. */
export interface QueryCall {
	/** `Loan.objects.create()`, `reader.save()` */
	readonly text: string;
	readonly attribute: SyntaxNode;
	readonly asyncName: string;
	/** Release of Django with the async form. */
	readonly since: string;
}

/** The query that a call runs at once; undefined for one that only builds it, or that is none. */
export function queryCallOf(call: SyntaxNode, file: FileModel): QueryCall | undefined {
	const callee = call.field('function');
	const object = callee?.kind === 'attribute' ? callee.field('object') : undefined;
	const attribute = callee?.field('attribute');
	if (!object || !attribute) return undefined;
	const name = attribute.text;
	if (name in queryMethods && ormValue(object, file)?.kind === 'query')
		return { text: shortened(callee as SyntaxNode), attribute, asyncName: `a${name}`, since: '4.1' };
	if (relatedMethods.has(name) && ormValue(object, file)?.kind === 'query')
		return { text: shortened(callee as SyntaxNode), attribute, asyncName: `a${name}`, since: '4.2' };
	if (!instanceMethods.has(name) || ormValue(object, file)?.kind !== 'instance') return undefined;
	// asave() runs a model's own save() in a thread; one that is async is none of Django's.
	if (file.functionNamed(callee as SyntaxNode)?.isAsync) return undefined;
	return { text: shortened(callee as SyntaxNode), attribute, asyncName: `a${name}`, since: '4.2' };
}

function shortened(callee: SyntaxNode): string {
	const text = callee.text.replace(/\s+/g, '').replace(/\([^()]*\)/g, '()');
	return `${text.length > 60 ? `…${text.slice(text.lastIndexOf('.'))}` : text}()`;
}

/** Whether an expression is a query that has not been run where it stands: one that was gone through asynchronously keeps its rows. */
export function isUnrunQuery(expression: SyntaxNode, file: FileModel): boolean {
	const node = unparenthesized(expression);
	if (ormValue(node, file)?.kind !== 'query') return false;
	if (node.kind !== 'identifier') return true;
	const owner = file.functionOf(node);
	return !file.mentions(node.text, owner?.node).some((use) => use.end <= node.start && runsElsewhere(use));
}

/** `async for row in rows`, `await sync_to_async(len)(rows)` */
function runsElsewhere(use: SyntaxNode): boolean {
	const loop = use.parent?.kind === 'for_statement' || use.parent?.kind === 'for_in_clause' ? use.parent : undefined;
	if (loop) return use.fieldName === 'right' && loop.hasToken('async');
	return use.parent?.kind === 'argument_list' && use.closest('await', 'function_definition')?.kind === 'await';
}

/** How code other than a call or a loop runs a query: the operand that is tested, unpacked, indexed or searched. */
export function queryRunBy(node: SyntaxNode): SyntaxNode | undefined {
	switch (node.kind) {
		case 'if_statement':
		case 'elif_clause':
		case 'while_statement':
			return node.field('condition');
		case 'not_operator':
			return node.field('argument');
		case 'boolean_operator':
			return node.field('left');
		case 'conditional_expression':
			return node.children[1];
		case 'assert_statement':
			return node.children[0];
		case 'list_splat':
			return node.children[0];
		case 'subscript':
			return node.field('subscript')?.kind === 'slice' ? undefined : node.field('value');
		case 'comparison_operator':
			return node.children.length === 2 && node.hasToken('in') ? node.children[1] : undefined;
		case 'assignment':
			return /^(pattern_list|tuple_pattern|list_pattern)$/.test(node.field('left')?.kind ?? '') ? node.field('right') : undefined;
		default:
			return undefined;
	}
}

/** Another row that is read from an object with which it was not fetched. */
export interface UnfetchedRow {
	readonly field: string;
	/** `Book.objects` where the object is fetched, when that is one place. */
	readonly manager: SyntaxNode | undefined;
}

/** `book.author`, where that asks the database for another row; undefined where the row may be at hand. */
export function unfetchedRow(attribute: SyntaxNode, file: FileModel): UnfetchedRow | undefined {
	const object = attribute.field('object');
	const field = attribute.field('attribute')?.text ?? '';
	if (object?.kind !== 'identifier' || !file.functionOf(attribute)?.isAsync) return undefined;
	const value = ormValue(object, file);
	if (value?.kind !== 'instance' || !value.model || !rowFields.has(fieldKind(value.model, field, file) ?? '')) return undefined;
	// A manager of the project may fetch it, and so may what made the object.
	const mayBeAtHand = hasOwnManager(value.model) || !isFetchedAlone(object, file, /select_related|prefetch|create/);
	if (mayBeAtHand || !isFirstRead(attribute, object, field, file)) return undefined;
	const [fetch, ...others] = fetchesOf(object, file);
	const manager = [...(fetch?.descendants() ?? [])].find((one) => one.kind === 'attribute' && one.field('attribute')?.text === 'objects');
	return { field, manager: others.length === 0 ? manager : undefined };
}

/** Of the reads of a row in one function only the first runs a query, and none where something is assigned to it. */
function isFirstRead(attribute: SyntaxNode, object: SyntaxNode, field: string, file: FileModel): boolean {
	const same = file.mentions(object.text, file.functionOf(object)?.node).map((use) => (use.fieldName === 'object' ? use.parent : undefined));
	const others = same.filter((one) => one?.kind === 'attribute' && one.field('attribute')?.text === field && one !== attribute);
	const isTarget = (one: SyntaxNode | undefined) => one?.fieldName === 'left' && one.parent?.kind === 'assignment';
	return !isTarget(attribute) && others.every((one) => one !== undefined && one.start > attribute.start && !isTarget(one));
}

/** The queries that a call which renders a template hands to it in a dictionary. */
export function renderedQueries(call: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const callee = call.field('function');
	const name = (callee && file.qualifiedName(callee)) ?? '';
	const context = renderers.has(name) ? argument(call, name.endsWith('.render') ? 2 : 1, 'context') : undefined;
	const dictionary = context && reachingValue(context, file);
	const values = dictionary?.kind === 'dictionary' ? dictionary.children.map((pair) => pair.field('value')) : [];
	return values.filter((value) => value !== undefined && isUnrunQuery(value, file)) as SyntaxNode[];
}
