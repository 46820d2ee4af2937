import { createAnalyser, type SettingsForFile } from '../../server/src/analysis/analyser.ts';
import { knownNames, type PartialSettings } from '../../server/src/analysis/settings.ts';
import { SettingsStore } from '../../server/src/analysis/settings-store.ts';
import type { PythonRange } from '../../server/src/project/python-version.ts';
import type { DocumentEdit, Finding } from '../../server/src/rule-kit/finding.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { applyEdits } from '../../server/src/util/text.ts';
import { memoryWorkspace } from './memory-workspace.ts';
import { documentText, notebookJson, withDocument, writtenCells } from './notebooks.ts';
import { testParser } from './parser.ts';

/** Absolute paths to texts. */
export type Files = ReadonlyMap<string, string>;

/** What a test says of a file, beside what its project's own files say. */
export interface Directives {
	/** The strongest first. */
	readonly settings: readonly PartialSettings[];
	/** In place of what the project declares. */
	readonly python?: PythonRange | undefined;
}

const parser = await testParser();

/** Findings of every Python file and notebook, file after file. A rule that throws fails the test, and so does a fix. */
export function checkFiles(files: Files, directives: (path: string) => Directives = () => ({ settings: [] })): readonly Finding[] {
	const errors: string[] = [];
	const logger = { error: (message: string) => errors.push(message), warn() {}, debug() {} };
	const workspace = memoryWorkspace(files);
	const analyser = createAnalyser({ workspace, logger, settingsFor: settingsIn(files, directives), parser });
	const paths = [...files.keys()].filter((path) => /\.(?:py|ipynb)$/.test(path)).sort();
	analyser.setProjectFiles(paths);
	const findings = paths.flatMap((path) => analyser.check(path)?.findings ?? []);
	// Fixes are computed when asked for; asking here lets one that throws fail too.
	for (const finding of findings) finding.fixes();
	if (errors.length > 0) throw new Error(errors.join('\n'));
	return findings;
}

/** Findings of one text. */
export function checkText(text: string, directives: Directives = { settings: [] }): readonly Finding[] {
	return checkFiles(new Map([['/fixture/example.py', text]]), () => directives);
}

/** Findings of a notebook whose cells `# %%` separates. */
export function checkNotebook(text: string, directives: Directives = { settings: [] }): readonly Finding[] {
	return checkFiles(new Map([['/fixture/example.ipynb', notebookJson(writtenCells(text))]]), () => directives);
}

function settingsIn(files: Files, directives: (path: string) => Directives): (path: string) => SettingsForFile {
	const outside = (path: string) => ({ layers: directives(path).settings.map((settings) => ({ settings, folder: '/fixture', versionSource: 'the test' })) });
	const store = new SettingsStore({ workspace: memoryWorkspace(files), known: knownNames(rules), outside });
	return (path) => {
		const found = store.settingsFor(path);
		if (found.problems.length > 0) throw new Error(found.problems.map((problem) => problem.message).join('\n'));
		return { ...found, python: directives(path).python ?? found.python };
	};
}

/** The files after edits. Throws a RangeError when edits overlap or lie outside their text, an Error when one names an unknown file. */
export function withEdits(files: Files, edits: readonly DocumentEdit[]): Files {
	let result = files;
	for (const path of new Set(edits.map((edit) => edit.path))) {
		const text = documentText(files, path);
		if (text === undefined) throw new Error(`an edit names ${path}, which is not there`);
		const own = edits.filter((edit) => edit.path === path);
		result = withDocument(result, path, applyEdits(text, own));
	}
	return result;
}
