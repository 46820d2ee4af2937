import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { analyse } from 'scslre';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
/** All code of ours is compiled from these. */
const files = ['server/src', 'client/src'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).flatMap((name) => (name.endsWith('.ts') ? [join(root, folder, name)] : [])),
);

interface Expression {
	readonly pattern: string;
	readonly flags: string;
}

/** Expressions written out in a file of TypeScript; those put together at run time are not among them. */
function expressionsIn(file: string): Expression[] {
	const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'esnext' });
	const found: Expression[] = [];
	const waiting: unknown[] = [parseAst(code)];
	while (waiting.length > 0) {
		const node = waiting.pop();
		if (typeof node !== 'object' || node === null) continue;
		if ('regex' in node) found.push(node.regex as Expression);
		else waiting.push(...Object.values(node));
	}
	return found;
}

test('no expression tries the same text again and again: the time that each takes grows with the text only', () => {
	const expressions = files.flatMap((file) => expressionsIn(file).map((expression) => ({ file, ...expression })));
	expect(expressions.length).toBeGreaterThan(500);
	const slow = expressions.filter(({ pattern, flags }) => analyse(new RegExp(pattern, flags)).reports.length > 0);
	expect(slow).toEqual([]);
}, 60_000);

test('an expression that does is seen', () => {
	for (const expression of [/^(?:a+)+$/, /^\s*(.*?)\s*$/, /\s+$/]) expect(analyse(expression).reports).not.toEqual([]);
});
