import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| what holds'));

test('every sentence of docs/security.md names the test that keeps it', () => {
	expect(rows.length).toBeGreaterThan(15);
	for (const row of rows) expect(row).toMatch(/`test\/[^`]+\.ts`: "[^"]+"/);
	for (const [, file = '', title = ''] of page.matchAll(/`(test\/[^`]+\.ts)`: "([^"]+)"/g)) {
		const text = readFileSync(join(root, file), 'utf8');
		expect(text.includes(title), `${file} holds no test "${title}"`).toBe(true);
	}
});
