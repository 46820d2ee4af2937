// Installs the packaged extension in a real VS Code and uses it as a person does, by mouse and keyboard, taking pictures.
// The pictures land in .vscode-test/screenshots; with --update those of the README are written to docs/images, too.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { type RunningBrowser, startBrowser } from './harness/browser.ts';
import { cacheFolder, root, screenshotFolder } from './harness/folders.ts';
import { type InstalledVsCode, installVsCode } from './harness/install.ts';
import { runToEnd, within } from './harness/processes.ts';
import { type RunningServer, startServer } from './harness/server.ts';
import { quietSettings } from './harness/settings.ts';
import { newest } from './harness/versions.ts';

const largestPackage = 3_000_000;
const milliseconds = 120_000;
/** Of the window, in CSS pixels: the whole sample is seen without scrolling. */
const [width, height] = [1000, 620];
const readmePictures = process.argv.includes('--update') ? ['squiggle-and-hover', 'quick-fix-menu', 'fixed', 'explanation'] : [];
const readmeFolder = join(root, 'docs/images');
const settings = {
	...quietSettings,
	'breadcrumbs.enabled': false,
	'editor.fontSize': 14,
	'editor.hover.above': false,
	'editor.hover.delay': 100,
	'editor.minimap.enabled': false,
	'editor.occurrencesHighlight': 'off',
	'editor.scrollBeyondLastLine': false,
	'editor.selectionHighlight': false,
	'window.commandCenter': false,
	'window.menuBarVisibility': 'hidden',
	'terminal.integrated.gpuAcceleration': 'off',
	'terminal.integrated.fontSize': 12,
	'workbench.activityBar.location': 'hidden',
	'workbench.editor.empty.hint': 'hidden',
	'workbench.layoutControl.enabled': false,
};

