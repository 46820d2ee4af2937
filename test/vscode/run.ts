// Runs the suite in a real VS Code through @vscode/test-electron. On Linux: the newest and the oldest supported one,
// installed from npm packages alone. Elsewhere, and with --desktop: the desktop builds that test-electron downloads.
// `npm run test:vscode -- oldest` takes that one only.
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { outFolder, root } from './harness/folders.ts';
import { installChromium, installVsCode } from './harness/install.ts';
import { within } from './harness/processes.ts';
import { quietSettings } from './harness/settings.ts';
import { suitesVariable, versionVariable } from './harness/variables.ts';
import { checkThatOldestIsTheOneAdmitted, newest, oldest, type VsCodeVersion } from './harness/versions.ts';

/** Each opens its own copy of test/vscode/workspace; `folder` or `.code-workspace` file, and the suites that fit it. */
const sessions = [
	{ name: 'one folder', open: 'app', suites: 'folder' },
	{ name: 'two folders', open: 'both.code-workspace', suites: 'multi-root' },
] as const;
type Session = (typeof sessions)[number];

const named = [newest, oldest].filter(({ name }) => process.argv.includes(name));
const versions = named.length > 0 ? named : [newest, oldest];
const desktop = process.platform !== 'linux' || process.argv.includes('--desktop');
// Above the limit within which the stand-in executable ends itself.
const milliseconds = 240_000;

checkThatOldestIsTheOneAdmitted();
if (!desktop) await installEverything();
let failed = 0;
for (const version of versions) {
	for (const session of sessions) if (!(await passes(version, session))) failed++;
}
console.log(failed === 0 ? 'VS Code suite: all passed' : `VS Code suite: ${failed} of ${versions.length * sessions.length} sessions failed`);
process.exit(failed === 0 ? 0 : 1);

/** Beforehand, so that no session's time is spent on it. */
async function installEverything(): Promise<void> {
	for (const version of versions) await installVsCode(version);
	await installChromium();
}

/** Runs one session in one VS Code and says how it went. */
async function passes(version: VsCodeVersion, session: Session): Promise<boolean> {
	const label = `VS Code ${version.vscode} (${version.name}${desktop ? ', desktop' : ''}), ${session.name}`;
	console.log(`\n=== ${label}`);
	const started = Date.now();
	const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vscode-suite-')));
	try {
		await within(milliseconds, label, runSession(version, session, folder));
		console.log(`=== ${label}: exit code 0 after ${seconds(started)}`);
		return true;
	} catch (error) {
		console.error(`=== ${label}: FAILED after ${seconds(started)}: ${error instanceof Error ? error.message : String(error)}`);
		// test-electron ends the editor when it hears this; twice, because the first only asks.
		process.emit('SIGINT');
		process.emit('SIGINT');
		return false;
	} finally {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	}
}

async function runSession(version: VsCodeVersion, session: Session, folder: string): Promise<void> {
	cpSync(join(root, 'test/vscode/workspace'), folder, { recursive: true });
	const userData = join(folder, 'user');
	mkdirSync(join(userData, 'User'), { recursive: true });
	writeFileSync(join(userData, 'User/settings.json'), JSON.stringify(quietSettings));
	await runTests({
		...(desktop ? { version: version.vscode } : { vscodeExecutablePath: join(outFolder, 'executable.mjs') }),
		extensionDevelopmentPath: [root, join(root, 'test/vscode/debugger')],
		extensionTestsPath: join(outFolder, 'suite/index.cjs'),
		// Tests cannot wait as long as people for a server that hangs.
		extensionTestsEnv: { [versionVariable]: version.name, [suitesVariable]: session.suites, ASYNCIO_DOCTOR_HANG_LIMIT: '10000' },
		launchArgs: [join(folder, session.open), `--user-data-dir=${userData}`, `--extensions-dir=${join(folder, 'extensions')}`, '--disable-extensions'],
	});
}

function seconds(started: number): string {
	return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
