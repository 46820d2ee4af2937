import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { isNotebookPath } from '../../server/src/notebook/notebook.ts';
import type { Files } from './check-files.ts';
import { pythonOf } from './notebooks.ts';

/** All Python files of a project before and after one fix; `fixed_files.py` judges them. */
export interface FixedProject {
	readonly name: string;
	readonly files: readonly { readonly path: string; readonly isNotebook: boolean; readonly before: string; readonly after: string }[];
}

export function fixedProject(name: string, before: Files, after: Files): FixedProject {
	const paths = [...after.keys()].filter((path) => /\.(?:pyi?|ipynb)$/.test(path));
	const textIn = (files: Files, path: string) => pythonOf(path, files.get(path) ?? '');
	return { name, files: paths.map((path) => ({ path, isNotebook: isNotebookPath(path), before: textIn(before, path), after: textIn(after, path) })) };
}

/** What CPython finds broken by the fixes: the project's name and what it is. Undefined where there is no CPython. */
export function brokenForPython(projects: readonly FixedProject[]): unknown {
	const script = join(import.meta.dirname, 'fixed_files.py');
	const python = spawnSync('python3', ['-I', script], { input: JSON.stringify(projects), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
	if (python.error) return undefined;
	if (python.status !== 0) throw new Error(python.stderr);
	return JSON.parse(python.stdout);
}
