// `npm test`: every kind of test, one after another. A failing one does not keep the others from speaking.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const steps = ['build', 'check', 'test:unit', 'test:vscode', 'test:ui'];
const results = steps.map(run);

console.log('');
for (const { step, seconds, passed } of results) console.log(`${passed ? 'passed' : 'FAILED'}  ${step}  (${seconds.toFixed(1)} s)`);
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;

/** Runs one script of package.json. Through a shell, because npm is a .cmd file on Windows. */
function run(step) {
	console.log(`\n== npm run ${step}`);
	const start = performance.now();
	const { status } = spawnSync(`npm run --silent ${step}`, { cwd: root, stdio: 'inherit', shell: true });
	return { step, seconds: (performance.now() - start) / 1000, passed: status === 0 };
}
