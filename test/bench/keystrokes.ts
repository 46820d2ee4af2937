import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import type { Workspace } from '../../server/src/project/workspace.ts';
import type { Parser } from '../../server/src/syntax/parser.ts';
import { applyEdits, type TextEdit } from '../../server/src/util/text.ts';
import { milliseconds, ratio, Times } from './figures.ts';
import type { loadRuff } from './tools.ts';

/** What is typed and where: keys one after another, then all is taken out again. */
interface Typing {
	readonly name: string;
	readonly offset: number;
	readonly keys: readonly string[];
}

const path = '/bench/module.py';
const nothing: Workspace = { roots: ['/bench'], readText: () => undefined, listFolder: () => undefined, hasFile: () => false };
const settings = { settings: defaultSettings, problems: [], python: { floor: 10, ceiling: 14, isAssumed: true, source: 'the benchmark' } };

export interface Tools {
	readonly parser: Parser;
	readonly ruff: ReturnType<typeof loadRuff>;
	/** Times that each text is typed. */
	readonly rounds: number;
}

/** Rows of the table for one text. All three do the same work in turn, key by key. */
export function keystrokeRows(text: string, tools: Tools): string[][] {
	return typings(text).map((typing) => {
		const times = type(text, typing, tools);
		const { ours, floor, ruff } = times;
		const lines = text.split('\n').length.toLocaleString('en');
		return [
			`${lines} lines, ${typing.name}`,
			milliseconds(ours.median),
			milliseconds(ours.p95),
			milliseconds(floor.median),
			milliseconds(ruff.median),
			milliseconds(ruff.p95),
			ratio(ours.median, floor.median),
			ratio(ours.median, ruff.median),
		];
	});
}

export const keystrokeHeader = ['keystroke (ms)', 'ours', 'p95', 'floor', 'Ruff', 'p95', 'ours/floor', 'ours/Ruff'];

function typings(text: string): Typing[] {
	const body = placeInBody(text);
	const firstImport = /^(?:import|from) (?!__future__)/m.exec(text)?.index ?? 0;
	return [
		{ name: 'a word in a function', offset: body, keys: [...'remaining = limit + 1'] },
		{ name: 'an import at the top', offset: firstImport, keys: [...'import collections\n'] },
		{ name: 'an opening quote', offset: body, keys: ['"'] },
	];
}

/** The beginning of an empty place in the body of a function near the middle: behind the indentation of a statement. */
function placeInBody(text: string): number {
	const middle = Math.floor(text.length / 2);
	const definition = text.indexOf('def ', middle);
	const statement = /\n( +)return /.exec(text.slice(definition));
	return statement ? definition + statement.index + 1 + (statement[1]?.length ?? 0) : middle;
}

function type(text: string, { offset, keys }: Typing, { parser, ruff, rounds }: Tools): { ours: Times; floor: Times; ruff: Times } {
	const analyser = createAnalyser({ workspace: nothing, parser, logger: console, settingsFor: () => settings });
	const document = parser.open(path);
	const warmUp = { ours: new Times(), floor: new Times(), ruff: new Times() };
	const measured = { ours: new Times(), floor: new Times(), ruff: new Times() };
	let current = text;
	analyser.change(path, current);
	analyser.check(path);
	document.update(current);
	const apply = (edit: TextEdit, times: typeof measured) => {
		current = flat(applyEdits(current, [edit]));
		times.floor.measure(() => document.update(current, [edit]));
		times.ours.measure(() => {
			analyser.change(path, current, [edit]);
			return analyser.check(path);
		});
		times.ruff.measure(() => ruff.check(current));
	};
	const perRound = Math.max(1, Math.ceil(20 / keys.length));
	for (let round = 0; round < rounds * perRound; round++) {
		const times = round < Math.floor((rounds * perRound) / 4) ? warmUp : measured;
		for (const [i, key] of keys.entries()) apply({ range: { start: offset + i, end: offset + i }, newText: key }, times);
		apply({ range: { start: offset, end: offset + keys.length }, newText: '' }, warmUp);
	}
	document.close();
	analyser.close(path);
	return measured;
}

/** The text as one piece of memory: what V8 puts off when it joins strings must not be counted for whoever comes first. */
function flat(text: string): string {
	text.charCodeAt(text.length >> 1);
	return text;
}
