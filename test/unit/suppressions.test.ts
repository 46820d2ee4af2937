import { describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../server/src/analysis/settings.ts';
import { applySuppressions } from '../../server/src/analysis/suppressions.ts';
import { applyEdits, LineIndex } from '../../server/src/util/text.ts';

const sleep = { name: 'blocking-sleep', category: 'blocking', equivalents: ['ASYNC251', 'S7488'], severity: 'warning' } as const;
const http = { name: 'blocking-http', category: 'blocking', equivalents: ['ASYNC210'], severity: 'warning' } as const;
const style = { name: 'unused-async', category: 'style', equivalents: [], severity: 'off' } as const;
const rules = [sleep, http, style];

/** A finding of blocking-sleep at each `SLEEP`, of blocking-http at each `HTTP(...)`; every `#` starts a comment. */
function suppress(text: string, settings: Settings = defaultSettings) {
	const comments = [...text.matchAll(/#.*/g)].map((found) => ({ text: found[0], start: found.index, end: found.index + found[0].length }));
	const findings = [...text.matchAll(/SLEEP|HTTP\([^)]*\)/g)].map((found) => ({
		rule: found[0] === 'SLEEP' ? sleep : http,
		range: { start: found.index, end: found.index + found[0].length },
	}));
	const firstStatement = /^[A-Za-z]/m.exec(text)?.index ?? text.length;
	const result = applySuppressions({ text, lines: new LineIndex(text), comments, findings, firstStatement, rules, settings });
	const fixed = result.hints.map((hint) => hint.fix && applyEdits(text, hint.fix.edits));
	return {
		kept: result.kept.map((finding) => finding.rule.name),
		hints: result.hints.map((hint) => ({ kind: hint.kind, at: text.slice(hint.range.start, hint.range.end), message: hint.message })),
		fixed,
	};
}

describe('what silences a finding', () => {
	test.each([
		['SLEEP  # asyncio-doctor: ignore\n', []],
		['SLEEP  # asyncio-doctor: ignore[blocking-sleep]\n', []],
		['SLEEP  # asyncio-doctor: ignore[blocking-http, blocking-sleep] because\n', []],
		['SLEEP  #asyncio-doctor:ignore[blocking]\n', []],
		['SLEEP  # noqa\n', []],
		['SLEEP  # NOQA: E501,ASYNC251\n', []],
		['SLEEP  # noqa:s7488\n', []],
		['SLEEP  # type: ignore # noqa: ASYNC251\n', []],
		['SLEEP  # asyncio-doctor: ignore[blocking-http]\n', ['blocking-sleep']],
		['SLEEP  # noqa: ASYNC\n', []],
		['# ruff: noqa: ASYNC251\nSLEEP\n', []],
		['# ruff: noqa: ASYNC210\nSLEEP\nHTTP(1)\n', ['blocking-sleep']],
		['# ruff: noqa\nSLEEP\n', ['blocking-sleep']],
		['SLEEP  # noqa: S\n', ['blocking-sleep']],
		['SLEEP  # noqa: ASYNC210\n', ['blocking-sleep']],
		['SLEEP  # type: ignore\n', ['blocking-sleep']],
		['SLEEP  # asyncio-doctor: ignored\n', ['blocking-sleep']],
		['SLEEP  # flake8: noqa\n', ['blocking-sleep']],
		['# asyncio-doctor: ignore\nSLEEP\n', ['blocking-sleep']],
		['SLEEP\nSLEEP  # asyncio-doctor: ignore\n', ['blocking-sleep']],
		['x = HTTP(  # asyncio-doctor: ignore\n 1,\n 2)\n', []],
		['x = HTTP(\n 1,\n 2)  # asyncio-doctor: ignore\n', []],
		['x = HTTP(\n 1,  # asyncio-doctor: ignore\n 2)\n', ['blocking-http']],
		['SLEEP + \\\n 1  # asyncio-doctor: ignore\n', []],
		['#!/x\n# asyncio-doctor: ignore-file\n\nSLEEP\nHTTP()\n', []],
		['# asyncio-doctor: ignore-file[blocking-sleep]\nSLEEP\nHTTP()\n', ['blocking-http']],
		['SLEEP\r\nx = 1  # asyncio-doctor: ignore\r\n', ['blocking-sleep']],
	] as const)('%j', (text, kept) => {
		expect(suppress(text).kept).toEqual(kept);
	});
});

describe('ignore comments that do nothing', () => {
	test.each([
		['x = 1  # asyncio-doctor: ignore\n', '# asyncio-doctor: ignore', 'x = 1\n'],
		['x = 1  # asyncio-doctor: ignore[blocking-sleep] since 2020\ny\n', '# asyncio-doctor: ignore[blocking-sleep]', 'x = 1\ny\n'],
		['# asyncio-doctor: ignore\r\nx\r\n', '# asyncio-doctor: ignore', 'x\r\n'],
		['x  # asyncio-doctor: ignore  # noqa: E501\n', '# asyncio-doctor: ignore', 'x  # noqa: E501\n'],
		['x  # noqa # asyncio-doctor: ignore\n', '# asyncio-doctor: ignore', 'x  # noqa\n'],
		['# asyncio-doctor: ignore-file\nx = 1\n', '# asyncio-doctor: ignore-file', 'x = 1\n'],
		['SLEEP  # asyncio-doctor: ignore[blocking-sleep, blocking-http]\n', 'blocking-http', 'SLEEP  # asyncio-doctor: ignore[blocking-sleep]\n'],
		['SLEEP  # asyncio-doctor: ignore[blocking-http, blocking-sleep]\n', 'blocking-http', 'SLEEP  # asyncio-doctor: ignore[blocking-sleep]\n'],
	])('%j is said and mended', (text, at, fixed) => {
		const result = suppress(text);
		expect(result.hints).toMatchObject([{ kind: 'unused', at }]);
		expect(result.fixed).toEqual([fixed]);
	});

	test('nothing is said of comments that work, of noqa, and of rules that are off', () => {
		for (const text of ['SLEEP  # asyncio-doctor: ignore\n', 'x = 1  # noqa\n', 'x  # asyncio-doctor: ignore[unused-async]\n', 'x  # type: ignore\n'])
			expect(suppress(text).hints).toEqual([]);
		expect(suppress('x  # asyncio-doctor: ignore\n', { ...defaultSettings, select: ['blocking-http'] }).hints).toEqual([]);
	});

	test('an unknown name gets a suggestion, the known one beside it still works', () => {
		const result = suppress('SLEEP  # asyncio-doctor: ignore[blocking-slep, blocking-sleep]\n');
		expect(result.kept).toEqual([]);
		expect(result.hints).toEqual([
			{ kind: 'unknown-name', at: 'blocking-slep', message: 'No rule or category is named "blocking-slep" (did you mean "blocking-sleep"?)' },
		]);
	});

	test('ignore-file behind the first statement has no effect and says so', () => {
		const result = suppress('SLEEP\n# asyncio-doctor: ignore-file\n');
		expect(result.kept).toEqual(['blocking-sleep']);
		expect(result.hints).toMatchObject([{ kind: 'misplaced' }]);
	});
});

test('a finding on a line that ends inside a string is silenced behind the string', () => {
	const text = 'f"""\nSLEEP\n"""  # asyncio-doctor: ignore\n';
	const start = text.indexOf('SLEEP');
	const parts = {
		text,
		lines: new LineIndex(text),
		comments: [{ text: '# asyncio-doctor: ignore', start: 16, end: 40 }],
		findings: [{ rule: sleep, range: { start, end: start + 5 } }],
		firstStatement: 0,
		rules,
		settings: defaultSettings,
	};
	expect(applySuppressions({ ...parts, isInsideString: (offset) => offset > 0 && offset < 14 }).kept).toEqual([]);
	expect(applySuppressions(parts).kept).toHaveLength(1);
});
