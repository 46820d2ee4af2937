import { isMainTest } from '../project/guards.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { deleteStatement, statementOf } from './edits.ts';
import type { DocumentEdit } from './finding.ts';
import { unusedImportEdits } from './imports.ts';

/** The statement a node stands in, or the outermost `if` that holds nothing else. */
export function guardedStatement(node: SyntaxNode): SyntaxNode {
	let statement = statementOf(node);
	for (
		let block = statement.parent;
		block && block.children.length === 1 && block.parent?.kind === 'if_statement' && block.parent.fields('alternative').length === 0;
		block = statement.parent
	) {
		// What runs only in the program itself is no guard of this statement.
		if (isMainTest(block.parent.field('condition') ?? block)) break;
		statement = block.parent;
	}
	return statement;
}

/**
 * Deletes the statement a node stands in, the `if` whose only content it was, and imports that nothing uses then.
 * Undefined when a comment would be lost or a `try` be left without a purpose.
 */
export function deleteWithGuard(node: SyntaxNode, file: FileModel): readonly DocumentEdit[] | undefined {
	const statement = guardedStatement(node);
	if (statement.parent?.children.length === 1 && statement.parent.parent?.kind === 'try_statement') return undefined;
	if (file.source.comments.some((comment) => comment.start > statement.start && comment.end < statement.end)) return undefined;
	const names = [...statement.descendants()].filter(
		(one) => one.kind === 'identifier' && one.fieldName !== 'attribute' && one.parent?.kind !== 'keyword_argument',
	);
	const firstOfEach = names.filter((name, i) => names.findIndex((other) => other.text === name.text) === i);
	const deleted = deleteStatement(statement, file);
	return deleted && [...deleted, ...firstOfEach.flatMap((name) => unusedImportEdits(name, [statement], file))];
}
