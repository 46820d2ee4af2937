import { dirname, resolve } from 'node:path';
import process from 'node:process';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import type { FixOutcome } from '../analysis/fix-rounds.ts';
import { countChanges } from '../analysis/fix-summary.ts';
import type { KnownNames } from '../analysis/settings.ts';
import { decodePython, encodePython, type FileEncoding } from '../disk/encoding.ts';
import { maxFileBytes, takeAwayLeftovers, toCorePath } from '../disk/files-on-disk.ts';
import { staysInside } from '../disk/walk.ts';
import type { Finding } from '../rule-kit/finding.ts';
import type { Rule } from '../rule-kit/rule.ts';
import { visible, visibleJson, visibleLines } from '../util/visible.ts';
import { type CheckOptions, type Format, isAtLeast } from './check-options.ts';
import { Checker, type CheckerParts, type FileProblem } from './checker.ts';
import { consoleLogger, paintFor, readStandardInput } from './console.ts';
import { fixTexts, writeFixedFiles } from './fix.ts';
import { githubReport } from './formats/github.ts';
import { sarifReport } from './formats/sarif.ts';
import { type TextOptions, textReport } from './formats/text.ts';
import { type CheckReport, documentPath, isPartlyChecked, type ReportedError, type ReportedTask, Reporter } from './report.ts';

export interface CheckTools {
	readonly rules: readonly Rule[];
	readonly known: KnownNames;
	readonly createAnalyser: CheckerParts['createAnalyser'];
	readonly version: string;
}

/** Runs `check` and prints what it finds. The result is the exit status; throws a UsageError for a configuration that cannot be read. */
export async function check(options: CheckOptions, tools: CheckTools): Promise<0 | 1 | 2> {
	const run = new CheckRun(options, tools);
	return options.standardInput === undefined ? run.files() : run.standardInput(options.standardInput);
}

class CheckRun {
	readonly #options: CheckOptions;
	readonly #tools: CheckTools;
	readonly #folder = process.cwd();
	readonly #checker: Checker;
	readonly #reporter: Reporter;
	readonly #problems: FileProblem[] = [];

