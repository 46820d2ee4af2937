import { expect, test } from 'vitest';
import { platformAt, pythonAt } from '../../server/src/project/guards.ts';
import { Project } from '../../server/src/project/project.ts';
import type { PythonRange } from '../../server/src/project/python-version.ts';
import type { FileModel } from '../../server/src/semantics/file-model.ts';
import type { SyntaxNode } from '../../server/src/syntax/source-file.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();
const python: PythonRange = { floor: 8, ceiling: 14, source: 'the test', isAssumed: false };
const imports = 'import asyncio, os, platform, signal, sys, unittest\nimport pytest\n';

/** The node that `HERE` names in a file that begins with the usual imports. */
function here(code: string, others: Record<string, string> = {}): [SyntaxNode, FileModel] {
	const files = new Map([...Object.entries(others), ['/p/main.py', imports + code]]);
	const file = new Project(memoryWorkspace(files, ['/p']), parser, new Set()).file('/p/main.py');
	const [node] = file?.mentions('HERE') ?? [];
	if (!file || !node) throw new Error('no HERE');
	return [node, file];
}

function versionsOf(code: string, others?: Record<string, string>): string {
	const [node, file] = here(code, others);
	const range = pythonAt(node, file, python);
	return range ? `${range.floor}-${range.ceiling}` : 'never';
}

test.each([
	['HERE', '8-14'],
	['if sys.version_info >= (3, 11):\n    HERE', '11-14'],
	['if sys.version_info < (3, 11):\n    HERE', '8-10'],
	['if sys.version_info < (3, 11):\n    pass\nelse:\n    HERE', '11-14'],
	['if sys.version_info > (3, 10):\n    HERE', '10-14'],
	['if sys.version_info[:2] > (3, 10):\n    HERE', '11-14'],
	['if sys.version_info[:2] == (3, 9):\n    HERE', '9-9'],
	['if sys.version_info.minor < 12:\n    HERE', '8-11'],
	['if sys.version_info[0] == 3 and sys.version_info[1] >= 9:\n    HERE', '9-14'],
	['if (3, 9) <= sys.version_info < (3, 12):\n    HERE', '9-11'],
	['if (3, 12) > sys.version_info:\n    HERE', '8-11'],
	['if sys.hexversion >= 0x030C0000:\n    HERE', '12-14'],
	['if sys.version_info >= (4,):\n    HERE', '8-14'],
	['if sys.version_info < (3,):\n    HERE', 'never'],
	['if not (sys.version_info >= (3, 11)):\n    HERE', '8-10'],
	['if sys.version_info >= (3, 11) and x:\n    HERE', '11-14'],
	['if sys.version_info >= (3, 11) or x:\n    HERE', '8-14'],
	['if sys.version_info >= (3, 11) or x:\n    pass\nelse:\n    HERE', '8-10'],
	['if sys.version_info >= (3, 12):\n    pass\nelif sys.version_info >= (3, 10):\n    HERE', '10-11'],
	['x = HERE if sys.version_info >= (3, 10) else None', '10-14'],
	['x = sys.version_info >= (3, 10) and HERE', '10-14'],
	['def f():\n    if sys.version_info < (3, 10):\n        return\n    HERE', '10-14'],
	['if sys.version_info < (3, 10):\n    sys.exit("too old")\nHERE', '10-14'],
	['assert sys.version_info >= (3, 10)\nHERE', '10-14'],
	['PY310 = sys.version_info >= (3, 10)\nif PY310:\n    HERE', '10-14'],
	['NEW = sys.version_info >= (3, 10)\nNEW = True\nif NEW:\n    HERE', '8-14'],
	['if hasattr(asyncio, "TaskGroup"):\n    HERE', '11-14'],
	['if not hasattr(asyncio, "TaskGroup"):\n    HERE', '8-10'],
	['if hasattr(asyncio, "get_child_watcher") and sys.platform == "linux":\n    HERE', '8-13'],
	['if hasattr(asyncio.Queue, "shutdown"):\n    HERE', '13-14'],
	['q = asyncio.Queue()\nif hasattr(q, "shutdown"):\n    HERE', '13-14'],
	['if hasattr(thing, "TaskGroup"):\n    HERE', '8-14'],
	['@pytest.mark.skipif(sys.version_info < (3, 11), reason="new")\ndef test_it():\n    HERE', '11-14'],
	['@unittest.skipUnless(sys.version_info >= (3, 11), "new")\nclass Tests:\n    def test_it(self):\n        HERE', '11-14'],
	['new = pytest.mark.skipif(sys.version_info < (3, 11), reason="new")\n@new\ndef test_it():\n    HERE', '11-14'],
	['pytestmark = [pytest.mark.skipif(sys.version_info < (3, 11), reason="new")]\ndef test_it():\n    HERE', '11-14'],
	['def f():\n    HERE\nif sys.version_info >= (3, 11):\n    f()', '11-14'],
	['def f():\n    HERE\nif sys.version_info >= (3, 11):\n    f()\nf()', '8-14'],
	['class A:\n    def f(self):\n        HERE\n    def g(self):\n        if sys.version_info < (3, 12):\n            self.f()', '8-11'],
])('versions: %s', (code, expected) => {
	expect(versionsOf(code)).toBe(expected);
});

test('a constant of another module of the project guards', () => {
	const others = { '/p/compat.py': 'import sys\nPY311 = sys.version_info >= (3, 11)\n' };
	expect(versionsOf('from compat import PY311\nif PY311:\n    HERE', others)).toBe('11-14');
});

test.each([
	['HERE', undefined],
	['if sys.platform == "win32":\n    HERE', 'windows'],
	['if sys.platform != "win32":\n    HERE', 'posix'],
	['if sys.platform == "win32" and sys.version_info >= (3, 8):\n    HERE', 'windows'],
	['if sys.platform.startswith("win"):\n    HERE', 'windows'],
	['if not sys.platform.startswith("win"):\n    HERE', 'posix'],
	['if sys.platform == "linux":\n    HERE', 'posix'],
	['if sys.platform == "linux":\n    pass\nelse:\n    HERE', undefined],
	['if sys.platform in ("win32", "cygwin"):\n    HERE', 'windows'],
	['if sys.platform not in ("win32", "cygwin"):\n    HERE', 'posix'],
	['if os.name == "nt":\n    HERE', 'windows'],
	['if os.name == "posix":\n    pass\nelse:\n    HERE', 'windows'],
	['if platform.system() == "Windows":\n    HERE', 'windows'],
	['if platform.system().lower() == "windows":\n    HERE', 'windows'],
	['WINDOWS = os.name == "nt"\nif WINDOWS:\n    HERE', 'windows'],
	['def f():\n    if sys.platform == "win32":\n        return\n    HERE', 'posix'],
	['if hasattr(asyncio, "WindowsSelectorEventLoopPolicy"):\n    HERE', 'windows'],
	['if hasattr(signal, "SIGHUP"):\n    HERE', 'posix'],
	['@pytest.mark.skipif(sys.platform == "win32", reason="signals")\ndef test_it():\n    HERE', 'posix'],
	['def f():\n    HERE\nif sys.platform == "win32":\n    f()', 'windows'],
	['if sys.platform == "win32" or x:\n    HERE', undefined],
])('platform: %s', (code, expected) => {
	const [node, file] = here(code);
	expect(platformAt(node, file)).toBe(expected);
});
