import { coveredPlaces, type OtherTool } from '../knowledge/other-tools.ts';
import { isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** A code under which another tool would report the same place. */
export interface OtherCode {
	readonly tool: OtherTool;
	readonly code: string;
}

/** The codes under which other tools report a finding's place, if they are set to; empty where they do not see it. */
export function otherCodesAt(rule: string, at: SyntaxNode, file: FileModel): readonly OtherCode[] {
	const places = coveredPlaces[rule];
	const callee = at.kind === 'call' ? at.field('function') : undefined;
	if (!places || !callee) return [];
	return places.filter(({ tool, calls, statements }) => {
		if (statements && !isStatement(at)) return false;
		return tool === 'pyright' || (file.functionOf(at)?.isAsync === true && calls.test(importedName(callee, file)));
	});
}

/** A name as the file's imports spell it, without following variables: `subprocess.run`, `builtins.input`; empty for others. */
function importedName(callee: SyntaxNode, file: FileModel): string {
	let root = callee;
	while (root.kind === 'attribute') root = root.field('object') ?? root;
	const rest = callee.text.slice(root.text.length);
	if (root.kind !== 'identifier') return '';
	const bindings = file.reaching(root);
	if (bindings.length === 0) return `builtins.${root.text}${rest}`;
	const [only, other] = bindings;
	return only?.kind === 'import' && other === undefined && only.target !== undefined ? only.target + rest : '';
}
