import { type Analyser, createAnalyser, type FileReport } from '../../server/src/analysis/analyser.ts';
import { defaultSettings, type Settings } from '../../server/src/analysis/settings.ts';
import { NotebookModule } from '../../server/src/notebook/module.ts';
import type { Notebook } from '../../server/src/notebook/notebook.ts';
import type { PythonRange } from '../../server/src/project/python-version.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import type { Parser } from '../../server/src/syntax/parser.ts';
import { markdown } from '../../server/src/util/markup.ts';
import { applyEdits, type TextEdit } from '../../server/src/util/text.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { isWellFormed } from '../support/well-formed.ts';

/** One thing that happens in a session. Plain data, so that a failing session can be written down and played again. */
export type Step =
	/** In an open document. `edits` lead to it in order, each against the result of the one before; without `tells` the analyser is given the new text only. */
	| { readonly kind: 'edit'; readonly path: string; readonly edits: readonly TextEdit[]; readonly tells: boolean; readonly isAsked: boolean }
	| { readonly kind: 'open'; readonly path: string }
	| { readonly kind: 'close'; readonly path: string }
	| { readonly kind: 'ask'; readonly path: string }
	/** On disk, by something else than the editor; without a text the file goes. */
	| { readonly kind: 'write'; readonly path: string; readonly text: string | undefined }
	| { readonly kind: 'settings'; readonly number: number }
	/** The cells of an open notebook in their new order; those that are new have no text yet. */
	| { readonly kind: 'cells'; readonly path: string; readonly cells: readonly string[] };

/** What a session begins with. */
export interface Start {
	readonly files: ReadonlyMap<string, string>;
	readonly open: readonly string[];
	/** Open notebooks, each with the paths of its cells; their texts are among `files`, and they count as open. */
	readonly notebooks?: readonly (readonly [path: string, cells: readonly string[]])[];
}

interface Judged {
	readonly settings: Settings;
	readonly python: PythonRange;
}

function python(floor: number, ceiling = 14): PythonRange {
	return { floor, ceiling, isAssumed: false, source: 'the test' };
}

/** Every rule speaks; then what people set. */
const judgements: readonly Judged[] = [
	{
		settings: { ...defaultSettings, severity: Object.fromEntries(rules.filter((rule) => rule.severity === 'off').map((rule) => [rule.name, 'hint' as const])) },
		python: python(9),
	},
	{ settings: defaultSettings, python: python(12) },
	{ settings: { ...defaultSettings, severity: { blocking: 'error', style: 'off' } }, python: python(8, 12) },
	{ settings: { ...defaultSettings, blockingCalls: { '*.load': 'load it elsewhere' } }, python: python(9) },
];

export const settingsCount = judgements.length;

export function isCell(path: string): boolean {
	return path.includes('.ipynb#');
}

function notebookOf(cell: string): string {
	return cell.slice(0, cell.indexOf('#'));
}

/** The files on disk, and the documents open over them. */
export class Texts {
	readonly disk: Map<string, string>;
	readonly open = new Map<string, string>();
	/** Open notebooks, with the paths of their cells in order. */
	readonly notebooks: Map<string, readonly string[]>;
	readonly parser: Parser;
	readonly #whole = new Map<string, { readonly text: string; readonly isWhole: boolean }>();

	constructor({ files, notebooks = [] }: Pick<Start, 'files' | 'notebooks'>, parser: Parser) {
		this.disk = new Map([...files].filter(([path]) => !isCell(path)));
		this.notebooks = new Map(notebooks);
		for (const path of notebooks.flatMap(([, cells]) => cells)) this.open.set(path, files.get(path) ?? '');
		this.parser = parser;
	}

	/** Python files, on disk or open. */
	get paths(): string[] {
		return [...new Set([...this.disk.keys(), ...this.open.keys()])].filter((path) => path.endsWith('.py'));
	}

	/** Everything that can be asked about: the cells of notebooks too. */
	get asked(): string[] {
		return [...this.paths, ...[...this.notebooks.values()].flat()];
	}

