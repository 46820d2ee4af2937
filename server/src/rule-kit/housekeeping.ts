import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { deleteStatement, statementOf } from './edits.ts';
import type { DocumentEdit } from './finding.ts';
import { unusedImportEdits } from './imports.ts';

/**
 * Deletes the statement a node stands in, the `if` whose only content it was, and imports that nothing uses then.
 * Undefined when a comment would be lost or a `try` be left without a purpose.
 */
export function deleteWithGuard(node: SyntaxNode, file: FileModel): readonly DocumentEdit[] | undefined {
	let statement = statementOf(node);
	for (
		let block = statement.parent;
		block && block.children.length === 1 && block.parent?.kind === 'if_statement' && block.parent.fields('alternative').length === 0;
		block = statement.parent
	)
		statement = block.parent;
	if (statement.parent?.children.length === 1 && statement.parent.parent?.kind === 'try_statement') return undefined;
	if (file.source.comments.some((comment) => comment.start > statement.start && comment.end < statement.end)) return undefined;
	const names = [...statement.descendants()].filter(
		(one) => one.kind === 'identifier' && one.fieldName !== 'attribute' && one.parent?.kind !== 'keyword_argument',
	);
	const firstOfEach = names.filter((name, i) => names.findIndex((other) => other.text === name.text) === i);
	const deleted = deleteStatement(statement, file);
	return deleted && [...deleted, ...firstOfEach.flatMap((name) => unusedImportEdits(name, [statement], file))];
}
