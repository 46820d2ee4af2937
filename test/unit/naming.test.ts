import { expect, test } from 'vitest';
import { ModuleFinder } from '../../server/src/project/modules.ts';
import { NamingIndex } from '../../server/src/project/naming.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

/** The files that may name `fetch` of /p/one/net/util.py, in a project with these files beside it. */
function naming(others: Readonly<Record<string, string>>): readonly string[] {
	return indexOf(others).naming.lookup('/p/one/net/util.py', '.fetch');
}

function indexOf(others: Readonly<Record<string, string>>) {
	const files = new Map(Object.entries({ '/p/one/net/__init__.py': '', '/p/one/net/util.py': 'def fetch(): ...\n', ...others }));
	const workspace = memoryWorkspace(files, ['/p']);
	const modules = new ModuleFinder(workspace);
	const index = new NamingIndex({ ...workspace, partsOf: () => undefined }, (module, from) => modules.find(module, from));
	index.setFiles(files.keys());
	return { files, modules, naming: index };
}

test.each([
	['its module', 'from net.util import fetch\n\nfetch()\n'],
	['its module, among other names', 'from net.util import (  # of the network\n    close,\n    fetch as get,\n)\nget()\n'],
	['its module, under another name', 'import net.util as util\nutil.fetch()\n'],
	['its module, on a broken line', 'from net.util import \\\n    fetch\nfetch()\n'],
	['its package', 'from net import util\nutil.fetch()\n'],
	['a package that hands it on', 'from net import fetch\nfetch()\n'],
])('a file that imports %s may name a function', (_, text) => {
	expect(naming({ '/p/one/app.py': text })).toEqual(['/p/one/app.py']);
});

test('so may one that gets the name from a file that hands it on, by name or with all others', () => {
	const files = {
		'/p/one/names.py': 'from net.util import fetch\n',
		'/p/one/all.py': 'from names import *\n',
		'/p/one/app.py': 'from names import fetch\nfetch()\n',
		'/p/one/other.py': 'from all import fetch\nfetch()\n',
	};
	expect(naming(files)).toEqual(['/p/one/app.py', '/p/one/names.py', '/p/one/other.py']);
});

test('a file that imports another module of that name does not, nor one that never mentions it', () => {
	const files = {
		'/p/two/net/__init__.py': '',
		'/p/two/net/util.py': 'def fetch(): ...\n',
		'/p/two/app.py': 'from net.util import fetch\nfetch()\n',
		'/p/one/app.py': 'from net.util import close\nclose()\n',
		'/p/one/circle.py': 'from elsewhere import fetch\nfrom circle import util\nfetch()\n',
	};
	expect(naming(files)).toEqual([]);
});

test('so may every file of a circle of imports from which one way leads there', () => {
	const files = {
		'/p/one/app.py': 'from other import fetch\nfrom net.util import fetch as get\n',
		'/p/one/other.py': 'from app import fetch\n',
		'/p/one/user.py': 'from other import fetch\nfetch()\n',
	};
	expect(naming(files)).toEqual(['/p/one/app.py', '/p/one/other.py', '/p/one/user.py']);
});

test('imports are followed anew when files come and go', () => {
	const { files, modules, naming: index } = indexOf({ '/p/one/app.py': 'from web.names import fetch\nfetch()\n' });
	expect(index.lookup('/p/one/net/util.py', '.fetch')).toEqual([]);
	files.set('/p/one/web/names.py', 'from net.util import fetch\n');
	index.setFiles(files.keys());
	modules.forget();
	index.forgetModules();
	expect(index.lookup('/p/one/net/util.py', '.fetch')).toEqual(['/p/one/app.py', '/p/one/web/names.py']);
});