	constructor(options: CheckOptions, tools: CheckTools) {
		const { settings, config, paths, target } = options;
		this.#options = options;
		this.#tools = tools;
		this.#checker = new Checker({
			folder: this.#folder,
			paths,
			known: tools.known,
			settings,
			target,
			config,
			logger: consoleLogger,
			createAnalyser: tools.createAnalyser,
		});
		this.#reporter = new Reporter(this.#folder, (path) => this.#checker.documentText(path));
	}

	files(): 0 | 1 | 2 {
		const named = this.#options.paths.map((path) => toCorePath(resolve(this.#folder, path)));
		const paths = this.#checker.find(named, (problem) => this.#problems.push(problem));
		const { fix } = this.#options;
		if (!fix) return this.#finish(paths, process.stdout, undefined);
		const inside = staysInside(named);
		const mine = paths.filter(inside);
		const wanted = fixTexts(this.#checker, mine, fix.unsafe);
		if (fix.asDiff) {
			process.stdout.write(this.#diff(wanted));
			// A diff on standard output is for another program; what is left to say goes beside it.
			return this.#finish(paths, process.stderr, wanted, inside);
		}
		for (const folder of new Set(mine.map(dirname))) takeAwayLeftovers(folder);
		const written = writeFixedFiles(this.#checker, wanted);
		this.#problems.push(...written.problems);
		return this.#finish(paths, process.stdout, written, inside);
	}

	async standardInput(name: string): Promise<0 | 1 | 2> {
		const path = toCorePath(resolve(this.#folder, name));
		const bytes = await readStandardInput();
		const decoded = bytes.length > maxFileBytes ? { error: 'it is too large' } : decodePython(bytes);
		const { fix } = this.#options;
		const output = fix ? process.stderr : process.stdout;
		if ('error' in decoded) {
			this.#problems.push({ path, message: `cannot be decoded: ${decoded.error}` });
			// Whoever replaces a text by this output must not lose it.
			if (fix && !fix.asDiff) process.stdout.write(bytes);
			return this.#finish([], output, undefined);
		}
		this.#checker.setText(path, decoded.text);
		const fixed = fix && fixTexts(this.#checker, [path], fix.unsafe);
		if (fix?.asDiff) process.stdout.write(this.#diff(fixed));
		else if (fix) process.stdout.write(this.#fixedBytes(path, fixed, bytes, decoded.encoding));
		return this.#finish([path], output, fixed);
	}

	#fixedBytes(path: string, fixed: FixOutcome | undefined, bytes: Buffer, encoding: FileEncoding): Buffer {
		const after = fixed?.files[0]?.after;
		if (after === undefined) return bytes;
		const written = encodePython(after, encoding);
		if (!written) this.#problems.push({ path, message: `cannot be written: the changed text does not fit its encoding ${encoding.name}` });
		return written ?? bytes;
	}

	/** What is not seen is spelled out here too; the file above whose patch that happens is told, because it does not apply. */
	#diff(fixed: FixOutcome | undefined): string {
		const patches = (fixed?.files ?? []).map(({ path, before, after }) => {
			const shown = visible(this.#reporter.shownPath(path));
			const patch = createTwoFilesPatch(`a/${shown}`, `b/${shown}`, before, after, undefined, undefined, { headerOptions: FILE_HEADERS_ONLY });
			const seen = visibleLines(patch);
			return seen === patch ? patch : `# ${shown}: characters that are not seen are spelled out, so this is for reading, not to be applied\n${seen}`;
		});
		return patches.join('');
	}

	/** Checks what is there now, prints it and says how it went. */
	#finish(paths: readonly string[], output: NodeJS.WriteStream, fixed: FixOutcome | undefined, isInside = (_path: string): boolean => true): 0 | 1 | 2 {
		const { minSeverity, failOn, failOnUnparsed, format, settings } = this.#options;
		let found = 0;
		let isFailure = false;
		const tasks: ReportedTask[] = [];
		const partly: ReportedError[] = [];
		for (const path of paths) {
			const result = this.#checker.check(path);
			if ('message' in result) {
				this.#problems.push(result);
				continue;
			}
			const isShown = (finding: Finding): boolean => isAtLeast(finding.severity, minSeverity);
			this.#reporter.add(result, isShown);
			partly.push(...this.#reporter.brokenIn(result));
			if (result.isCutOff) this.#problems.push({ path, message: 'took too long: partly checked' });
			// Who chose the rules wants to know of all that they left, also where it is only a hint.
			if (fixed) tasks.push(...this.#reporter.tasksOf(result, settings.select ? () => true : isShown, isInside(path)));
			found += result.findings.length;
			isFailure ||= result.findings.some((finding) => isAtLeast(finding.severity, failOn));
		}
		const errors: readonly ReportedError[] = [
			...this.#problems.map(({ path, message }) => ({ path: this.#reporter.shownPath(path), message })),
			...partly,
			...this.#checker.settingsProblems.map((problem) => this.#reporter.settingsError(problem)),
		];
		const changes = fixed && countChanges(fixed.made).map((change) => ({ ...change, path: this.#reporter.shownPath(change.path) }));
		const report = { ...this.#reporter.report(errors), ...(changes && { changes, byHand: tasks }) };
		output.write(
			this.#print(report, format, {
				output,
				fixed: fixed && { isDiff: this.#options.fix?.asDiff ?? false },
				notShown: found - report.findings.length,
			}),
		);
		if (this.#checker.hasFailed) return 2;
		return isFailure || errors.some((error) => failOnUnparsed || !isPartlyChecked(error)) ? 1 : 0;
	}

	#print(report: CheckReport, format: Format, { output, fixed, notShown }: { output: NodeJS.WriteStream } & Pick<TextOptions, 'fixed' | 'notShown'>): string {
		switch (format) {
			case 'json':
				return `${visibleJson(report)}\n`;
			case 'sarif':
				return `${visibleJson(sarifReport(report, this.#tools.rules, this.#tools.version))}\n`;
			case 'github':
				return githubReport(report);
			case 'text':
				return textReport(report, {
					paint: paintFor(output),
					textOf: (place) => this.#checker.documentText(documentPath(place, this.#folder)),
					fixed,
					notShown,
				});
		}
	}
}
