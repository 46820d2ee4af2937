// `npm run findings -- …`: see test/findings/findings.ts.
import { resolve } from 'node:path';
import { run, withBundles } from './bundle-and-run.mjs';

// npm runs scripts in the project's folder; a path was meant from where the person is.
const from = (path) => resolve(process.env.INIT_CWD ?? '.', path);
const given = process.argv.slice(2);
const args = given.map((arg, i) => {
	if (['--write', '--against'].includes(given[i - 1])) return from(arg);
	if (arg.startsWith('-') || ['--sample', '--seed'].includes(given[i - 1])) return arg;
	const name = arg.lastIndexOf('=') + 1;
	return arg.slice(0, name) + from(arg.slice(name));
});

await withBundles(['test/findings/findings.ts'], ([program]) => run('--max-semi-space-size=32', program, ...args));
