// `npm run bench [-- --quick] [FOLDER [FILE...]]`: measures what a user waits for, beside Ruff's WebAssembly build.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, run, withBundles } from './bundle-and-run.mjs';

const given = process.argv.slice(2);
const folder = given.findIndex((arg) => !arg.startsWith('-'));
const args = given.map((arg, i) => (i === folder ? resolve(process.env.INIT_CWD ?? '.', arg) : arg));

if (!existsSync(join(root, 'server/out/cli.cjs'))) run(join(root, 'scripts/build.mjs'));
await withBundles(['test/bench/bench.ts', 'test/bench/ruff-server.ts'], ([bench, ruffServer]) => {
	const isOption = (arg) => arg.startsWith('-');
	run(bench, ...args.filter(isOption), '--ruff', ruffServer, ...args.filter((arg) => !isOption(arg)));
});
