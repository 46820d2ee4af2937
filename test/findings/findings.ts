/**
 * `npm run findings -- [--write FILE] [--against FILE] [--sample N [--seed S]] [NAME@COMMIT=]FOLDER...`: every finding of many
 * folders, what differs from an earlier run, how many of those with a verdict in the ledger are right, and a drawn sample
 * of warnings and errors that nobody has read.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { limitHeapGrowth } from '../../server/src/disk/heap.ts';
import { checkerOf, loadParser } from '../bench/tools.ts';
import { Random } from '../fuzz/random.ts';
import { describe, difference } from './difference.ts';
import { type FoundThere, hashOfLine, keyOf, linesOf, recordsIn, type Verdict } from './record.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { write: { type: 'string' }, against: { type: 'string' }, sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
limitHeapGrowth();
const parser = await loadParser();
const ledger = new Map(recordsIn<Verdict>(readFileSync(join(import.meta.dirname, 'ledger.jsonl'), 'utf8')).map((one) => [keyOf(one), one]));
const found = positionals.flatMap(findingsIn);
if (values.write) writeFileSync(resolve(values.write), linesOf(found));
console.log(`${found.length} findings`);
for (const severity of ['error', 'warning', 'information', 'hint']) console.log(`  ${severity}: ${judged(found.filter((one) => one.severity === severity))}`);
if (values.against) {
	const repositories = new Set(found.map((one) => one.repository));
	const before = recordsIn<FoundThere>(readFileSync(resolve(values.against), 'utf8')).filter((one) => repositories.has(one.repository));
	console.log(describe(difference(before, found), ledger));
}
if (values.sample) {
	const unread = found.filter((one) => ['error', 'warning'].includes(one.severity) && !ledger.has(keyOf(one)));
	process.stdout.write(linesOf(new Random(Number(values.seed)).shuffled(unread).slice(0, Number(values.sample))));
}

function judged(all: readonly FoundThere[]): string {
	const verdicts = all.flatMap((one) => ledger.get(keyOf(one)) ?? []);
	const count = (verdict: Verdict['verdict']) => verdicts.filter((one) => one.verdict === verdict).length;
	return `${all.length}; of ${verdicts.length} that were read ${count('right')} right, ${count('wrong')} wrong, ${count('unclear')} unclear`;
}

function findingsIn(argument: string): FoundThere[] {
	const [, repository, commit, given] = /^([^@=]+)(?:@([^=]+))?=(.*)$/s.exec(argument) ?? [];
	const folder = resolve(given ?? argument);
	const checker = checkerOf(folder, parser);
	const records: FoundThere[] = [];
	for (const path of checker.find([folder], () => undefined)) {
		const report = checker.check(path);
		if ('message' in report) continue;
		const seen = new Map<string, number>();
		for (const { rule, severity, message, range } of report.findings) {
			const line = report.lines.positionAt(range.start).line;
			const code = hashOfLine(report.text.slice(report.lines.lineStart(line), report.lines.lineStart(line + 1)));
			const nth = (seen.get(rule.name + code) ?? 0) + 1;
			seen.set(rule.name + code, nth);
			records.push({
				repository: repository ?? basename(folder),
				commit: commit ?? '',
				path: relative(folder, path),
				line: line + 1,
				rule: rule.name,
				severity,
				message,
				code,
				nth,
			});
		}
	}
	return records;
}
