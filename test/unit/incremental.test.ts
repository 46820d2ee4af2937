import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Analyser, createAnalyser, type FileReport } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { applyEdits, type TextEdit } from '../../server/src/util/text.ts';
import { fixtureFiles } from '../support/fixture-files.ts';
import { fixtureFolders, fixturesOf } from '../support/fixtures.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';
import { isWellFormed } from '../support/well-formed.ts';

const parser = await testParser();
const settings = {
	...defaultSettings,
	severity: Object.fromEntries(rules.filter((rule) => rule.severity === 'off').map((rule) => [rule.name, 'hint' as const])),
};
const python = { floor: 9, ceiling: 14, isAssumed: false, source: 'the test' };

const fixtureTexts = fixtureFiles().map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));
const fixtureLines = [...new Set(fixtureTexts.flatMap((text) => text.split('\n')))];

/** What hurts: text that changes what code elsewhere means, or how it parses. */
const troublesome = [
	...[
		'import asyncio\n',
		'import time\n',
		'from time import sleep\n',
		'from x import *\n',
		'import requests\n',
		'time = None\n',
		'del asyncio\n',
		'asyncio = print\n',
	],
	...[
		'async def main():\n\tpass\n',
		'def helper():\n\ttime.sleep(1)\n',
		'def helper():\n\tpass\n',
		'helper()\n',
		'main()\n',
		'asyncio.run(main())\n',
		'async ',
		'await ',
		'class A:\n',
		'\treturn\n',
	],
	...['if x:\n\traise SystemExit\n', 'if __name__ == "__main__":\n\tmain()\n', '# asyncio-doctor: ignore\n', '  # noqa\n', '\n', '\n\n', ' ', '\t', 'a'],
	...['"', "'", '"""', '(', ')', '[', '{', '#', '\\\n', ':', '\r\n', 'é', '😀', ';'],
];

type Files = Map<string, string>;

interface Change {
	readonly file: number;
	readonly place: number;
	readonly length: number;
	readonly wholeLines: boolean;
	readonly text: string;
	/** Whether the editor says what changed, or only the new text. */
	readonly tells: boolean;
}

const change: fc.Arbitrary<Change> = fc.record({
	file: fc.nat(5),
	place: fc.double({ min: 0, max: 1, noNaN: true }),
	length: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(30) }),
	wholeLines: fc.boolean(),
	text: fc.oneof(
		fc.constantFrom(...troublesome),
		fc.constantFrom(...fixtureLines).map((line) => `${line}\n`),
		fc.constant(''),
	),
	tells: fc.boolean(),
});

/** The edit a change stands for in a text: characters, or whole lines. */
function editOf({ place, length, wholeLines, text }: Change, before: string): TextEdit {
	const anywhere = Math.floor(place * before.length);
	if (!wholeLines) return { range: { start: anywhere, end: Math.min(before.length, anywhere + length) }, newText: text };
	const start = before.lastIndexOf('\n', anywhere - 1) + 1;
	let end = start;
	for (let i = 0; i < length && end < before.length; i++) end = before.indexOf('\n', end) < 0 ? before.length : before.indexOf('\n', end) + 1;
	return { range: { start, end }, newText: text };
}

function analyserOf(files: Files): Analyser {
	const logger = { error: (message: string) => expect.fail(message), warn() {}, debug() {} };
	const analyser = createAnalyser({ workspace: memoryWorkspace(files), parser, logger, settingsFor: () => ({ settings, problems: [], python }) });
	analyser.setProjectFiles([...files.keys()].filter((path) => path.endsWith('.py')));
	return analyser;
}

/** All that a user sees of a report. */
function shown(report: FileReport | undefined): unknown {
	return (
		report && {
			findings: report.findings.map(({ rule, severity, range, message, related, tags, hover, fixes }) => ({
				rule: rule.name,
				severity,
				range,
				message,
				related,
				tags,
				hover,
				fixes: fixes(),
			})),
			hints: report.hints,
		}
	);
}

function fresh(files: Files, open: ReadonlySet<string>): Analyser {
	const analyser = analyserOf(files);
	for (const path of open) analyser.change(path, files.get(path) as string);
	return analyser;
}

/** Applies the changes one after another and asks after each whether the answers are those of an analyser that saw nothing before. */
function expectSameAsFresh(start: ReadonlyMap<string, string>, changes: readonly Change[], open: ReadonlySet<string>): void {
	const files = new Map(start);
	const incremental = fresh(files, open);
	const paths = [...files.keys()].filter((path) => path.endsWith('.py'));
	for (const path of paths) incremental.check(path);
	for (const one of changes) {
		const path = paths[one.file % paths.length] as string;
		const before = files.get(path) as string;
		const edit = editOf(one, before);
		const after = applyEdits(before, [edit]);
		files.set(path, after);
		if (open.has(path)) incremental.change(path, after, one.tells ? [edit] : undefined);
		else incremental.invalidate(path);
		if (![...open].every((name) => isWellFormed(files.get(name) as string, parser))) continue;
		const expected = fresh(files, open);
		for (const asked of paths) expect(shown(incremental.check(asked)), `${asked} after ${JSON.stringify(edit)}`).toEqual(shown(expected.check(asked)));
		for (const opened of open) expected.close(opened);
	}
	for (const opened of open) incremental.close(opened);
}

describe('an answer after edits equals the answer of an analyser that sees the text for the first time', () => {
	test('in one file made of several fixtures', () => {
		const text = fc.array(fc.constantFrom(...fixtureTexts), { minLength: 1, maxLength: 3 }).map((texts) => texts.join('\n'));
		fc.assert(
			fc.property(text, fc.array(change, { minLength: 1, maxLength: 8 }), (start, changes) =>
				expectSameAsFresh(new Map([['/fixture/a.py', start]]), changes, new Set(['/fixture/a.py'])),
			),
			{ numRuns: Number(process.env.INCREMENTAL_RUNS ?? 150) },
		);
	}, 300_000);

	const projects = fixtureFolders()
		.flatMap(fixturesOf)
		.filter(({ files }) => [...files.keys()].filter((path) => path.endsWith('.py')).length > 1);

	test.each(projects.map((project) => [project.name, project] as const))(
		'in the files of %s, some of them open',
		(_, { files }) => {
			const paths = [...files.keys()].filter((path) => path.endsWith('.py'));
			fc.assert(
				fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), fc.subarray(paths), (changes, open) => expectSameAsFresh(files, changes, new Set(open))),
				{ numRuns: 20 },
			);
		},
		200_000,
	);
});
