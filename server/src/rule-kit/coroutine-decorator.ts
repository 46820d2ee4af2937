import type { PythonRange } from '../project/python-version.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, insertAt, replaceRange } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { unusedImportEdits } from './imports.ts';

/**
 * A generator decorated with `@asyncio.coroutine` becomes an `async def`, each `yield from` an `await`, and
 * `with (yield from lock):` an `async with`. Safe from Python 3.11 on, where the decorator always raises; unsafe below,
 * for what is yielded from may be a plain generator. Undefined where the function also yields values, or a comment would be lost.
 */
export function coroutineOfGenerator(decoratorName: SyntaxNode, file: FileModel, python: PythonRange): Fix | undefined {
	const decorator = decoratorName.closest('decorator');
	const definition = decorator?.parent?.field('definition');
	const model = definition && file.statementOf(definition).functions.find((one) => one.node === definition);
	if (!decorator || !definition || !model || model.isAsync) return undefined;
	const yields = [...model.body.descendants()].filter((node) => node.kind === 'yield' && file.functionOf(node) === model);
	const awaits = yields.map((node) => awaitInstead(node, file));
	return fixOf(
		'Make it an async def',
		python.floor >= 11 ? 'safe' : 'unsafe',
		withoutDecorator(decorator, file),
		[insertAt(definition, definition.start, 'async ')],
		unusedImportEdits(decoratorName, [decorator], file),
		...awaits,
	);
}

function awaitInstead(node: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const value = node.children[0];
	const [first, second] = [node.token('yield'), node.token('from')];
	if (!value || !first || !second || file.source.comments.some((comment) => comment.start > first.start && comment.end < value.start)) return undefined;
	const item = node.parent?.kind === 'parenthesized_expression' && node.parent.parent?.kind === 'with_item' ? node.parent.parent : undefined;
	const statement = item?.closest('with_statement');
	if (item && statement) {
		if (item.parent?.children.length !== 1) return undefined;
		return [
			insertAt(statement, statement.start, 'async '),
			replaceRange(file, { start: item.start, end: value.start }, ''),
			replaceRange(file, { start: value.end, end: item.end }, ''),
		];
	}
	// `yield from a or b` yields from the whole; `await a or b` awaits a alone.
	const needsGrouping = !['call', 'identifier', 'attribute', 'subscript', 'parenthesized_expression'].includes(value.kind);
	const edits = [replaceRange(file, { start: first.start, end: value.start }, needsGrouping ? 'await (' : 'await ')];
	return needsGrouping ? [...edits, insertAt(value, value.end, ')')] : edits;
}

function withoutDecorator(decorator: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const next = decorator.parent?.children[(decorator.parent.children.indexOf(decorator) ?? 0) + 1];
	if (!next || file.source.comments.some((comment) => comment.start > decorator.start && comment.end < next.start)) return undefined;
	return [replaceRange(file, { start: decorator.start, end: next.start }, '')];
}
