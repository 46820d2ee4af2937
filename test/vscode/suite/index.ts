import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { suitesVariable } from '../harness/variables.ts';

/** VS Code calls this in its extension host; a rejection is a failed run. Which groups run follows from what was opened. */
export async function run(): Promise<void> {
	const multiRoot = process.env[suitesVariable] === 'multi-root';
	const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, forbidOnly: true });
	const groups = readdirSync(__dirname).filter((name) => name.endsWith('.test.cjs') && (name === 'multi-root.test.cjs') === multiRoot);
	if (groups.length === 0) throw new Error(`No tests in ${__dirname}`);
	for (const name of groups.sort()) mocha.addFile(join(__dirname, name));
	const failures = await new Promise<number>((resolve) => mocha.run(resolve));
	if (failures > 0) throw new Error(`${failures} tests failed`);
}
