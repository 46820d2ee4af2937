import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WorkspaceOnDisk } from '../../server/src/disk/workspace-on-disk.ts';

function folder(): string {
	const path = realpathSync(mkdtempSync(join(tmpdir(), 'asyncio-doctor-')));
	onTestFinished(() => rmSync(path, { recursive: true, force: true }));
	return path;
}

test('lists files and folders, also behind links; what is neither is left out', () => {
	const root = folder();
	mkdirSync(join(root, 'pkg'));
	writeFileSync(join(root, 'a.py'), '');
	symlinkSync('pkg', join(root, 'link'));
	symlinkSync('gone', join(root, 'dangling'));
	const entries = new WorkspaceOnDisk([root]).listFolder(root) ?? [];
	expect([...entries].sort((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
		{ name: 'a.py', kind: 'file' },
		{ name: 'link', kind: 'folder' },
		{ name: 'pkg', kind: 'folder' },
	]);
});

test('never throws: what cannot be read is undefined', () => {
	const root = folder();
	writeFileSync(join(root, 'a.py'), 'x = 1\0');
	symlinkSync('circle', join(root, 'circle'));
	const workspace = new WorkspaceOnDisk([root]);
	for (const path of [
		root,
		`${root}/none.py`,
		`${root}/a.py`,
		`${root}/a.py/b.py`,
		`${root}/circle`,
		`${root}/${'x'.repeat(5000)}`,
		`${root}/\0`,
		'untitled:Untitled-1',
	]) {
		expect(workspace.readText(path), path).toBeUndefined();
		expect(workspace.hasFile(path), path).toBe(path === `${root}/a.py`);
		if (path !== root) expect(workspace.listFolder(path), path).toBeUndefined();
	}
});

test('a text laid over a file counts instead of it, until it is taken away', () => {
	const root = folder();
	writeFileSync(join(root, 'a.py'), 'disk');
	const workspace = new WorkspaceOnDisk([root]);
	workspace.layOver(`${root}/a.py`, '');
	workspace.layOver(`${root}/new.py`, 'new');
	expect([workspace.readText(`${root}/a.py`), workspace.readText(`${root}/new.py`), workspace.hasFile(`${root}/new.py`)]).toEqual(['', 'new', true]);
	workspace.layOver(`${root}/a.py`, undefined);
	expect(workspace.readText(`${root}/a.py`)).toBe('disk');
});
