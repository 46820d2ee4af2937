import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import type { Workspace } from '../../server/src/project/workspace.ts';
import type { Parser } from '../../server/src/syntax/parser.ts';
import { applyEdits } from '../../server/src/util/text.ts';
import { milliseconds, ratio, Times } from './figures.ts';
import { moduleText } from './generated-project.ts';
import { logger } from './tools.ts';

const dependantCount = 200;
/** Each helper is named by so many dependants that all of them are looked into. */
const helperCount = 8;
const folder = '/bench/package';
const settings = { settings: defaultSettings, problems: [], python: { floor: 10, ceiling: 14, isAssumed: true, source: 'the benchmark' } };

export const dependantHeader = ['edit in another file, then the open file (ms)', '200 dependants', 'p95', 'no dependants', 'p95', 'ratio'];

/** From an edit in a module to fresh diagnostics in another file that is open: a module that 200 others import, and the same text imported by none. */
export function dependantRows(parser: Parser, rounds: number): string[][] {
	const edits = [
		{ name: 'a word in a function', before: 'delay = 1', after: 'delay = 12' },
		{ name: 'a function becomes async', before: 'def helper_0(', after: 'async def helper_0(' },
	];
	return edits.map(({ name, before, after }) => {
		const [many, none] = ['base', 'alone'].map((module) => measure(parser, `${folder}/${module}.py`, before, after, rounds)) as [Times, Times];
		return [name, milliseconds(many.median), milliseconds(many.p95), milliseconds(none.median), milliseconds(none.p95), ratio(many.median, none.median)];
	});
}

function measure(parser: Parser, edited: string, before: string, after: string, rounds: number): Times {
	const files = projectFiles();
	const analyser = createAnalyser({ workspace: workspaceOf(files), parser, logger, settingsFor: () => settings });
	const open = `${folder}/user_0.py`;
	analyser.setProjectFiles(files.keys());
	for (const path of [edited, open]) analyser.change(path, files.get(path) ?? '');
	for (const path of files.keys()) analyser.check(path);
	const [warmUp, measured] = [new Times(), new Times()];
	let text = files.get(edited) ?? '';
	for (let round = 0; round < rounds * 6; round++) {
		const [from, to] = round % 2 === 0 ? [before, after] : [after, before];
		const start = text.indexOf(from);
		const edit = { range: { start, end: start + from.length }, newText: to };
		text = applyEdits(text, [edit]);
		(round < rounds ? warmUp : measured).measure(() => {
			analyser.change(edited, text, [edit]);
			return analyser.check(open);
		});
	}
	for (const path of [edited, open]) analyser.close(path);
	return measured;
}

/** Two modules with the same helpers; one is imported by all the others, the open file among them. */
function projectFiles(): ReadonlyMap<string, string> {
	const helpers = Array.from(
		{ length: helperCount },
		(_, i) => `\n\ndef helper_${i}(rows):\n    delay = 1\n    time.sleep(delay)\n    return [row for row in rows if row]\n`,
	);
	const helperModule = `import time\n${helpers.join('')}`;
	const files = new Map([
		[`${folder}/__init__.py`, ''],
		[`${folder}/base.py`, helperModule],
		[`${folder}/alone.py`, helperModule],
	]);
	for (let i = 0; i < dependantCount; i++) {
		const helper = `helper_${i % helperCount}`;
		const users = `\n\nasync def handle_${i}(rows):\n    return base.${helper}(rows)\n\n\ndef collect_${i}(rows):\n    return base.${helper}(rows)\n`;
		files.set(`${folder}/user_${i}.py`, `${moduleText(i, 150).replace('import json\n', 'import json\nfrom . import base\n')}${users}`);
	}
	return files;
}

function workspaceOf(files: ReadonlyMap<string, string>): Workspace {
	const names = [...files.keys()].map((path) => ({ name: path.slice(folder.length + 1), kind: 'file' as const }));
	return {
		roots: ['/bench'],
		readText: (path) => files.get(path),
		hasFile: (path) => files.has(path),
		listFolder: (path) => (path === folder ? names : path === '/bench' ? [{ name: 'package', kind: 'folder' }] : undefined),
	};
}