	/** Those that a project is told of. */
	get pathsOnDisk(): string[] {
		return [...this.disk.keys()].filter((path) => path.endsWith('.py'));
	}

	textOf(path: string): string {
		return this.open.get(path) ?? this.disk.get(path) ?? '';
	}

	apply(step: Step): void {
		if (step.kind === 'edit')
			this.open.set(
				step.path,
				step.edits.reduce((before, edit) => applyEdits(before, [edit]), this.textOf(step.path)),
			);
		else if (step.kind === 'open') this.open.set(step.path, this.textOf(step.path));
		else if (step.kind === 'close') this.open.delete(step.path);
		else if (step.kind === 'write' && step.text === undefined) this.disk.delete(step.path);
		else if (step.kind === 'write') this.disk.set(step.path, step.text as string);
		else if (step.kind === 'cells') {
			for (const cell of this.notebooks.get(step.path) ?? []) if (!step.cells.includes(cell)) this.open.delete(cell);
			for (const cell of step.cells) this.open.set(cell, this.textOf(cell));
			this.notebooks.set(step.path, step.cells);
		}
	}

	/** As an editor tells it. */
	notebookAt(path: string): Notebook {
		return { cells: (this.notebooks.get(path) ?? []).map((cell, i) => ({ path: cell, index: i + 1, text: this.textOf(cell) })) };
	}

	/** Whether every open text parses; see isWellFormed. */
	get isWhole(): boolean {
		return [...this.open.keys()].every((path) => this.isWholeAt(path));
	}

	isWholeAt(path: string): boolean {
		const known = this.#whole.get(path);
		const text = this.textOf(path);
		if (known?.text === text) return known.isWhole;
		// What IPython alone understands is no error in a cell.
		const python = isCell(path) ? new NotebookModule({ cells: [{ path, index: 1, text }] }).python : text;
		const isWhole = isWellFormed(python, this.parser);
		this.#whole.set(path, { text, isWhole });
		return isWhole;
	}
}

/** With an analyser that was told of all that happened. */
export class World extends Texts {
	readonly analyser: Analyser;
	/** What the analyser had to report of itself: rules that failed. */
	readonly errors: string[] = [];
	/** Hovers and offers that threw, of either analyser. */
	readonly thrown: { readonly path: string; readonly what: string }[] = [];
	#judged = judgements[0] as Judged;

	constructor(start: Start, parser: Parser) {
		super(start, parser);
		this.analyser = this.#newAnalyser();
		for (const path of this.notebooks.keys()) this.analyser.changeNotebook(path, this.notebookAt(path));
		for (const path of start.open) this.apply({ kind: 'open', path });
		for (const path of this.asked) this.analyser.check(path);
	}

	override apply(step: Step): void {
		super.apply(step);
		const { analyser } = this;
		if (step.kind === 'edit') {
			if (isCell(step.path)) analyser.changeNotebook(notebookOf(step.path), this.notebookAt(notebookOf(step.path)));
			else analyser.change(step.path, this.textOf(step.path), step.tells ? step.edits : undefined);
			if (step.isAsked) analyser.check(step.path);
		} else if (step.kind === 'open') {
			analyser.change(step.path, this.textOf(step.path));
		} else if (step.kind === 'close') {
			analyser.close(step.path);
		} else if (step.kind === 'ask') {
			analyser.check(step.path);
		} else if (step.kind === 'write') {
			analyser.invalidate(step.path);
			analyser.setProjectFiles(this.pathsOnDisk);
		} else if (step.kind === 'cells') {
			analyser.changeNotebook(step.path, this.notebookAt(step.path));
		} else {
			this.#judged = judgements[step.number % judgements.length] as Judged;
			analyser.settingsChanged();
		}
	}

	/** An analyser that sees everything for the first time. */
	fresh(): Analyser {
		const analyser = this.#newAnalyser();
		for (const [path, text] of this.open) if (!isCell(path)) analyser.change(path, text);
		for (const path of this.notebooks.keys()) analyser.changeNotebook(path, this.notebookAt(path));
		return analyser;
	}

