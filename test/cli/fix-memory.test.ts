import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, run } from './run.ts';

const functions = Array.from(
	{ length: 90 },
	(_, i) =>
		`async def work${i}(items):\n    for item in items:\n        value = [each for each in item if each > ${i}]\n        print(value, len(value), item)\n`,
).join('\n\n');
const module = (i: number) =>
	`import asyncio\nimport time\nimport requests\n\n\n${functions}\n\nasync def main${i}():\n    time.sleep(${i})\n    requests.get("https://example.org/${i}")\n    await work1([])\n`;

/** The most memory that a run held, in MB. */
function peakOf(...options: readonly string[]): number {
	const files = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`m${i}.py`, module(i)]));
	const cwd = folderWith(files);
	const tell = folderWith({ 'tell.cjs': 'process.on("exit", () => process.stderr.write("peak " + process.resourceUsage().maxRSS));\n' });
	const { status, stderr } = run(['check', '--format', 'json', '--fail-on', 'never', ...options, '.'], {
		cwd,
		env: { NODE_OPTIONS: `--require=${join(tell, 'tell.cjs')}` },
	});
	expect(status).toBe(0);
	return Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024;
}

test('fixing takes at most half as much memory again as checking', { timeout: 120_000 }, () => {
	const [checking, fixing] = [peakOf(), peakOf('--fix', '--unsafe-fixes')];
	expect(fixing, `${checking.toFixed(0)} MB, ${fixing.toFixed(0)} MB`).toBeLessThan(1.5 * checking);
});
