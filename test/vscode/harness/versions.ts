import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './folders.ts';

/** A VS Code release and the npm packages that bring it to a Linux machine. */
export interface VsCodeVersion {
	readonly name: 'newest' | 'oldest';
	readonly vscode: string;
	/** Version of the npm package code-server, whose `lib/vscode` is this VS Code's server and workbench. */
	readonly codeServer: string;
	/** Version of the npm package with the Node that this server needs; undefined: the Node that runs the tests will do. */
	readonly node: string | undefined;
}

export const newest: VsCodeVersion = { name: 'newest', vscode: '1.139.1', codeServer: '4.139.1', node: '24.21.0' };

/** The first one that engines.vscode in package.json admits and that code-server packaged. */
export const oldest: VsCodeVersion = { name: 'oldest', vscode: '1.100.3', codeServer: '4.100.3', node: undefined };

/**
 * Throws when package.json admits an older VS Code than the oldest one tested, or no longer the one tested.
 */
export function checkThatOldestIsTheOneAdmitted(): void {
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { engines: { vscode: string } };
	const admitted = /^\^(\d+\.\d+)\./.exec(manifest.engines.vscode)?.[1];
	if (admitted === undefined || !oldest.vscode.startsWith(`${admitted}.`)) {
		throw new Error(`engines.vscode is ${manifest.engines.vscode}, but the oldest VS Code tested is ${oldest.vscode}: change harness/versions.ts`);
	}
}
