import { expect, test } from 'vitest';
import { interpreterOf } from '../../client/src/interpreter-setting.ts';
import manifest from '../../package.json' with { type: 'json' };

const folderVariable = '$' + '{workspaceFolder}';
const none = { user: undefined, workspace: undefined, isTrusted: true, folder: '/work/shop' };

test('the interpreter that settings name', () => {
	expect(interpreterOf(none)).toEqual({});
	expect(interpreterOf({ ...none, user: 'python' })).toEqual({});
	expect(interpreterOf({ ...none, user: '/usr/bin/python3' })).toEqual({ path: '/usr/bin/python3' });
	expect(interpreterOf({ ...none, user: '/usr/bin/python3', workspace: `${folderVariable}/.venv/bin/python` })).toEqual({
		path: '/work/shop/.venv/bin/python',
	});
	expect(interpreterOf({ ...none, user: 7, workspace: ['/x'] })).toEqual({});
});

test('a workspace that is not trusted names none, and a person still does', () => {
	expect(interpreterOf({ ...none, workspace: '/work/shop/evil', isTrusted: false })).toEqual({});
	expect(interpreterOf({ ...none, user: '/usr/bin/python3', workspace: '/work/shop/evil', isTrusted: false })).toEqual({ path: '/usr/bin/python3' });
	// The extension itself goes on working there.
	expect(manifest.capabilities.untrustedWorkspaces.supported).toBe('limited');
});

test.each(['//evil/share/python', '\\\\evil\\share\\python.exe', '\\\\?\\UNC\\evil\\share\\python.exe', '//./pipe/x', '/\\evil/share'])(
	'a workspace does not lead to another computer, trusted or not: %s',
	(path) => {
		expect(interpreterOf({ ...none, user: '/usr/bin/python3', workspace: path })).toEqual({ path: '/usr/bin/python3', refused: path });
		expect(interpreterOf({ ...none, user: '/usr/bin/python3', workspace: path, isTrusted: false })).toEqual({ path: '/usr/bin/python3' });
	},
);

test('a workspace that lies on another computer may lead there', () => {
	const folder = '//server/work/shop';
	expect(interpreterOf({ ...none, folder, workspace: `${folderVariable}/.venv/bin/python` })).toEqual({ path: '//server/work/shop/.venv/bin/python' });
	expect(interpreterOf({ ...none, folder, workspace: '//other/python' })).toEqual({ refused: '//other/python' });
	expect(interpreterOf({ ...none, folder: undefined, workspace: `${folderVariable}//evil/python` })).toEqual({ refused: '//evil/python' });
});

test('a person may have an interpreter on another computer', () => {
	expect(interpreterOf({ ...none, user: '//server/python/bin/python3' })).toEqual({ path: '//server/python/bin/python3' });
});
