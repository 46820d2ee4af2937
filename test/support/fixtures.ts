import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PartialSettings } from '../../server/src/analysis/settings.ts';
import { cellPath } from '../../server/src/notebook/notebook.ts';
import type { PythonRange } from '../../server/src/project/python-version.ts';
import type { Rule } from '../../server/src/rule-kit/rule.ts';
import type { Directives, Files } from './check-files.ts';
import { type Mark, readMarks } from './marks.ts';
import { notebookJson, writtenCells } from './notebooks.ts';

const folder = join(import.meta.dirname, '../fixtures');

/** A file, or a folder of files that belong together, with what it expects. */
export interface Fixture {
	readonly rule: string;
	/** From the fixtures' folder: `blocking-sleep/bad.py`. */
	readonly name: string;
	/** What is analysed, marks taken out, line ends LF. */
	readonly files: Files;
	readonly marks: readonly Mark[];
	/** The texts after all preferred fixes, from the `.fixed.py` and `.fixed.ipynb.txt` files. */
	readonly fixed: Files;
	/** Per file: 1-based lines on disk of the lines of its text. */
	readonly linesOnDisk: ReadonlyMap<string, readonly number[]>;
}

/** Names of the folders in test/fixtures; each is a rule's. */
export function fixtureFolders(): readonly string[] {
	return existsSync(folder) ? readdirSync(folder).filter((name) => statSync(join(folder, name)).isDirectory()) : [];
}

/** The fixtures of one rule; none where it has no folder. */
export function fixturesOf(rule: string): readonly Fixture[] {
	const home = join(folder, rule);
	if (!existsSync(home)) return [];
	const names = readdirSync(home)
		.filter((name) => !isFixed(name))
		.sort();
	return names.map((name) => {
		const isProject = statSync(join(home, name)).isDirectory();
		const found = isProject
			? filesBelow(join(home, name))
			: [name, name.replace(/\.(py|ipynb\.txt)$/, '.fixed.$1')].filter((file) => existsSync(join(home, file)));
		return fixtureFrom(rule, `${rule}/${name}`, isProject ? join(home, name) : home, found);
	});
}

function fixtureFrom(rule: string, name: string, home: string, names: readonly string[]): Fixture {
	const files = new Map<string, string>();
	const fixed = new Map<string, string>();
	const linesOnDisk = new Map<string, readonly number[]>();
	const marks: Mark[] = [];
	for (const file of names) {
		const text = readFileSync(join(home, file), 'utf8').replaceAll('\r\n', '\n');
		const path = `/fixture/${file}`;
		if (isFixed(file)) {
			const original = path.replace('.fixed.', '.');
			if (isNotebook(path)) fixed.set(notebookPath(original), notebookJson(writtenCells(text)));
			else fixed.set(original, text);
			continue;
		}
		if (isNotebook(path)) {
			const cells = writtenCells(text).map((cell, i) => {
				const marked = readMarks(cellPath(notebookPath(path), i + 1), cell.text);
				linesOnDisk.set(
					cellPath(notebookPath(path), i + 1),
					marked.linesOnDisk.map((line) => line + cell.firstLine),
				);
				marks.push(...marked.marks);
				return { ...cell, text: marked.text };
			});
			files.set(notebookPath(path), notebookJson(cells));
			continue;
		}
		const marked = readMarks(path, text);
		files.set(path, marked.text);
		linesOnDisk.set(path, marked.linesOnDisk);
		marks.push(...marked.marks);
	}
	return { rule, name, files, marks, fixed, linesOnDisk };
}

/** A notebook is kept as text: what `# %%` separates are its cells. */
function isNotebook(name: string): boolean {
	return name.endsWith('.ipynb.txt');
}

function notebookPath(path: string): string {
	return path.replace(/\.txt$/, '');
}

function isFixed(name: string): boolean {
	return /\.fixed\.(?:py|ipynb\.txt)$/.test(name);
}

function filesBelow(home: string): readonly string[] {
	const names = readdirSync(home, { recursive: true, encoding: 'utf8' });
	return names.filter((name) => statSync(join(home, name)).isFile()).map((name) => name.replaceAll('\\', '/'));
}

/**
 * What the comments at a file's beginning say: `# python: 3.9-3.13`, `# settings: {json}`, `# select: rule, rule`.
 * A rule that is off by default is on in its own fixtures.
 */
export function directivesIn(text: string, rule: Rule): Directives {
	const said = (name: string) =>
		leadingComments(text)
			.map((line) => new RegExp(`^#\\s*${name}:\\s*(.+)$`).exec(line)?.[1]?.trim())
			.find((value) => value !== undefined);
	const select = said('select')?.split(/\s*,\s*/);
	const written = JSON.parse(said('settings') ?? '{}') as PartialSettings;
	return {
		settings: [select ? { select } : {}, written, rule.severity === 'off' ? { severity: { [rule.name]: 'warning' } } : {}],
		python: pythonRange(said('python')),
	};
}

function leadingComments(text: string): readonly string[] {
	const lines = text.split(/\r?\n/);
	const end = lines.findIndex((line) => !line.startsWith('#'));
	return end < 0 ? lines : lines.slice(0, end);
}

function pythonRange(said: string | undefined): PythonRange | undefined {
	if (said === undefined) return undefined;
	const [floor, ceiling = floor] = said.split('-').map((version) => Number(/^3\.(\d+)$/.exec(version.trim())?.[1]));
	if (!floor || !ceiling) throw new Error(`not a Python version or range: ${said}`);
	return { floor, ceiling, source: 'the fixture', isAssumed: false };
}
