import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ruffSettingsFor } from '../../server/src/analysis/ruff-settings.ts';
import { coveredPlaces } from '../../server/src/knowledge/other-tools.ts';
import { LineIndex } from '../../server/src/util/text.ts';
import { loadRuff } from '../bench/tools.ts';
import { checkText } from '../support/check-files.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { readMarks } from '../support/marks.ts';

const reports = (files: Readonly<Record<string, string>>, code: string, path = '/p/app/main.py'): boolean | undefined =>
	ruffSettingsFor(path, { readText: (file) => files[file] })?.reports(code, path);

test.each([
	['no configuration', {}, 'ASYNC251', undefined],
	['the default selection', { '/p/ruff.toml': '' }, 'ASYNC251', false],
	['the default selection has F', { '/p/ruff.toml': '' }, 'F704', true],
	['a prefix', { '/p/ruff.toml': 'lint.select = ["ASYNC2"]' }, 'ASYNC251', true],
	['the prefix of another linter', { '/p/ruff.toml': 'lint.select = ["A", "R"]' }, 'ASYNC251', false],
	['a prefix of Pylint', { '/p/ruff.toml': 'lint.select = ["PL"]' }, 'PLE1142', true],
	['ALL', { '/p/ruff.toml': 'lint.select = ["ALL"]' }, 'RUF006', true],
	['ALL but one', { '/p/ruff.toml': 'lint.select = ["ALL"]\nlint.ignore = ["RUF"]' }, 'RUF006', false],
	['the more specific selector wins', { '/p/ruff.toml': 'lint.select = ["RUF006"]\nlint.ignore = ["RUF"]' }, 'RUF006', true],
	['options at the top, as older projects have them', { '/p/pyproject.toml': '[tool.ruff]\nextend-select = ["RUF"]' }, 'RUF006', true],
	['the nearest configuration', { '/p/ruff.toml': 'lint.select = ["ALL"]', '/p/app/ruff.toml': '' }, 'RUF006', false],
	['another tool in pyproject.toml', { '/p/ruff.toml': 'lint.select = ["ALL"]', '/p/app/pyproject.toml': '[tool.black]' }, 'RUF006', true],
	['extend', { '/p/ruff.toml': 'lint.select = ["ALL"]', '/p/app/ruff.toml': 'extend = "../ruff.toml"\nlint.ignore = ["ASYNC"]' }, 'RUF006', true],
	['per-file-ignores', { '/p/ruff.toml': 'lint.select = ["ALL"]\n[lint.per-file-ignores]\n"app/*.py" = ["ASYNC"]' }, 'ASYNC251', false],
	['per-file-ignores of other files', { '/p/ruff.toml': 'lint.select = ["ALL"]\n[lint.per-file-ignores]\n"!app/**" = ["ASYNC"]' }, 'ASYNC251', true],
	['excluded files', { '/p/ruff.toml': 'lint.select = ["ALL"]\nextend-exclude = ["app"]' }, 'ASYNC251', false],
	['a broken file', { '/p/ruff.toml': 'lint.select = [' }, 'ASYNC251', undefined],
])('Ruff: %s', (_, files, code, expected) => {
	expect(reports(files as Record<string, string>, code)).toBe(expected);
});

test('what is left to Ruff is reported by Ruff, under that code on that line', () => {
	const ruff = loadRuff();
	const covered = Object.keys(coveredPlaces).filter((rule) => coveredPlaces[rule]?.some(({ tool }) => tool === 'ruff'));
	const claims = fixtureFiles()
		.filter((path) => covered.some((rule) => path.includes(`/${rule}/`)) && !path.endsWith('.fixed.py'))
		.flatMap((path) => {
			const { text } = readMarks(path, readFileSync(path, 'utf8'));
			const lines = new LineIndex(text);
			const said = new Set(ruff.check(text).map((one: { code: string | null; start_location: { row: number } }) => `${one.code} ${one.start_location.row}`));
			return checkText(text).flatMap((finding) =>
				finding
					.otherCodes()
					.filter(({ tool }) => tool === 'ruff')
					.map(({ code }) => ({ path, claim: `${code} ${lines.positionAt(finding.range.start).line + 1}`, said })),
			);
		});
	expect(claims.length).toBeGreaterThan(50);
	expect(claims.filter(({ claim, said }) => !said.has(claim)).map(({ path, claim }) => `${path} ${claim}`)).toEqual([]);
}, 120_000);
