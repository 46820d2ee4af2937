import { rmSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { Rule } from '../../server/src/rule-kit/rule.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { checkFiles, type Directives, type Files } from '../support/check-files.ts';
import { filesAfterAllFixes } from '../support/fix-promise.ts';
import { LibraryPythons } from '../support/library-pythons.ts';
import { notebookJson, writtenCells } from '../support/notebooks.ts';
import { type LibraryMistake, libraryMistakes } from './library-rules.ts';
import { notShown } from './not-shown.ts';

const pythons = await LibraryPythons.find();
vi.setConfig({ testTimeout: 120_000 });
afterAll(() => pythons.close());

describe('mistakes that show with libraries only', () => {
	const named = libraryMistakes.map((mistake, index) => ({ name: `${mistake.rule} with ${mistake.needs.join(' and ')}`, mistake, index }));

	test.for(named)('$name', ({ mistake, index }, context) => {
		const rule = rules.find(({ name }) => name === mistake.rule) as Rule;
		const source = sourceOf(mistake, rule);
		const files = new Map([[pathOf(mistake), mistake.runner === 'cells' ? notebookJson(writtenCells(source)) : source]]);
		expect(checkFiles(files, () => directives).map((finding) => finding.rule.name)).toContain(mistake.rule);
		const python = pythons.with(mistake.needs, mistake.atLeast);
		if (python === undefined) return context.skip(`not run: no Python here has ${mistake.needs.join(' and ')}`);
		const before = run(python, mistake, source, index);
		expect(before.printed).toContain(mistake.fails);
		for (const text of mendedSources(mistake, rule, files)) {
			const after = run(python, mistake, text, index);
			expect(after.status, `${text}\n${after.printed}`).toBe(0);
			expect(after.printed, text).not.toMatch(/Error\b|Traceback|never awaited|\d (failed|error)/);
		}
	});

	test('every rule that needs a library is among them, or it is said why not', () => {
		const shown = new Set(libraryMistakes.map(({ rule }) => rule));
		const waiting = Object.entries(notShown).filter(([, reason]) => reason.startsWith('needs ') && !reason.includes('Windows'));
		expect(waiting.filter(([name]) => !shown.has(name)).map(([name]) => name)).toEqual([]);
	});
});

const directives: Directives = { settings: [], python: { floor: 11, ceiling: 14, source: 'the test', isAssumed: false } };

function pathOf({ runner }: LibraryMistake): string {
	return runner === 'cells' ? '/fixture/example.ipynb' : '/fixture/test_example.py';
}

function sourceOf({ source, driver }: LibraryMistake, { examples }: Rule): string {
	return source ?? withDriver(examples[0]?.bad ?? '', driver);
}

function withDriver(example: string, driver: string | undefined): string {
	return driver === undefined ? example : `${example}\n\n${driver}\n`;
}

/** The good example, and the program after the rule's fixes where it has any that can be made. */
function mendedSources(mistake: LibraryMistake, rule: Rule, files: Files): readonly string[] {
	const good = mistake.source === undefined ? [withDriver(rule.examples[0]?.good ?? '', mistake.driver)] : [];
	const fixed = mistake.runner === 'cells' ? undefined : filesAfterAllFixes(mistake.rule, files, () => directives).get(pathOf(mistake));
	const isFixed = fixed !== undefined && fixed !== files.get(pathOf(mistake));
	const all = [...good, ...(isFixed ? [fixed] : [])];
	if (all.length === 0) throw new Error(`nothing mends the program of ${mistake.rule}`);
	return all;
}

function run(python: string, { runner }: LibraryMistake, source: string, index: number) {
	// pytest-asyncio asks for its mode in a settings file; without one it is strict.
	writeFileSync(`${pythons.folder}/pytest.ini`, '[pytest]\n');
	rmSync(`${pythons.folder}/shelf.db`, { force: true });
	return pythons.run(python, source, `${pythons.folder}/test_mistake_${index}.py`, runner);
}
