/** `npm run fuzz -- server [--seconds N] [--seed S] [--folder PYTHON_FILES] [--edits N]`; see README.md. */
import { parseArgs } from 'node:util';
import { loadParser } from '../bench/tools.ts';
import { Random } from './random.ts';
import { serverSession } from './server-session.ts';
import { anyStart, fixtureTexts, pythonFilesBelow } from './starts.ts';

const { values } = parseArgs({
	options: {
		seconds: { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		folder: { type: 'string' },
		edits: { type: 'string', default: '300' },
	},
});
const parser = await loadParser();
const ownFiles = values.folder === undefined ? [] : pythonFilesBelow(values.folder);
const end = Date.now() + 1000 * Number(values.seconds);
const total = { sessions: 0, edits: 0, hurried: 0, comparisons: 0, failures: 0 };
for (let seed = Number(values.seed); Date.now() < end; seed++) {
	const start = anyStart(new Random(seed), ownFiles);
	const result = await serverSession(seed, start, [...fixtureTexts, ...start.files.values()], Number(values.edits), parser);
	total.sessions++;
	total.edits += result.edits;
	total.hurried += result.hurried;
	total.comparisons += result.comparisons;
	total.failures += result.failures.length;
	for (const failure of result.failures) console.log(`Seed ${seed}: ${failure.slice(0, 3000)}\n`);
}
console.log(
	`${total.sessions} sessions over the pipe, ${total.edits.toLocaleString('en')} edits, ${total.hurried.toLocaleString('en')} requests between them, ${total.comparisons.toLocaleString('en')} comparisons, ${total.failures} failures`,
);
if (total.failures > 0) process.exitCode = 1;
