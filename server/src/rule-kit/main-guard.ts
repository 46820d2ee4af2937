import { isMainTest } from '../project/guards.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { indentationAt, replaceRange } from './edits.ts';
import type { DocumentEdit } from './finding.ts';

/**
 * Takes the `if __name__ == "__main__":` away in whose block a node stands, and moves the block to the left. None where there is no such `if`
 * of the module itself, or something would be lost with it.
 */
export function withoutMainGuard(node: SyntaxNode, file: FileModel): readonly DocumentEdit[] {
	const guard = node.closest('if_statement');
	const condition = guard?.field('condition');
	if (!guard || guard.parent || !condition || !isMainTest(condition) || guard.fields('alternative').length > 0) return [];
	return withoutHeader(guard, guard.field('consequence'), file) ?? [];
}

/** Takes the first line of a compound statement away and moves its block to where that stood. Undefined when a comment stands on that line. */
export function withoutHeader(statement: SyntaxNode, block: SyntaxNode | undefined, file: FileModel): readonly DocumentEdit[] | undefined {
	const { text, comments } = file.source;
	const first = block?.children[0];
	if (!block || !first) return undefined;
	const header = text.slice(statement.start, first.start);
	if (!/[\r\n]/.test(header)) return [replaceRange(file, { start: statement.start, end: first.start }, '')];
	const bodyStart = statement.start + (/^[^\r\n]*(?:\r\n|[\r\n])/.exec(header)?.[0].length ?? 0);
	if (comments.some(({ start }) => start > statement.start && start < bodyStart) || !/:[ \t]*$/.test(text.slice(statement.start, bodyStart).trimEnd()))
		return undefined;
	const outer = indentationAt(statement);
	const inner = indentationAt(first);
	const surplus = inner.length - outer.length;
	if (surplus <= 0 || !inner.startsWith(outer)) return undefined;
	const edits = [replaceRange(file, { start: statement.start, end: bodyStart + inner.length }, '')];
	for (const line of text.slice(bodyStart, block.end).matchAll(/[^\r\n]+(?:\r\n|[\r\n])?/g)) {
		const start = bodyStart + line.index;
		if (start === bodyStart || line[0].trim() === '' || isInsideString(start, block)) continue;
		if (!line[0].startsWith(inner)) continue;
		edits.push(replaceRange(file, { start, end: start + surplus }, ''));
	}
	return edits;
}

function isInsideString(offset: number, block: SyntaxNode): boolean {
	for (const node of block.descendants()) if (node.kind === 'string' && node.start < offset && offset < node.end) return true;
	return false;
}
