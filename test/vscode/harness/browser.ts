import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { type InstalledChromium, installChromium } from './install.ts';

export interface RunningBrowser {
	readonly page: Page;
	close(): Promise<void>;
}

export interface BrowserOptions {
	readonly width: number;
	readonly height: number;
	/** Pixels of a screenshot per CSS pixel. */
	readonly scale: number;
}

/** Starts a headless Chromium with a profile of its own; it reaches this machine and nothing else. */
export async function startBrowser(options: BrowserOptions = { width: 1280, height: 800, scale: 1 }): Promise<RunningBrowser> {
	const installed = await installChromium();
	const folder = mkdtempSync(join(tmpdir(), 'vscode-browser-'));
	const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
	process.once('exit', remove);
	writeFileSync(join(folder, 'fonts.conf'), fontConfiguration(installed));
	const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
		executablePath: installed.executable,
		chromiumSandbox: false,
		viewport: { width: options.width, height: options.height },
		deviceScaleFactor: options.scale,
		args: browserArguments,
		env: environment(installed, folder),
	});
	// As in the desktop editor, extensions may read what was copied.
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	return {
		page: context.pages()[0] ?? (await context.newPage()),
		close: async () => {
			await context.close().catch(() => undefined);
			remove();
		},
	};
}

const browserArguments = [
	...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
	'--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1 , EXCLUDE localhost',
];

function environment(installed: InstalledChromium, folder: string): Record<string, string> {
	const { HOME = folder, PATH = '', TMPDIR = tmpdir() } = process.env;
	return { HOME, PATH, TMPDIR, LD_LIBRARY_PATH: installed.libraries, FONTCONFIG_PATH: folder };
}

/** The machine's own fonts are left out: text must look and measure the same everywhere. */
function fontConfiguration(installed: InstalledChromium): string {
	const alias = (family: string, font: string) => `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
	return [
		'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>',
		...installed.fonts.map((folder) => `<dir>${folder}</dir>`),
		`<cachedir>${installed.fontCache}</cachedir>`,
		alias('monospace', 'DejaVu Sans Mono'),
		alias('sans-serif', 'Open Sans'),
		'</fontconfig>',
	].join('\n');
}
