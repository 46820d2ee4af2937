// `npm run fuzz [-- WHAT] [OPTIONS]`: the tests of test/fuzz for longer than CI has time; see test/fuzz/README.md.
// What runs is TypeScript: it is bundled, like the product, and run by plain Node.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, run, withBundles } from './bundle-and-run.mjs';

const programs = ['sessions', 'server', 'trees', 'files', 'memory'];
const [first, ...rest] = process.argv.slice(2);
const what = programs.includes(first) ? first : 'sessions';
const given = what === first ? rest : process.argv.slice(2);
// npm runs scripts in the project's folder; a path was meant from where the person is.
const args = given.map((arg, i) => (['--folder', '--replay'].includes(given[i - 1]) ? resolve(process.env.INIT_CWD ?? '.', arg) : arg));

if (what === 'server' && !existsSync(join(root, 'server/out/main.cjs'))) run(join(root, 'scripts/build.mjs'));
await withBundles([`test/fuzz/${what}.ts`], ([program]) => run('--expose-gc', program, ...args));
