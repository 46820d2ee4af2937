import type { Log, Region } from 'sarif';
import { expect, test } from 'vitest';
import { checkJson, folderWith, hinting, nested, requesting, run, sleeping } from './run.ts';

function sarifOf(cwd: string): Log {
	return JSON.parse(run(['check', '--format', 'sarif', '.'], { cwd }).stdout) as Log;
}

test('the log has what SARIF 2.1.0 requires, and says what JSON says', () => {
	const cwd = folderWith({ 'a b/ü#.py': sleeping, 'b.py': requesting, 'c.py': nested, 'd.py': hinting });
	const { $schema, version, runs } = sarifOf(cwd);
	expect({ $schema, version, runs: runs.length }).toEqual({ $schema: expect.stringContaining('sarif-2.1.0'), version: '2.1.0', runs: 1 });
	const { tool, results = [], columnKind, invocations } = runs[0] as Log['runs'][number];
	expect({ name: tool.driver.name, columnKind, invocations }).toEqual({
		name: 'Asyncio Doctor',
		columnKind: 'utf16CodeUnits',
		invocations: [{ executionSuccessful: true, toolExecutionNotifications: [] }],
	});

	const rules = tool.driver.rules ?? [];
	expect(new Set(rules.map((rule) => rule.id)).size).toBe(rules.length);
	for (const rule of rules) {
		expect(rule.shortDescription?.text).toMatch(/\S\.$/);
		expect(rule.help?.text).toMatch(/\S/);
		expect(['error', 'warning', 'note']).toContain(rule.defaultConfiguration?.level);
	}

	const { findings } = checkJson(cwd);
	expect(results.map((result) => result.ruleId)).toEqual(findings.map((finding) => finding.rule));
	expect(results.map((result) => rules[result.ruleIndex ?? -1]?.id)).toEqual(findings.map((finding) => finding.rule));
	expect(results.map((result) => result.level)).toEqual(['warning', 'warning', 'error', 'note']);
	expect(results[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe('a%20b/%C3%BC%23.py');
	for (const [index, result] of results.entries()) {
		const finding = findings[index];
		expect(result.message.text).toBe(finding?.message);
		expect(result.locations).toHaveLength(1);
		expect(result.locations?.[0]?.physicalLocation?.region).toEqual({
			startLine: finding?.line,
			startColumn: finding?.column,
			endLine: finding?.endLine,
			endColumn: finding?.endColumn,
		});
		expect(result.relatedLocations?.map((place) => place.message?.text) ?? []).toEqual(finding?.related.map((place) => place.message));
		expect(result.fixes?.map((fix) => fix.description?.text) ?? []).toEqual(finding?.fixes.map((fix) => fix.title));
	}
});

test('every fix has replacements with a region and the new text', () => {
	const { runs } = sarifOf(folderWith({ 'a.py': sleeping }));
	const changes = runs[0]?.results?.[0]?.fixes?.[0]?.artifactChanges ?? [];
	expect(changes).toHaveLength(1);
	expect(changes[0]?.artifactLocation.uri).toBe('a.py');
	expect(changes[0]?.replacements.length).toBeGreaterThan(0);
	for (const { deletedRegion, insertedContent } of changes[0]?.replacements ?? []) {
		const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0 }: Region = deletedRegion;
		expect(Math.min(startLine, startColumn, endLine, endColumn)).toBeGreaterThanOrEqual(1);
		expect(insertedContent?.text).toBeTypeOf('string');
	}
});

test('what could not be checked is a notification, and the run was not successful', () => {
	const { runs } = sarifOf(folderWith({ 'bad.py': '\0' }));
	expect(runs[0]?.invocations).toEqual([
		{
			executionSuccessful: false,
			toolExecutionNotifications: [
				{
					level: 'error',
					message: { text: expect.stringMatching(/^bad\.py: cannot be decoded/) },
					locations: [{ physicalLocation: { artifactLocation: { uri: 'bad.py' } } }],
				},
			],
		},
	]);
});
