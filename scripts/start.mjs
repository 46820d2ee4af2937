// `npm start -- PATH...`: builds, then checks the given files and folders, or the sample project.
// Findings are what it is there to show, so they are no failure.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const scripts = dirname(fileURLToPath(import.meta.url));
const given = process.argv.slice(2);

run(join(scripts, 'build.mjs'));
run(join(scripts, '../server/out/cli.cjs'), 'check', '--fail-on', 'never', ...(given.length > 0 ? given : [join(scripts, '../sample')]));

function run(...command) {
	const { status } = spawnSync(process.execPath, command, { stdio: 'inherit' });
	if (status !== 0) process.exit(status ?? 1);
}
