/** `npm run fuzz -- trees [--seconds N] [--seed S] [--folder PYTHON_FILES]`; see README.md. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadParser } from '../bench/tools.ts';
import { Random } from './random.ts';
import { type Session, written } from './shrink.ts';
import { anyStart, fixtureTexts, pythonFilesBelow } from './starts.ts';
import { treeSession } from './tree-session.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string', default: '1' }, folder: { type: 'string' } } });
const parser = await loadParser();
const ownFiles = values.folder === undefined ? [] : pythonFilesBelow(values.folder);
const end = Date.now() + 1000 * Number(values.seconds);
const total = { edits: 0, whole: 0, broken: 0, differentWhole: 0, differentBroken: 0 };
for (let seed = Number(values.seed); Date.now() < end; seed++) {
	const start = anyStart(new Random(seed), ownFiles);
	const result = treeSession(parser, seed, start, [...fixtureTexts, ...start.files.values()], 150);
	total.edits += result.edits;
	total.whole += result.whole;
	total.broken += result.broken;
	for (const session of result.differentWhole)
		if (total.differentWhole++ === 0) save(session, `tree-${seed}`, `Seed ${seed}: another tree of a text that parses`);
	for (const session of result.differentBroken)
		if (total.differentBroken++ < 3) save(session, `broken-tree-${seed}`, `Seed ${seed}: another tree of a text that does not parse`);
}
console.log(
	`${total.edits.toLocaleString('en')} edits; texts that parse: ${total.whole.toLocaleString('en')} trees, ${total.differentWhole} other than from scratch; texts that do not: ${total.broken.toLocaleString('en')} trees, ${total.differentBroken} other than from scratch`,
);
if (total.differentWhole > 0) process.exitCode = 1;

function save(session: Session, name: string, title: string): void {
	const file = join(tmpdir(), `asyncio-doctor-fuzz-${name}.json`);
	writeFileSync(file, written(session));
	console.log(`${title}: ${file}`);
}
