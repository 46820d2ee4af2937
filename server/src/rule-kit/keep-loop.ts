import type { ProjectModel } from '../project/project.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { type FunctionModel, ownMethod } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { indentationAt, insertAt, lineEnding } from './edits.ts';
import type { DocumentEdit } from './finding.ts';
import { reference } from './imports.ts';
import { endOfLine } from './wrap.ts';

/** How a method may name the loop once the edits are made. */
export interface KeptLoop {
	readonly name: string;
	readonly edits: readonly DocumentEdit[];
}

/** `self._loop = asyncio.get_running_loop()` in the constructor, where objects of the class are only made while a loop runs: for the methods that other threads call. */
export function keepRunningLoop(method: FunctionModel, project: ProjectModel): KeptLoop | undefined {
	const owner = method.class;
	const maker = owner && ownMethod(owner, '__init__');
	const self = method.parameters[0]?.name;
	if (!owner || !maker || method === maker || self === undefined || owner.attributes.has('loop') || owner.attributes.has('_loop')) return undefined;
	const contexts = project.contextsOf(maker, maker.node);
	if (contexts.length === 0 || !contexts.every(({ kind }) => kind === 'on-loop')) return undefined;
	const file = fileOf(maker);
	const first = firstStatement(maker, file);
	const asked = first && reference('asyncio', 'get_running_loop', first, file);
	if (!first || !asked) return undefined;
	const line = `${maker.parameters[0]?.name}._loop = ${asked.text}()`;
	const at = isSuperCall(first)
		? insertAt(first, endOfLine(first.file.text, first.end), `${lineEnding(first)}${indentationAt(first)}${line}`)
		: insertAt(first, first.start, `${line}${lineEnding(first)}${indentationAt(first)}`);
	return { name: `${self}._loop`, edits: [at, ...asked.edits] };
}

/** The first statement of a body that stands on lines of its own, its docstring aside. */
function firstStatement({ body, node }: FunctionModel, file: FileModel): SyntaxNode | undefined {
	if (body.kind !== 'block' || file.source.text.slice(node.start, body.start).split(/\r?\n|\r/).length < 2) return undefined;
	return body.children.find((one) => !(one.kind === 'expression_statement' && one.children[0]?.kind === 'string'));
}

function isSuperCall(statement: SyntaxNode): boolean {
	return /^super\(/.test(statement.text);
}
