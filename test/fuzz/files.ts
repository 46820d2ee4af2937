/** `npm run fuzz -- files FOLDER... [--seconds N] [--seed S] [--mutations N] [--skip N]`: every Python file below the folders, in an order drawn by the seed; see README.md. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadParser } from '../bench/tools.ts';
import { brokenPromises, shrunkText } from './file-promises.ts';
import { Random } from './random.ts';
import { pythonFilesBelow } from './starts.ts';

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		seconds: { type: 'string', default: '60' },
		seed: { type: 'string', default: '1' },
		mutations: { type: 'string', default: '2' },
		skip: { type: 'string', default: '0' },
	},
});
const parser = await loadParser();
const seed = Number(values.seed);
const files = shuffled(positionals.flatMap((path) => (statSync(path).isDirectory() ? pythonFilesBelow(path, 2_000_000) : [path])));
const end = Date.now() + 1000 * Number(values.seconds);
const kinds = new Map<string, number>();
let [tried, characters, skip] = [0, 0, Number(values.skip)];
for (; skip < files.length && Date.now() < end; skip++) {
	const file = files[skip] as string;
	const text = readFileSync(file, 'utf8');
	const ask = (one: string) => brokenPromises(one, parser, new Random(seed + skip), Number(values.mutations));
	tried++;
	characters += text.length;
	for (const { kind, detail } of ask(text)) {
		const count = kinds.get(kind) ?? 0;
		kinds.set(kind, count + 1);
		// How slow each one is matters; there are few of them.
		if (count > 0 && kind === 'slow check') console.log(`slow: ${file} (${skip}): ${detail}`);
		if (count > 0) continue;
		const smallest = kind === 'slow check' ? text : shrunkText(text, (one) => ask(one).some((other) => other.kind === kind));
		const saved = join(tmpdir(), `asyncio-doctor-fuzz-file-${kinds.size}.py`);
		writeFileSync(saved, smallest);
		console.log(
			`\n${kind}\n${file} (${skip})\n${detail.slice(0, 1500)}\nsmallest, with what is drawn from seed ${seed + skip}: ${saved}\n${smallest.slice(0, 600)}`,
		);
	}
}
const { user, system } = process.cpuUsage();
console.log(
	`\n${tried.toLocaleString('en')} files of ${files.length.toLocaleString('en')}, ${(characters / 1e6).toFixed(1)} MB, each with ${values.mutations} mutations; ${((user + system) / 1e6).toFixed(0)} s of processor time; go on with --skip ${skip}`,
);
for (const [kind, count] of [...kinds].sort(([, a], [, b]) => b - a)) console.log(`${count} ${kind}`);
if (kinds.size > 0) process.exitCode = 1;

function shuffled(paths: readonly string[]): string[] {
	const random = new Random(seed);
	return paths
		.map((path) => ({ path, key: random.next() }))
		.sort((a, b) => a.key - b.key)
		.map(({ path }) => path);
}
