import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bodiesOfFile } from '../../server/src/semantics/bodies/nested.ts';
import { Op } from '../../server/src/semantics/bodies/operations.ts';
import type { SourceFile } from '../../server/src/syntax/source-file.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();

/** The operation that stands for each of these kinds. */
const counted: Readonly<Record<string, readonly number[]>> = {
	call: [Op.call],
	await: [Op.await],
	yield: [Op.yield, Op.yieldFrom],
	return_statement: [Op.return],
	raise_statement: [Op.raise],
	lambda: [Op.function],
	function_definition: [Op.function],
	class_definition: [Op.class],
	attribute: [Op.attribute, Op.setAttribute, Op.deleteAttribute],
};

/** What stands in the syntax and not exactly once in the graph. */
function notOnce(file: SourceFile): string[] {
	const times = new Map<string, number>();
	for (const { body } of bodiesOfFile(file.statements)) {
		const seen = new Map<number, number>();
		for (let operation = 0; operation < body.count; operation++) seen.set(operation, 0);
		for (let point = 0; point < body.pointCount; point++) {
			const operation = body.at(point);
			if (operation >= 0) seen.set(operation, (seen.get(operation) ?? 0) + 1);
		}
		for (const [operation, points] of seen) {
			const node = body.node(operation);
			if (!counted[node.kind]?.includes(body.code(operation))) continue;
			const key = `${node.kind} at ${node.start}-${node.end}`;
			times.set(key, points === 0 ? 100 : (times.get(key) ?? 0) + 1);
		}
	}
	const wrong: string[] = [];
	for (const root of file.statements.map((part) => part.root))
		for (const node of [root, ...root.descendants()]) {
			// `a.b += 1` reads and writes the one attribute.
			const expected = node.kind === 'attribute' && node.parent?.kind === 'augmented_assignment' && node.fieldName === 'left' ? 2 : 1;
			if (!counted[node.kind] || node.hasError) continue;
			const found = times.get(`${node.kind} at ${node.start}-${node.end}`) ?? 0;
			if (found !== expected) wrong.push(`${file.path}:${file.lines.positionAt(node.start).line + 1} ${node.kind} ${found} times: ${node.text.slice(0, 60)}`);
		}
	return wrong;
}

test('every call, await and other step of the syntax stands in the graph exactly once', () => {
	let files = 0;
	for (const path of fixtureFiles()) {
		expect(notOnce(parser.parse(path, readFileSync(path, 'utf8')))).toEqual([]);
		files++;
	}
	expect(files).toBeGreaterThan(500);
});
