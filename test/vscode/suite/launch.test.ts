import * as assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { extension } from './editor.ts';

interface Launch {
	readonly configurations: readonly {
		readonly type: string;
		readonly request: string;
		readonly args?: string[];
		readonly outFiles?: string[];
		readonly preLaunchTask?: string;
	}[];
}

interface Task {
	readonly label?: string;
	readonly type: string;
	readonly script?: string;
	readonly command?: string;
	readonly isBackground?: boolean;
	readonly problemMatcher?: unknown;
}

/** The variable by which launch.json names the repository. */
const here = '$' + '{workspaceFolder}';

/** These stand for what F5 does in a window of one's own: the editor's debugger cannot be started from inside itself. */
describe('F5', () => {
	it('starts an extension host with this repository as its extension', () => {
		const launch = configuration<Launch>('launch.json').configurations[0];
		assert.equal(launch?.type, 'extensionHost');
		assert.equal(launch?.request, 'launch');
		assert.ok(launch?.args?.includes(`--extensionDevelopmentPath=${here}`));
		const paths = [...(launch.args ?? []).filter((argument) => !argument.startsWith('--')), ...(launch.outFiles ?? [])];
		// Of a pattern, the folder in front of it.
		for (const path of paths) assert.ok(existsSync(path.replace(here, extension().extensionPath).replace(/\/[^/]*\*.*$/, '')), path);
	});

	it('builds first, and the build gives what the manifest names', async () => {
		const name = configuration<Launch>('launch.json').configurations[0]?.preLaunchTask;
		const task = configuration<{ tasks: readonly Task[] }>('tasks.json').tasks.find(({ label }) => label === name);
		assert.ok(task, `tasks.json has no task ${name}`);
		const command = task.type === 'npm' ? `npm run ${task.script}` : task.command;
		assert.ok(command);
		assert.equal(await exitCodeOf(command), 0, command);
		assert.ok(existsSync(inRepository(extension().packageJSON.main)));
	});
});

/** A file of .vscode, which may have comment lines. */
function configuration<T>(name: string): T {
	const text = readFileSync(inRepository(join('.vscode', name)), 'utf8');
	return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '')) as T;
}

function inRepository(path: string): string {
	return join(extension().extensionPath, path);
}

function exitCodeOf(command: string): Promise<number | null> {
	const child = spawn(command, { cwd: extension().extensionPath, shell: true, stdio: 'ignore' });
	return new Promise((resolve) => child.on('close', resolve));
}
