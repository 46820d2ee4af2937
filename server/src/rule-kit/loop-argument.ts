import { argumentsOf, keywordNode } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { Binding } from '../semantics/scopes.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { withoutArgument, withoutItem } from './arguments.ts';
import { deleteStatement, statementOf } from './edits.ts';
import type { DocumentEdit } from './finding.ts';
import { reachingValue } from './values.ts';

/** A `loop` that a call is certainly given. */
export interface LoopArgument {
	/** What would have to go: `loop=loop`, `"loop": loop`, `options["loop"] = loop`. */
	readonly node: SyntaxNode;
	readonly value: SyntaxNode;
	/** Takes it out; undefined where that would take something from others, too. */
	edits(): readonly DocumentEdit[] | undefined;
}

/** The `loop` argument of a call: by keyword, or in a dictionary that is put together in the same function. Undefined when there is none, or that is not certain. */
export function loopArgumentOf(call: SyntaxNode, file: FileModel): LoopArgument | undefined {
	const node = keywordNode(call, 'loop');
	const value = node?.field('value');
	if (node && value) return { node, value, edits: () => withoutArgument(call, node, file) };
	for (const splat of argumentsOf(call)) {
		const given = splat.kind === 'dictionary_splat' ? splat.children[0] : undefined;
		const found = given && (given.kind === 'identifier' ? inVariable(given, call, file) : inDictionary(given, file));
		if (!found) continue;
		const isAlone = given.kind !== 'identifier' && entriesOf(given).length === 1;
		return isAlone ? { ...found, edits: () => withoutArgument(call, splat, file) } : found;
	}
	return undefined;
}

/** `{"loop": loop}` or `dict(loop=loop)`. */
function inDictionary(dictionary: SyntaxNode, file: FileModel): LoopArgument | undefined {
	if (dictionary.kind === 'dictionary') {
		const node = dictionary.children.find((pair) => pair.kind === 'pair' && isLoopKey(pair.field('key')));
		const value = node?.field('value');
		return node && value && { node, value, edits: () => withoutItem(dictionary, dictionary.children, node, file) };
	}
	const callee = dictionary.kind === 'call' ? dictionary.field('function') : undefined;
	const node = callee && file.qualifiedName(callee) === 'builtins.dict' ? keywordNode(dictionary, 'loop') : undefined;
	const value = node?.field('value');
	return node && value && { node, value, edits: () => withoutArgument(dictionary, node, file) };
}

function entriesOf(dictionary: SyntaxNode): readonly SyntaxNode[] {
	return dictionary.kind === 'dictionary' ? dictionary.children : argumentsOf(dictionary);
}

function isLoopKey(key: SyntaxNode | undefined): boolean {
	return key?.kind === 'string' && key.children.find((child) => child.kind === 'string_content')?.text === 'loop';
}

/** In a dictionary that a local variable holds, from its making or from `options["loop"] = loop`. */
function inVariable(variable: SyntaxNode, call: SyntaxNode, file: FileModel): LoopArgument | undefined {
	const [binding, ...others] = file.lookup(variable).bindings;
	if (binding?.kind !== 'assignment' || others.length > 0 || binding.scope.function !== file.functionOf(variable)) return undefined;
	const uses = usesBeside(binding, file);
	if (uses.some(takesOut)) return undefined;
	const found = inDictionary(reachingValue(variable, file), file) ?? uses.map((use) => setsLoopKey(use, call, file)).find((one) => one !== undefined);
	const isOnlyHere = uses.every((use) => use === variable || (use.parent?.kind === 'subscript' && use.fieldName === 'value'));
	return found && (isOnlyHere ? found : { ...found, edits: () => undefined });
}

function usesBeside(binding: Binding, file: FileModel): readonly SyntaxNode[] {
	return file.usesOf(binding).filter((use) => use !== binding.node);
}

/** `options["loop"] = loop` that certainly runs before the call. */
function setsLoopKey(use: SyntaxNode, call: SyntaxNode, file: FileModel): LoopArgument | undefined {
	const subscript = use.parent?.kind === 'subscript' && use.fieldName === 'value' ? use.parent : undefined;
	const assignment = subscript?.parent?.kind === 'assignment' && subscript.fieldName === 'left' ? subscript.parent : undefined;
	const value = assignment?.field('right');
	if (!subscript || !assignment || !value || !isLoopKey(subscript.children[1]) || assignment.start > call.start) return undefined;
	const statement = statementOf(assignment);
	const isAlways = statement.parent ? call.isInside(statement.parent) : statement.statement.top.order < call.statement.top.order;
	return isAlways ? { node: assignment, value, edits: () => deleteStatement(statement, file) } : undefined;
}

/** Whether a use of the dictionary may take the entry away again. */
function takesOut(use: SyntaxNode): boolean {
	if (use.parent?.kind === 'attribute' && use.fieldName === 'object') return /^(pop|popitem|clear)$/.test(use.parent.field('attribute')?.text ?? '');
	return use.parent?.kind === 'subscript' && use.parent.parent?.kind === 'delete_statement';
}
