import { relative, resolve } from 'node:path';
import type { FileReport } from '../analysis/analyser.ts';
import { type ChangeCount, leftToPerson } from '../analysis/fix-summary.ts';
import { toCorePath } from '../disk/files-on-disk.ts';
import { cellOfPath, cellPath } from '../notebook/notebook.ts';
import type { SettingsProblem } from '../project/settings-problem.ts';
import type { Finding, Fix } from '../rule-kit/finding.ts';
import type { Severity } from '../rule-kit/rule.ts';
import { LineIndex, type TextRange } from '../util/text.ts';

/** The result of `check` as `--format json` prints it; the other formats are made from the same. */
export interface CheckReport {
	readonly version: 1;
	readonly findings: readonly ReportedFinding[];
	readonly errors: readonly ReportedError[];
	readonly summary: { readonly files: number; readonly findings: number; readonly errors: number };
	/** What `--fix` changed, by file and rule, and what it left for a person; only with `--fix`. */
	readonly changes?: readonly ReportedChange[];
	readonly byHand?: readonly ReportedTask[];
}

export type ReportedChange = ChangeCount;

/** A finding that `--fix` left, and why. */
export interface ReportedTask extends CellPlace {
	readonly line: number;
	readonly column: number;
	readonly rule: string;
	readonly reason: string;
}

/** A file, or a cell of a notebook. `path` is relative to the working directory, with `/`. */
export interface CellPlace {
	readonly path: string;
	/** 1-based, among all cells; lines count in the cell then. */
	readonly cell?: number;
}

/** 1-based; columns count UTF-16 code units, the end is exclusive. */
export interface ReportedPlace extends CellPlace {
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
}

export interface ReportedFinding extends ReportedPlace {
	readonly rule: string;
	readonly category: string;
	readonly severity: Severity;
	readonly message: string;
	readonly equivalents: readonly string[];
	readonly fixes: readonly { readonly title: string; readonly safety: Fix['safety']; readonly edits: readonly (ReportedPlace & { readonly text: string })[] }[];
	readonly related: readonly (ReportedPlace & { readonly message: string })[];
}

/** A file or setting that could not be used. */
export interface ReportedError {
	readonly path: string;
	readonly message: string;
	/** Only where a file was not understood as a whole: the first such line, and the cell in which it is. See `isPartlyChecked`. */
	readonly line?: number;
	readonly cell?: number;
}

/** Whether a file was checked but for the code that was not understood, which by itself is no failure. */
export function isPartlyChecked(error: ReportedError): boolean {
	return error.line !== undefined;
}

/** The absolute path under which the core knows what is reported of a place. */
export function documentPath({ path, cell }: CellPlace, folder: string): string {
	const file = toCorePath(resolve(folder, path));
	return cell === undefined ? file : cellPath(file, cell);
}

/** Turns what the core says, in absolute paths and offsets, into what users see. */
export class Reporter {
	readonly #folder: string;
	readonly #textOf: (path: string) => string | undefined;
	readonly #lines = new Map<string, LineIndex>();
	readonly #findings: ReportedFinding[] = [];
	#fileCount = 0;

	/** Paths become relative to `folder`; `textOf` gives the texts that offsets count in. */
	constructor(folder: string, textOf: (path: string) => string | undefined) {
		this.#folder = folder;
		this.#textOf = textOf;
	}

	/** Takes up what was found in a file, fixes included; nothing of the file's model is held afterwards. */
	add(file: FileReport, isShown: (finding: Finding) => boolean): void {
		this.#fileCount++;
		this.#findings.push(...this.findingsOf(file, isShown));
	}

	/** What was found in a file, as users see it. */
	findingsOf(file: FileReport, isShown: (finding: Finding) => boolean): ReportedFinding[] {
		if (file.findings.length === 0) return [];
		if (!file.cells) this.#lines.set(file.path, file.lines);
		return file.findings.filter(isShown).map((finding) => this.#finding(finding));
	}

	/** What is left of a file's findings for a person, and why; `isInside`: whether it was to be fixed at all. */
	tasksOf(file: FileReport, isMeant: (finding: Finding) => boolean, isInside: boolean): ReportedTask[] {
		if (file.findings.length === 0) return [];
		if (!file.cells) this.#lines.set(file.path, file.lines);
		return file.findings.filter(isMeant).map((finding) => {
			const { endLine, endColumn, ...place } = this.#place(finding.path, finding.range);
			return {
				...place,
				rule: finding.rule.name,
				reason: isInside ? leftToPerson(finding, file) : 'a link leads to it, out of what was named: name it to have it fixed',
			};
		});
	}

	/** What tells that a file was checked in part only. */
	brokenIn({ broken, path, cells, lines }: FileReport): readonly ReportedError[] {
		if (!broken) return [];
		if (!cells) this.#lines.set(path, lines);
		const { cell, line, path: shown } = this.#place(broken.path, broken.range);
		const inCell = cell === undefined ? '' : `cell ${cell}, `;
		return [{ path: shown, message: `not understood in ${inCell}line ${line}: partly checked`, line, ...(cell !== undefined && { cell }) }];
	}

	/** All that was added so far. */
	report(errors: readonly ReportedError[]): CheckReport {
		const findings = this.#findings;
		return { version: 1, findings, errors, summary: { files: this.#fileCount, findings: findings.length, errors: errors.length } };
	}

	/** For messages about a path. */
	shownPath(path: string): string {
		return toCorePath(relative(this.#folder, path)) || '.';
	}

	settingsError({ path, range, message }: SettingsProblem): ReportedError {
		if (path === undefined) return { path: '', message };
		const place = range && this.#place(path, range);
		return {
			path: this.shownPath(path),
			message: place && !message.includes(`(line ${place.line}`) ? `${message} (line ${place.line}, column ${place.column})` : message,
		};
	}

	#finding(finding: Finding): ReportedFinding {
		const { rule, severity, message } = finding;
		return {
			...this.#place(finding.path, finding.range),
			rule: rule.name,
			category: rule.category,
			severity,
			message,
			equivalents: rule.equivalents,
			fixes: finding
				.fixes()
				.map(({ title, safety, edits }) => ({ title, safety, edits: edits.map((edit) => ({ ...this.#place(edit.path, edit.range), text: edit.newText })) })),
			related: finding.related.map((place) => ({ ...this.#place(place.path, place.range), message: place.message })),
		};
	}

	#place(path: string, range: TextRange): ReportedPlace {
		const lines = this.#linesOf(path);
		const start = lines.positionAt(range.start);
		const end = lines.positionAt(range.end);
		const cell = cellOfPath(path);
		const where: CellPlace = cell ? { path: this.shownPath(cell.notebook), cell: cell.index } : { path: this.shownPath(path) };
		return { ...where, line: start.line + 1, column: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 };
	}

	#linesOf(path: string): LineIndex {
		let lines = this.#lines.get(path);
		if (!lines) {
			lines = new LineIndex(this.#textOf(path) ?? '');
			this.#lines.set(path, lines);
		}
		return lines;
	}
}
