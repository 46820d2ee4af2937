import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles } from '../scripts/generate/generated-files.ts';

const root = join(import.meta.dirname, '..');

test('what is generated is current', async () => {
	const stale = (await generatedFiles(root)).filter(({ path, text }) => text !== readIfPresent(path)).map(({ path }) => path);
	expect(stale, 'stale files: run `npm run generate`').toEqual([]);
});

function readIfPresent(path: string): string | undefined {
	const file = join(root, path);
	return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : undefined;
}
