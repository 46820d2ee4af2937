import { expect, test } from 'vitest';
import { Platforms } from '../../server/src/project/platforms.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';

test.each<[string, Record<string, string>, string]>([
	['nothing', {}, 'undeclared'],
	[
		'a Windows classifier',
		{ '/p/setup.cfg': '[metadata]\nclassifiers =\n    Operating System :: Microsoft :: Windows\n    Operating System :: POSIX\n' },
		'windows-too',
	],
	['OS Independent', { '/p/pyproject.toml': '[project]\nclassifiers = ["Operating System :: OS Independent"]\n' }, 'windows-too'],
	['a POSIX classifier', { '/p/setup.py': 'setup(classifiers=["Operating System :: POSIX :: Linux"])\n' }, 'posix-only'],
	['a condition of a dependency', { '/p/pyproject.toml': '[project]\ndependencies = ["uvloop; sys_platform != \'win32\'"]\n' }, 'windows-too'],
	['a machine of the continuous integration', { '/p/.github/workflows/ci.yml': 'os: [ubuntu-latest, windows-latest]\n' }, 'windows-too'],
	['a Dockerfile', { '/p/Dockerfile': 'FROM python:3.12\n' }, 'posix-only'],
	['the folder above', { '/p/app/setup.cfg': '[metadata]\nname = app\n', '/p/Dockerfile': '' }, 'posix-only'],
	['nothing above the root', { '/Dockerfile': '' }, 'undeclared'],
])('%s', (_name, files, expected) => {
	const all = new Map([...Object.entries(files), ['/p/app/main.py', '']]);
	expect(new Platforms(memoryWorkspace(all, ['/p'])).of('/p/app/main.py')).toBe(expected);
});
