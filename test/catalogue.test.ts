import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ruleNames } from '../scripts/generate/load-rules.ts';
import { rules } from '../server/src/rules/index.generated.ts';
import { checkNotebook, checkText } from './support/check-files.ts';

const root = join(import.meta.dirname, '..');

/**
 * What others rely on: scripts select rules by these names, baselines and ignore comments hold them.
 * category, rule, severity (several where it depends on the Python version or the case), best fix, other tools' codes.
 */
const catalogue = `
loop-running    | nested-event-loop            | error                    | safe   |
loop-running    | notebook-event-loop          | error                    | safe   |
loop-running    | nest-asyncio                 | warning                  | unsafe |
loop-running    | loop-probing                 | warning                  | none   |
loop-running    | async-to-sync-call           | error                    | safe   |
no-loop         | no-loop-in-thread            | error                    | unsafe |
no-loop         | implicit-event-loop          | hint warning error       | unsafe |
no-loop         | get-event-loop-in-coroutine  | hint                     | safe   |
no-loop         | event-loop-after-run         | error                    | unsafe |
no-loop         | task-without-running-loop    | error                    | unsafe |
no-loop         | thread-unsafe-loop-call      | error                    | unsafe |
no-loop         | manual-loop-lifecycle        | hint warning             | unsafe |
loop-lifetime   | closed-loop-use              | error                    | none   |
loop-lifetime   | closing-running-loop         | error                    | safe   |
loop-lifetime   | module-scope-loop            | warning                  | unsafe |
loop-lifetime   | async-serverless-handler     | error                    | unsafe | S7614
loop-lifetime   | loop-bound-object            | warning                  | unsafe |
loop-lifetime   | unclosed-resource            | warning                  | unsafe |
forgotten-await | missing-await                | error                    | safe   | reportUnusedCoroutine unused-coroutine
forgotten-await | wrong-with                   | error                    | safe   | E1145 S7515 E1701
forgotten-await | wrong-for                    | error                    | safe   |
forgotten-await | await-outside-async          | error                    | unsafe | E1142 PLE1142 F704
forgotten-await | async-callback-in-sync-slot  | error                    | unsafe |
forgotten-await | called-too-early             | error                    | safe   |
blocking        | blocking-sleep               | warning                  | safe   | ASYNC251 S7488
blocking        | blocking-http                | warning                  | unsafe | ASYNC210 ASYNC211 ASYNC212 S7499
blocking        | blocking-database            | warning                  | unsafe |
blocking        | blocking-subprocess          | warning                  | unsafe | ASYNC220 ASYNC221 ASYNC222 S7487 S7489
blocking        | blocking-file-io             | hint                     | unsafe | ASYNC230 ASYNC231 ASYNC232 ASYNC240 S7493
blocking        | blocking-input               | warning                  | unsafe | ASYNC250 S7501
blocking        | blocking-call                | warning                  | unsafe | ASYNC200
blocking        | blocking-helper              | warning                  | unsafe |
blocking        | blocking-wait                | error warning            | unsafe |
blocking        | prefer-to-thread             | hint                     | unsafe |
concurrency     | dangling-task                | warning                  | unsafe | RUF006 ASYNC300 S7502 unused-awaitable
concurrency     | sequential-awaits            | hint                     | unsafe |
concurrency     | unchecked-gather-exceptions  | warning                  | none   |
concurrency     | gather-argument              | error                    | safe   |
concurrency     | control-flow-in-task-group   | warning                  | none   | ASYNC121 S7514
concurrency     | yield-in-task-group          | warning                  | none   | ASYNC101
concurrency     | task-outlives-context        | warning                  | none   | ASYNC111
concurrency     | single-task-group            | hint                     | unsafe | S7513 ASYNC112
concurrency     | busy-wait                    | hint                     | none   | ASYNC110 S7484
cancellation    | swallowed-cancellation       | warning                  | unsafe | ASYNC103 ASYNC104 S7497
cancellation    | timeout-error-alias          | error                    | safe   |
cancellation    | timeout-block                | error warning            | safe   | ASYNC100 S7490
cancellation    | async-generator-cleanup      | information              | none   | ASYNC119 ASYNC900
versions        | unavailable-api              | error                    | unsafe |
versions        | removed-loop-argument        | warning error            | safe   | W4903
versions        | event-loop-policy            | warning error            | unsafe |
versions        | child-watcher                | warning error            | unsafe |
versions        | removed-asyncio-api          | warning error            | safe   |
versions        | stale-async-library          | information              | unsafe |
versions        | platform-specific-loop-api   | warning                  | unsafe |
versions        | unguarded-uvloop             | warning                  | unsafe |
frameworks      | sync-orm-in-async-view       | error                    | unsafe |
tests           | unmarked-async-test          | error                    | safe   |
tests           | async-fixture-decorator      | error                    | safe   |
tests           | event-loop-fixture           | error                    | unsafe |
tests           | fixture-loop-scope           | warning                  | unsafe |
tests           | async-test-in-testcase       | error                    | safe   |
style           | unused-async                 | off                      | unsafe | RUF029 ASYNC124 S7503
style           | timeout-parameter            | off                      | none   | ASYNC109 S7483
`;

const rows = new Map(
	catalogue
		.trim()
		.split('\n')
		.map((line) => line.split('|').map((cell) => cell.trim()))
		.map(([category, name = '', severities = '', fix, equivalents = '']) => [
			name,
			{ category, severities: severities.split(' '), fix, equivalents: equivalents.split(' ').filter(Boolean) },
		]),
);

test('the index lists every rule file', () => {
	expect(rules.map((rule) => rule.name)).toEqual(ruleNames(root));
});

test('names are unique', () => {
	expect(new Set(rules.map((rule) => rule.name)).size).toBe(rules.length);
});

describe.each(rules.map((rule) => [rule.name, rule] as const))('%s', (name, rule) => {
	test('is as the catalogue says', () => {
		const row = rows.get(name);
		expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
		expect(row, 'a row of the catalogue').toBeDefined();
		expect(row?.severities).toContain(rule.severity);
		expect({ category: rule.category, fix: rule.fix, equivalents: rule.equivalents }).toEqual({
			category: row?.category,
			fix: row?.fix,
			equivalents: row?.equivalents,
		});
	});

	test('is documented', () => {
		expect(rule.summary).toMatch(/^[^\n]*[^\n.\s]$/);
		expect(rule.why.trim()).not.toBe('');
		expect(rule.since).toMatch(/^\d+\.\d+\.\d+$/);
		expect(existsSync(join(root, 'docs/rules', `${name}.md`))).toBe(true);
		expect(rule.examples.length).toBeGreaterThan(0);
	});

	test.each(rule.examples)('example %#: the bad one is reported, the good one is not', ({ bad, good, isNotebook }) => {
		expect(findingsIn(bad, isNotebook)).toContain(name);
		expect(findingsIn(good, isNotebook)).toEqual([]);
	});

	test('yields to rules of the catalogue only', () => {
		expect((rule.yieldsTo ?? []).filter((other) => !rows.has(other) || other === name)).toEqual([]);
	});

	/** Names of the rules that report something; this one is on even where it is off by default. */
	function findingsIn(text: string, isNotebook = false): readonly string[] {
		const settings = rule.severity === 'off' ? [{ severity: { [name]: 'warning' as const } }] : [];
		return (isNotebook ? checkNotebook : checkText)(text, { settings }).map((finding) => finding.rule.name);
	}
});
