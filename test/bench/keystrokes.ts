import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import { toCorePath } from '../../server/src/disk/files-on-disk.ts';
import { walk } from '../../server/src/disk/walk.ts';
import { WorkspaceOnDisk } from '../../server/src/disk/workspace-on-disk.ts';
import type { Parser } from '../../server/src/syntax/parser.ts';
import { milliseconds, ratio, Times } from './figures.ts';
import { ServedFile } from './served-file.ts';
import { logger } from './tools.ts';
import { placesToType, typedEdits } from './typed-edits.ts';

/** A Python file and the folder that an editor has open. */
export interface BenchFile {
	readonly name: string;
	readonly path: string;
	readonly folder: string;
	readonly text: string;
}

export interface KeystrokeOptions {
	readonly parser: Parser;
	/** The built command line, and Ruff as a language server: programs of Node. */
	readonly servers: { readonly ours: readonly string[]; readonly ruff: readonly string[] };
	readonly rounds: number;
	/** Of each round. */
	readonly edits: number;
}

/** Idle milliseconds between an answer and the next key: nobody types faster. */
const pause = 3;
const uncounted = 40;

export const pipeHeader = ['key to diagnostics, over the pipe (ms)', 'ours', 'p95', 'Ruff', 'p95', 'ours/Ruff', 'by round', 'p95', 'CPU/key'];

/** From writing an edit to a server's pipe until the diagnostics of the text it makes are read: ours and Ruff, in turn, on the same edits. */
export async function pipeRow(file: BenchFile, { parser, servers, rounds, edits }: KeystrokeOptions): Promise<string[]> {
	const places = placesToType(parser, file.text);
	const ours = await ServedFile.start(servers.ours, file.folder, file.path);
	const ruff = await ServedFile.start(servers.ruff, file.folder, file.path);
	try {
		const [all, ofRuff] = [new Times(), new Times()];
		const byRound: number[] = [];
		let processor = 0;
		for (let round = 0; round <= rounds; round++) {
			await ours.open(file.text);
			await ruff.open(file.text);
			const [own, theirs] = [new Times(), new Times()];
			const before = ours.processor;
			let turn = 0;
			for (const { edit, text } of typedEdits(file.text, places, round === 0 ? uncounted : edits, round)) {
				const inTurn = [async () => own.add(await ours.type(edit, text)), async () => theirs.add(await ruff.type(edit, text))];
				for (const type of turn++ % 2 === 0 ? inTurn : inTurn.reverse()) {
					await type();
					await new Promise((resolve) => setTimeout(resolve, pause));
				}
			}
			if (round === 0) continue;
			processor += (ours.processor - before) / own.count;
			byRound.push(own.median / theirs.median);
			all.take(own);
			ofRuff.take(theirs);
		}
		byRound.sort((a, b) => a - b);
		return [
			rowName(file),
			milliseconds(all.median),
			milliseconds(all.p95),
			milliseconds(ofRuff.median),
			milliseconds(ofRuff.p95),
			ratio(all.median, ofRuff.median),
			`${byRound[0]?.toFixed(2)}-${byRound.at(-1)?.toFixed(2)}`,
			ratio(all.p95, ofRuff.p95),
			milliseconds(processor / rounds),
		];
	} finally {
		ours.stop();
		ruff.stop();
	}
}

export const processHeader = [
	'processor time of a key, mean (ms)',
	'ours',
	'parse',
	'ours/parse',
	'opening',
	'parse',
	'ours/parse',
	'items judged',
	'most',
	'of',
];

/** The same edits without the pipe: processor time beside that of the bare incremental parse, apart for edits after which the parser reads the rest; and how many items were judged again (median of the others). */
export function processRow(file: BenchFile, { parser, rounds, edits }: KeystrokeOptions): string[] {
	const path = toCorePath(file.path);
	const settings = { settings: defaultSettings, problems: [], python: { floor: 10, ceiling: 14, isAssumed: true, source: 'the benchmark' } };
	const analyser = createAnalyser({ workspace: new WorkspaceOnDisk([toCorePath(file.folder)]), parser, logger, settingsFor: () => settings });
	analyser.setProjectFiles([...walk([file.folder])].flatMap((walked) => (walked.kind === 'file' ? [toCorePath(walked.path)] : [])));
	const bare = parser.open(path);
	const [ours, parse, oursOpening, parseOpening, judged] = [new Times(), new Times(), new Times(), new Times(), new Times()];
	const places = placesToType(parser, file.text);
	for (let round = 0; round <= rounds; round++) {
		analyser.change(path, file.text);
		analyser.check(path);
		bare.update(file.text);
		for (const { edit, text, isOpening } of typedEdits(file.text, places, round === 0 ? uncounted : edits, round)) {
			const before = analyser.judgedItems;
			const own = processorOf(() => {
				analyser.change(path, text, [edit]);
				analyser.check(path);
			});
			const floor = processorOf(() => bare.update(text, [edit]));
			if (round === 0) continue;
			(isOpening ? oursOpening : ours).add(own);
			(isOpening ? parseOpening : parse).add(floor);
			if (!isOpening) judged.add(analyser.judgedItems - before);
		}
	}
	const { items } = parser.parse(path, file.text);
	bare.close();
	analyser.close(path);
	return [
		rowName(file),
		milliseconds(ours.mean),
		milliseconds(parse.mean),
		ratio(ours.mean, parse.mean),
		milliseconds(oursOpening.mean),
		milliseconds(parseOpening.mean),
		ratio(oursOpening.mean, parseOpening.mean),
		String(judged.median),
		String(judged.most),
		String(items.length),
	];
}

function processorOf(run: () => void): number {
	const before = process.cpuUsage();
	run();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000;
}

function rowName({ name, text }: BenchFile): string {
	return `${name}, ${text.split('\n').length.toLocaleString('en')} lines`;
}