if (process.platform !== 'linux') {
	console.error('The interface test drives a browser that exists for Linux only.');
	process.exit(1);
}
let server: RunningServer | undefined;
let browser: RunningBrowser | undefined;
let failed = false;
const work = mkdtempSync(join(tmpdir(), 'vscode-interface-'));
process.once('exit', () => rmSync(work, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
mkdirSync(screenshotFolder, { recursive: true });
mkdirSync(readmeFolder, { recursive: true });
try {
	await within(milliseconds, 'The interface test', everything());
	console.log('Interface test: passed');
} catch (error) {
	failed = true;
	console.error('Interface test: FAILED\n', error);
	const picture = join(screenshotFolder, 'interface-failed.png');
	const saved = await browser?.page.screenshot({ path: picture, timeout: 5000 }).catch(() => undefined);
	if (saved !== undefined) console.error(`Screenshot: ${picture}`);
}
await Promise.race([browser?.close(), new Promise((resolve) => setTimeout(resolve, 3000))]);
server?.stop();
process.exit(failed ? 1 : 0);

async function everything(): Promise<void> {
	const vscode = await installVsCode(newest);
	const extensionsFolder = join(work, 'extensions');
	await installExtension(vscode, await packageExtension(), extensionsFolder);
	const project = join(work, 'prices');
	cpSync(join(root, 'test/vscode/interface'), project, { recursive: true });
	server = await startServer(vscode, { extensionsFolder, settings });
	browser = await startBrowser({ width, height, scale: 2 });
	const { page } = browser;
	await page.goto(
		server.pageFor(project, [
			['skipWelcome', 'true'],
			['openFile', server.remoteUri(join(project, 'prices.py'))],
		]),
	);
	await page.locator('.monaco-editor .view-lines').waitFor({ timeout: 40_000 });
	await page.keyboard.press('Control+B');
	await page.mouse.move(500, 500);
	await seeSquiggles(page);
	await seeHover(page);
	await seeProblems(page);
	await seeLanguageStatus(page);
	await mendWithTheLightbulb(page);
	await explainFromTheTerminal(page);
	await mendANotebook(page);
}

/** Answers the path of the .vsix. */
async function packageExtension(): Promise<string> {
	const vsix = join(cacheFolder, 'asyncio-doctor.vsix');
	await runToEnd('npm', ['run', 'package', '--', '--out', vsix], { cwd: root });
	const { size } = statSync(vsix);
	assert.ok(size < largestPackage, `the .vsix has ${size} bytes, more than ${largestPackage}`);
	console.log(`Packaged: ${(size / 1e6).toFixed(2)} MB`);
	return vsix;
}

async function installExtension(vscode: InstalledVsCode, vsix: string, extensionsFolder: string): Promise<void> {
	const folders = ['--extensions-dir', extensionsFolder, '--server-data-dir', join(work, 'server')];
	const output = await runToEnd(vscode.node, [vscode.serverMain, '--install-extension', vsix, '--accept-server-license-terms', ...folders]);
	assert.match(output, /successfully installed/);
}

async function seeSquiggles(page: Page): Promise<void> {
	await page.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
	assert.equal(await page.locator('.squiggly-error').count(), 1, 'the nested loop');
	assert.equal(await page.locator('.squiggly-warning').count(), 2, 'the blocking calls');
	await picture(page, 'squiggles');
}

async function seeHover(page: Page): Promise<void> {
	// With room below, the hover does not cover the code that it is about.
	await page.setViewportSize({ width, height: height + 80 });
	await moveTo(page, page.locator('.squiggly-error').first());
	const hover = page.locator('.monaco-hover:visible').first();
	await hover.getByText('nested-event-loop').first().waitFor({ timeout: 15_000 });
	assert.match(await textOf(hover), /running event loop/);
	await picture(page, 'squiggle-and-hover');
	await page.keyboard.press('Escape');
	await page.setViewportSize({ width, height });
}

async function seeProblems(page: Page): Promise<void> {
	await page.keyboard.press('Control+Shift+M');
	const panel = page.locator('.markers-panel');
	const problem = panel.locator('.monaco-list-row', { hasText: 'nested-event-loop' }).first();
	await problem.click();
	await page.keyboard.press('ArrowRight');
	// The chain: where the helper starts the second loop.
	await panel
		.locator('.monaco-list-row', { hasText: /prices\.py\(Ln 13|\[Ln 13/ })
		.first()
		.waitFor({ timeout: 10_000 });
	await picture(page, 'problems');
	await page.keyboard.press('Control+J');
}

async function seeLanguageStatus(page: Page): Promise<void> {
	await page.locator('[id="status.languageStatus"]').hover();
	const status = page.locator('.monaco-hover:visible .hover-language-status').filter({ hasText: 'Asyncio Doctor' });
	await status.first().waitFor({ timeout: 10_000 });
	assert.match(await textOf(status), /Python 3/);
	await picture(page, 'language-status');
	await page.keyboard.press('Escape');
	await page.locator('.monaco-editor .view-lines').first().click();
}

async function mendWithTheLightbulb(page: Page): Promise<void> {
	await putCursorOn(page, 'time.sleep', 'sleep');
	await page.keyboard.press('Control+.');
	const menu = page.locator('.action-widget').first();
	await menu.getByText('Show documentation').waitFor({ timeout: 15_000 });
	const entries = await textOf(menu);
	for (const entry of [/asyncio\.sleep/, /Ignore 'blocking-sleep' on this line/, /Disable 'blocking-sleep' in settings/]) assert.match(entries, entry);
	await picture(page, 'quick-fix-menu');
	await page.keyboard.press('Enter');
	await menu.waitFor({ state: 'hidden' });
	await page.locator('.view-line', { hasText: /await.asyncio\.sleep\(0\.1\)/ }).waitFor({ timeout: 10_000 });
	await page.locator('.squiggly-warning').nth(1).waitFor({ state: 'detached', timeout: 10_000 });
	assert.doesNotMatch(await textOf(page.locator('.monaco-editor .view-lines').first()), /import time/);
	await picture(page, 'fixed');
}

/** Runs the program, follows the link on the last line of its traceback, lands where the second loop is started, and opens the fixes from the page. */
async function explainFromTheTerminal(page: Page): Promise<void> {
	// The program imports requests, which need not be installed: it fails before that is used.
	mkdirSync(join(work, 'libraries'));
	writeFileSync(join(work, 'libraries/requests.py'), '');
	await page.setViewportSize({ width, height: height + 130 });
	await page.keyboard.press('Control+S');
	await page.keyboard.press('Control+Backquote');
	const rows = page.locator('.terminal.xterm .xterm-rows > div');
	await rows.filter({ hasText: /[$#]/ }).first().waitFor({ timeout: 20_000 });
	await page.locator('.terminal.xterm textarea').focus();
	await page.keyboard.type(`clear; PYTHONPATH=${join(work, 'libraries')} python3 prices.py\n`);
	const message = rows.filter({ hasText: 'RuntimeError: asyncio.run()' }).last().locator('span', { hasText: 'RuntimeError' }).first();
	await message.waitFor({ timeout: 20_000 });
	const explanation = page.frameLocator('iframe.webview').frameLocator('#active-frame');
	await followTerminalLink(page, message, explanation.getByText('An event loop is started where one already runs'));
	await page.getByText('Ln 12, Col 5').waitFor({ timeout: 10_000 });
	await picture(page, 'terminal-link');
	// Without the terminal, all of the explanation is seen.
	await page.keyboard.press('Control+J');
	await page.mouse.move(width / 4, height);
	await picture(page, 'explanation');
	await explanation.locator('.fix a').first().click();
	await page.getByText('Ln 17, Col').waitFor({ timeout: 10_000 });
	await page.locator('.action-widget').getByText("Ignore 'nested-event-loop' on this line").waitFor({ timeout: 15_000 });
	await page.keyboard.press('Escape');
}

/** The link is there only once the server has been asked about the line under the pointer. */
async function followTerminalLink(page: Page, link: Locator, target: Locator): Promise<void> {
	await page.keyboard.down('Control');
	for (let attempt = 0; attempt < 10 && !(await target.isVisible()); attempt++) {
		await moveTo(page, link);
		await page.waitForTimeout(500);
		await page.mouse.down();
		await page.mouse.up();
		await page.waitForTimeout(1000);
	}
	await page.keyboard.up('Control');
	await target.waitFor({ timeout: 10_000 });
}

async function mendANotebook(page: Page): Promise<void> {
	await page.keyboard.press('Control+P');
	await page.keyboard.type('prices.ipynb');
	await page.locator('.quick-input-list .monaco-list-row', { hasText: 'prices.ipynb' }).first().waitFor({ timeout: 15_000 });
	await page.keyboard.press('Enter');
	const cell = page.locator('.notebookOverlay .code-cell-row', { hasText: 'matplotlib' });
	await cell.locator('.squiggly-error').first().waitFor({ timeout: 30_000 });
	await picture(page, 'notebook');
	await cell.locator('.view-line', { hasText: 'asyncio' }).locator('span span', { hasText: 'run' }).last().click();
	await page.keyboard.press('Control+.');
	const menu = page.locator('.action-widget').first();
	await menu.getByText('Show documentation').waitFor({ timeout: 15_000 });
	assert.match(await textOf(menu), /Await it instead/);
	await picture(page, 'notebook-menu');
	await page.keyboard.press('Enter');
	await cell.locator('.view-line', { hasText: /total.=.await.price/ }).waitFor({ timeout: 10_000 });
	await cell.locator('.squiggly-error').waitFor({ state: 'detached', timeout: 10_000 });
	await picture(page, 'notebook-fixed');
}

/** What a person reads there; the editor writes spaces as no-break spaces. */
async function textOf(place: Locator): Promise<string> {
	return (await place.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
}

async function moveTo(page: Page, target: Locator): Promise<void> {
	// A terminal draws its rows anew as it likes: for a moment none may be there.
	let box = await target.boundingBox();
	for (let attempt = 0; !box && attempt < 20; attempt++) {
		await page.waitForTimeout(100);
		box = await target.boundingBox();
	}
	assert.ok(box);
	await page.mouse.move(box.x + 2, box.y + box.height / 2);
	await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 5 });
}

/** Clicks the last of a line's words. */
async function putCursorOn(page: Page, line: string, word: string): Promise<void> {
	const words = page.locator('.view-line', { hasText: line }).locator('span span', { hasText: word });
	await words.last().click();
}

async function picture(page: Page, name: string): Promise<void> {
	assert.deepEqual(await page.locator('.notification-toast').allInnerTexts(), [], 'no notification is in the way');
	// Hovers and menus fade in.
	await page.waitForTimeout(400);
	const path = join(screenshotFolder, `${name}.png`);
	await page.screenshot({ path });
	if (readmePictures.includes(name)) cpSync(path, join(readmeFolder, `${name}.png`));
}
