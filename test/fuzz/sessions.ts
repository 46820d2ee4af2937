/** `npm run fuzz -- [sessions] [--seconds N] [--seed S] [--folder PYTHON_FILES] [--every N] [--largest LINES] [--replay FILE]`; see README.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadParser } from '../bench/tools.ts';
import { Random } from './random.ts';
import { failureOf, kindOf, minimised, runSession } from './session.ts';
import { read, written } from './shrink.ts';
import { anyStart, fixtureTexts, pythonFilesBelow } from './starts.ts';

const { values } = parseArgs({
	allowPositionals: true,
	options: {
		seconds: { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		folder: { type: 'string' },
		every: { type: 'string', default: '15' },
		edits: { type: 'string', default: '150' },
		largest: { type: 'string', default: '1500' },
		replay: { type: 'string' },
		/** With `replay`: make it smaller. */
		smaller: { type: 'boolean' },
		/** Seconds for making a failure smaller. */
		shrink: { type: 'string', default: '30' },
	},
});
const parser = await loadParser();

if (values.replay !== undefined) {
	const session = read(readFileSync(values.replay, 'utf8'));
	const found = failureOf(session, parser);
	if (found === undefined || !values.smaller) console.log(found ?? 'no difference');
	else {
		const smallest = minimised({ session, what: found }, parser, 1000 * Number(values.shrink));
		report('Made smaller', smallest.what, written(smallest.session), 'smaller');
	}
	process.exit(found === undefined ? 0 : 1);
}

const ownFiles = values.folder === undefined ? [] : pythonFilesBelow(values.folder);
const end = Date.now() + 1000 * Number(values.seconds);
const total = { sessions: 0, edits: 0, comparisons: 0, deep: 0, broken: 0, otherTrees: 0, failures: 0 };
const kinds = new Map<string, number>();
for (let seed = Number(values.seed); Date.now() < end; seed++) {
	const random = new Random(seed);
	const start = anyStart(random, ownFiles, Number(values.largest));
	const options = { parser, seed, start, pool: [...fixtureTexts, ...start.files.values()], edits: Number(values.edits), every: Number(values.every) };
	const result = runSession(options);
	total.sessions++;
	total.edits += result.edits;
	total.comparisons += result.comparisons;
	total.deep += result.deepComparisons;
	total.broken += result.brokenComparisons;
	total.otherTrees += result.otherTrees;
	for (const failure of [...result.thrown, ...(result.failure ? [result.failure] : [])]) {
		total.failures++;
		const kind = kindOf(failure.what);
		kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
		if ((kinds.get(kind) ?? 0) > 1) continue;
		const smallest = minimised(failure, parser, 1000 * Number(values.shrink));
		report(`Seed ${seed}`, smallest.what, written(smallest.session), `seed-${seed}-${total.failures}`);
	}
}
const { user, system } = process.cpuUsage();
console.log(
	`${total.sessions} sessions, ${total.edits.toLocaleString('en')} edits, ${total.comparisons.toLocaleString('en')} comparisons (${total.deep.toLocaleString('en')} with fixes, hovers and refactorings), ${total.failures} failures; in broken text ${total.broken.toLocaleString('en')} comparisons, ${total.otherTrees} differences with other trees; ${((user + system) / 1e6).toFixed(0)} s of processor time`,
);
for (const [kind, count] of kinds) console.log(`FAILED ${count}: ${kind}`);
if (total.failures > 0) process.exitCode = 1;

function report(title: string, what: string, json: string, name: string): void {
	const file = join(tmpdir(), `asyncio-doctor-fuzz-${name}.json`);
	writeFileSync(file, json);
	console.log(`\n${title}: ${what}\n${json}\nPlay it again: npm run fuzz -- --replay ${file}\n`);
}