	/** Frees what `fresh` opened. */
	release(analyser: Analyser): void {
		for (const path of [...this.open.keys(), ...this.notebooks.keys()]) if (!isCell(path)) analyser.close(path);
	}

	#newAnalyser(): Analyser {
		const onDisk = memoryWorkspace(this.disk, ['/project']);
		const workspace = {
			...onDisk,
			readText: (path: string) => this.open.get(path) ?? this.disk.get(path),
			hasFile: (path: string) => this.open.has(path) || this.disk.has(path),
		};
		const logger = { error: (message: string) => void this.errors.push(message), warn() {}, debug() {} };
		const analyser = createAnalyser({ workspace, parser: this.parser, logger, settingsFor: () => ({ ...this.#judged, problems: [] }) });
		analyser.setProjectFiles(this.pathsOnDisk);
		return analyser;
	}
}

/** All that a user sees of a report; with `fixes` also what is offered. */
export function shown(report: FileReport | undefined, withFixes: boolean): readonly string[] {
	if (!report) return [];
	return [
		...report.findings.map(({ rule, severity, range, message, related, tags, hover, fixes, byHand, otherCodes }) =>
			JSON.stringify({
				rule: rule.name,
				severity,
				range,
				message,
				related,
				tags,
				hover,
				...(withFixes && { fixes: fixes(), byHand: byHand(), otherCodes: otherCodes() }),
			}),
		),
		...report.hints.map((hint) => JSON.stringify(hint)),
	];
}

/** What an analyser says at one place of a file: its hover, and the changes it offers. */
function shownAt(analyser: Analyser, path: string, offset: number, thrown: (what: string) => void): string {
	try {
		return JSON.stringify({
			at: offset,
			hover: analyser.hover(path, offset, { markup: markdown, addressOf: (file, line) => `${file}:${line}` }),
			refactorings: analyser.refactorings(path, offset),
		});
	} catch (error) {
		thrown(`threw at ${offset}: ${stackOf(error)}`);
		return `threw at ${offset}`;
	}
}

/** Without the places in a bundle, which are different each time it is made. */
export function stackOf(error: unknown): string {
	return error instanceof Error ? (error.stack ?? error.message).replace(/\(?file:.*?:(\d+:\d+)\)?/g, '') : String(error);
}

/** An answer after edits that a first look does not give, or the other way round. */
export interface Difference {
	readonly path: string;
	readonly onlyAfterEdits: readonly string[];
	readonly onlyAtFirst: readonly string[];
}

export interface Places {
	/** Whether fixes are compared too. */
	readonly withFixes: boolean;
	/** Where hovers and refactorings are compared: parts of the length of each text, from 0 to 1. */
	readonly at: readonly number[];
}

/** Where the analyser of a session answers otherwise than one that sees everything for the first time. */
export function differences(world: World, { withFixes, at }: Places): Difference[] {
	const fresh = world.fresh();
	try {
		return world.asked.flatMap((path) => {
			const answer = (analyser: Analyser) => {
				const answers = [...shown(analyser.check(path), withFixes)];
				const thrown = (what: string) => void world.thrown.push({ path, what });
				if (world.open.has(path)) for (const place of at) answers.push(shownAt(analyser, path, Math.floor(place * world.textOf(path).length), thrown));
				return answers;
			};
			const [ours, theirs] = [answer(world.analyser), answer(fresh)];
			if (ours.length === theirs.length && ours.every((one, i) => one === theirs[i])) return [];
			const [onlyAfterEdits, onlyAtFirst] = [ours.filter((one) => !theirs.includes(one)), theirs.filter((one) => !ours.includes(one))];
			// The same answers in another order are a difference as well.
			return [onlyAfterEdits.length + onlyAtFirst.length > 0 ? { path, onlyAfterEdits, onlyAtFirst } : { path, onlyAfterEdits: ours, onlyAtFirst: theirs }];
		});
	} finally {
		world.release(fresh);
	}
}
