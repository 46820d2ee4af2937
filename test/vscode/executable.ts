// Stands in for the VS Code executable where the desktop build cannot be had: it understands what @vscode/test-electron
// passes, runs the suite in VS Code's server with a headless browser, and ends with the suite's exit code.
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type RunningBrowser, startBrowser } from './harness/browser.ts';
import { screenshotFolder } from './harness/folders.ts';
import { installVsCode } from './harness/install.ts';
import { within } from './harness/processes.ts';
import { type RunningServer, startServer } from './harness/server.ts';
import { versionVariable } from './harness/variables.ts';
import { newest, oldest } from './harness/versions.ts';

const milliseconds = 180_000;

/** What VS Code says about itself while it starts and stops in a browser. */
const notOurs =
	/^Canceled|authentication provider|Failed snippets from folder|ripgrep|ChatSessionStore|ChatModelSelection|AgentHost|additional builtin|grace-time|AccountPolicy|Creating a socket|connection token|Service Worker|Creation of workbench contribution/;

let server: RunningServer | undefined;
let browser: RunningBrowser | undefined;
let exitCode = 1;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
try {
	const version = process.env[versionVariable] === oldest.name ? oldest : newest;
	const installed = await installVsCode(version);
	const settingsFile = join(required('user-data-dir'), 'User/settings.json');
	const settings = existsSync(settingsFile) ? JSON.parse(readFileSync(settingsFile, 'utf8')) : {};
	[server, browser] = await Promise.all([startServer(installed, { extensionsFolder: helpers(), settings }), startBrowser()]);
	exitCode = await within(milliseconds, `The suite on VS Code ${version.vscode}`, suiteIn(server, browser));
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	await saveEvidence();
}
await Promise.race([browser?.close(), new Promise((resolve) => setTimeout(resolve, 3000))]);
server?.stop();
process.exit(exitCode);

/** Opens the page that runs the suite and answers its exit code. */
async function suiteIn({ ended, pageFor, remoteUri }: RunningServer, { page }: RunningBrowser): Promise<number> {
	let over = false;
	const finished = new Promise<number>((resolve, reject) => {
		page.on('crash', () => reject(new Error('The page crashed')));
		page.on('pageerror', (error) => over || console.error(`In the page: ${error.message}`));
		ended.then(() => reject(new Error('The VS Code server ended')));
		page.exposeFunction('codeAutomationExit', resolve).catch(reject);
	});
	await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
		if (over || values.slice(0, 2).some((value) => notOurs.test(String(value)))) return;
		(type === 'error' ? console.error : console.log)(...values);
	});
	const payload = (['extensionDevelopmentPath', 'extensionTestsPath'] as const).map((name) => [name, remoteUri(required(name))] as const);
	const [code] = await Promise.all([finished, page.goto(pageFor(workspace(), [...payload, ['skipWelcome', 'true']]))]);
	// The last lines of the report may come after the exit code.
	await new Promise((resolve) => setTimeout(resolve, 300));
	over = true;
	return code;
}

async function saveEvidence(): Promise<void> {
	const picture = join(screenshotFolder, `suite-${Date.now()}.png`);
	mkdirSync(screenshotFolder, { recursive: true });
	const saved = await browser?.page.screenshot({ path: picture, timeout: 5000 }).catch(() => undefined);
	if (saved !== undefined) console.error(`Screenshot: ${picture}`);
	if (server !== undefined) console.error(`Log of the VS Code server:\n${server.log().slice(-3000)}`);
}

/** The folder of installed extensions, with those that help the tests: of several under development, a page loads one only. */
function helpers(): string {
	const folder = required('extensions-dir');
	for (const path of options('extensionDevelopmentPath').slice(1)) cpSync(path, join(folder, basename(path)), { recursive: true });
	return folder;
}

/** The values of each `--name=value`. */
function options(name: string): string[] {
	return process.argv.filter((argument) => argument.startsWith(`--${name}=`)).map((argument) => argument.slice(name.length + 3));
}

function required(name: string): string {
	const [value] = options(name);
	if (value === undefined) throw new Error(`--${name}= is missing`);
	return value;
}

/** The one argument that is no option. */
function workspace(): string {
	const path = process.argv.slice(2).find((argument) => !argument.startsWith('-'));
	if (path === undefined) throw new Error('No folder or workspace to open was named');
	return path;
}
