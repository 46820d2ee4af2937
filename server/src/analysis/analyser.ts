import { isNotebookPath, type Notebook, type NotebookCell } from '../notebook/notebook.ts';
import { Project } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import type { SettingsProblem } from '../project/settings-problem.ts';
import { isTestFile } from '../project/test-files.ts';
import type { Workspace } from '../project/workspace.ts';
import type { Finding, Fix } from '../rule-kit/finding.ts';
import type { Severity } from '../rule-kit/rule.ts';
import { rules } from '../rules/index.generated.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { StatementModel } from '../semantics/statement-model.ts';
import type { Parser } from '../syntax/parser.ts';
import type { SourceFile } from '../syntax/source-file.ts';
import type { Logger } from '../util/logger.ts';
import { LineIndex, type TextEdit, type TextRange } from '../util/text.ts';
import { TimeIsUp } from '../util/time-limit.ts';
import { Answer, record } from '../util/tracking.ts';
import { type Analysed, analyseStatement, type ReportedFinding, RuleTable, withoutRepetition } from './analyse.ts';
import { isNearSyntaxError, keepsToWholeCode } from './broken-code.ts';
import { findingInDocuments, fixInDocuments, hintInDocument, reportOnCell } from './cells.ts';
import { hoverAt } from './hover.ts';
import type { HoverStyle } from './hover-contexts.ts';
import { mayHoldDirective } from './ignore-comments.ts';
import { otherCodesAt } from './other-tools.ts';
import { refactoringsAt } from './refactorings-at.ts';
import { type Settings, severityOf } from './settings.ts';
import { applySuppressions, type IgnoreHint } from './suppressions.ts';

/** All that is known of one document after analysis. */
export interface FileReport {
	readonly path: string;
	readonly text: string;
	readonly lines: LineIndex;
	/** The Python cells of a notebook: what is found in them is reported under their paths, in their offsets. Undefined for anything else. */
	readonly cells: readonly NotebookCell[] | undefined;
	/** In the order of the text; filtered by settings and ignore comments. */
	readonly findings: readonly Finding[];
	/** Ignore comments that do not do what their writer thinks. */
	readonly hints: readonly DocumentHint[];
	/** Whether the time was up before everything was looked at; asked again, it goes on where it stopped if the document is open. */
	readonly isCutOff: boolean;
	/** The first place that was not understood, in the file or one of its cells: the code round it was not checked, and the file is not to be fixed as a whole. */
	readonly broken: DocumentPlace | undefined;
	readonly python: PythonRange;
}

export interface DocumentPlace {
	readonly path: string;
	readonly range: TextRange;
}

export interface DocumentHint extends IgnoreHint {
	readonly path: string;
}

export interface SettingsForFile {
	readonly settings: Settings;
	readonly problems: readonly SettingsProblem[];
	readonly python: PythonRange;
}

export interface AnalyserParts {
	readonly workspace: Workspace;
	readonly logger: Logger;
	/** Settings and Python version for a file, merged from all their sources; see settings.ts. */
	readonly settingsFor: (path: string) => SettingsForFile;
	/** Milliseconds that work on a file may take, by the length of its text; without it there is no limit. See TimeLimit. */
	readonly timeLimit?: ((length: number) => number) | undefined;
	/** A clock in milliseconds. */
	readonly now?: (() => number) | undefined;
	/** Folder of the Python environment that is active in the shell: its packages count for code that has no environment beside it. */
	readonly activeEnvironment?: string | undefined;
}

/** The core's front door: keeps one model per document and answers with findings. Synchronous; ask between files whether to go on. */
export interface Analyser {
	/** Findings of a file, notebook or cell as the workspace gives it (or as last set by `change`); undefined when it has no text. */
	check(path: string): FileReport | undefined;
	/**
	 * Shows items of an open document to the rules until `isOver`, asked before each; what was shown stays known for `check`. False while
	 * some are left: so others can be served between two items.
	 */
	judgeSome(path: string, isOver: () => boolean): boolean;
	/** Tells which Python files belong to the project, so that uses of a function in other files are seen. Open documents belong to it anyhow. */
	setProjectFiles(paths: Iterable<string>): void;
	/** The text of an open document; with `edits` (in order, each against the result of the one before) the parse is incremental. */
	change(path: string, text: string, edits?: readonly TextEdit[]): void;
	/** The cells of an open notebook; from now on `check` and `hover` know their paths too. */
	changeNotebook(path: string, notebook: Notebook): void;
	/** The document is no longer open: its kept tree is freed, the next `check` reads the workspace again. */
	close(path: string): void;
	/** The file was changed, made or deleted outside the editor. */
	invalidate(path: string): void;
	/** The interpreter, or the folder of the environment, whose packages code imports; undefined: the one that lies beside the code. */
	setInterpreter(path: string | undefined): void;
	/** What the environment beside a file says that cannot be followed. */
	environmentProblems(path: string): readonly SettingsProblem[];
	/** Settings may have changed: everything is judged again. */
	settingsChanged(): void;
	/** How many items of open documents have been shown to the rules so far. */
	readonly judgedItems: number;
	/** Changes offered at an offset without a finding; none in code that does not parse. */
	refactorings(path: string, offset: number): readonly Fix[];
	/** What to say of what stands at an offset: an asyncio function, a function's name (where it runs). Findings' own hover is not in it. */
	hover(
		path: string,
		offset: number,
		style: HoverStyle,
	): { readonly range: { readonly start: number; readonly end: number }; readonly text: string } | undefined;
}

/** Makes the analyser of a process. The parser may be shared; everything else is its own. */
export function createAnalyser(parts: AnalyserParts & { readonly parser: Parser }): Analyser {
	return new ProjectAnalyser(parts);
}

/** A file without any of these has nothing to report; most files of a project have none. */
const mayMatter = /async|await|event_loop|uvloop|anyio|trio|tornado|gevent|run_until_complete/;

/** What the rules said of an item; it goes when something that they drew on changes. */
class Judgement extends Answer {
	readonly epoch: number;
	readonly analysed: Analysed;
	/** Of the notebook it stood in. */
	readonly shape: string | undefined;
	isValid = true;

	constructor(epoch: number, analysed: Analysed, shape: string | undefined) {
		super();
		this.epoch = epoch;
		this.analysed = analysed;
		this.shape = shape;
	}

	override outdated(): boolean {
		this.leave();
		return true;
	}

	override doubt(): boolean {
		return false;
	}

	override leave(): void {
		super.leave();
		this.isValid = false;
	}
}

const allRules = new RuleTable(rules);

/** Under which items keep their judgements, one for each analyser. */
const judgements = {};

/** In the offsets of the module. */
interface FoundInModule {
	readonly findings: readonly Finding[];
	readonly hints: readonly IgnoreHint[];
	readonly isCutOff: boolean;
}

const nothing: FoundInModule = { findings: [], hints: [], isCutOff: false };
const leftOut: Analysed = { found: [], isWhole: false };

/** What all statements of a file are judged by. */
interface Question {
	readonly file: FileModel;
	readonly settings: Settings;
	readonly python: PythonRange;
	/** Those that are not off. */
	readonly rules: RuleTable;
}

class ProjectAnalyser implements Analyser {
	readonly #parts: AnalyserParts;
	readonly #project: Project;
	readonly #open = new Set<string>();
	#judged = 0;
	/** Whether some item was judged under the present time limit. */
	#hasJudged = false;
	readonly #tables = new WeakMap<Settings, RuleTable>();
	/** Counts changes of settings: judgements of another epoch do not count. */
	#epoch = 0;

	constructor(parts: AnalyserParts & { readonly parser: Parser }) {
		this.#parts = parts;
		this.#project = new Project(parts.workspace, parts.parser, allRules.kinds, parts.activeEnvironment, parts.now);
	}

	check(document: string): FileReport | undefined {
		const path = this.#project.modulePath(document);
		const report = this.#checkModule(path);
		return report && path !== document ? reportOnCell(report, document) : report;
	}

	#checkModule(path: string): FileReport | undefined {
		const { settings, python } = this.#parts.settingsFor(path);
		if (!this.#open.has(path)) {
			this.#project.trim();
			const text = this.#parts.workspace.readText(path);
			if (text === undefined) return undefined;
			if (!mayMatter.test(text) && !isNotebookPath(path))
				return {
					path,
					text,
					get lines() {
						return new LineIndex(text);
					},
					cells: undefined,
					findings: [],
					hints: [],
					broken: undefined,
					isCutOff: false,
					python,
				};
		}
		const file = this.#project.file(path);
		if (!file) return undefined;
		const found = settings.enable ? this.#findIn(file, settings, python) : nothing;
		const findings = found.findings.map((finding) => findingInDocuments(finding, this.#notebookAt));
		return reportOn(file.source, findings, found, python);
	}

	readonly #sourceAt = (path: string) => this.#project.file(path)?.source;
	readonly #notebookAt = (path: string) => this.#sourceAt(path)?.notebook;

	#findIn(file: FileModel, settings: Settings, python: PythonRange): FoundInModule {
		const { source } = file;
		const question = { file, settings, python, rules: this.#rulesOf(settings) };
		const analysed = this.#judgeAll(question);
		const isCutOff = analysed.some(({ isWhole }) => !isWhole);
		const reported = withoutRepetition(analysed.flatMap((one) => one.found));
		const isTest = isTestFile(file.path);
		const findings = reported
			.filter((one) => !isNearSyntaxError(one.at, source))
			.map((one) => findingOf(one, file, settings, isTest, this.#sourceAt))
			.sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end || (a.rule.name < b.rule.name ? -1 : 1));
		const comments = source.comments.filter(mayHoldDirective);
		// Without such comments nothing needs to know lines.
		if (comments.length === 0) return { findings, hints: [], isCutOff };
		const firstStatement = source.statements[0]?.start ?? source.text.length;
		const { kept, hints } = applySuppressions({
			text: source.text,
			lines: source.lines,
			comments,
			findings,
			firstStatement,
			rules,
			settings,
			isInsideString: insideStringsOf(source),
		});
		// What was not looked for cannot have been silenced.
		return { findings: kept, hints: isCutOff ? [] : hints, isCutOff };
	}

	#rulesOf(settings: Settings): RuleTable {
		let table = this.#tables.get(settings);
		if (!table) {
			table = new RuleTable(rules.filter((rule) => severityOf(rule, settings) !== 'off'));
			this.#tables.set(settings, table);
		}
		return table;
	}

	#judgeAll(question: Question): readonly Analysed[] {
		const { statements } = question.file;
		return this.#limited(question.file, (isSettled) => {
			const analysed = statements.map((statement) => this.#known(statement, question) ?? this.#judge(statement, question));
			return isSettled ? analysed : [...analysed, leftOut];
		});
	}

	judgeSome(document: string, isOver: () => boolean): boolean {
		const path = this.#project.modulePath(document);
		const file = this.#open.has(path) ? this.#project.file(path) : undefined;
		const { settings, python } = this.#parts.settingsFor(path);
		if (!file || !settings.enable) return true;
		const question = { file, settings, python, rules: this.#rulesOf(settings) };
		return this.#limited(file, () => {
			for (const statement of file.statements) {
				if (this.#known(statement, question)) continue;
				if (isOver()) return false;
				this.#judge(statement, question);
			}
			return true;
		});
	}

	/** Work on a file, which may take so long only. It is told whether all that was known has been made sure of. */
	#limited<T>({ source }: FileModel, work: (isSettled: boolean) => T): T {
		const { inquiry } = this.#project;
		const { timeLimit } = this.#parts;
		const settled = () => {
			this.#hasJudged = false;
			try {
				inquiry.settle();
			} catch (error) {
				if (!(error instanceof TimeIsUp)) throw error;
				return work(false);
			}
			return work(true);
		};
		return timeLimit ? inquiry.limit.within(timeLimit(source.text.length), settled) : settled();
	}

	/** What was found out of an item before and holds. */
	#known({ syntax }: StatementModel, { file }: Question): Analysed | undefined {
		const known = syntax.answersOf(judgements)?.get(this) as Judgement | undefined;
		return known?.isValid && known.epoch === this.#epoch && known.shape === file.source.notebook?.shape ? known.analysed : undefined;
	}

	#judge(statement: StatementModel, question: Question): Analysed {
		const shape = question.file.source.notebook?.shape;
		const home = statement.syntax;
		const { limit } = this.#project.inquiry;
		if (limit.isUp) return leftOut;
		(home.answersOf(judgements)?.get(this) as Judgement | undefined)?.leave();
		const { file, settings, python } = question;
		const ask = () =>
			analyseStatement({
				statement,
				file,
				project: this.#project,
				python,
				rules: question.rules,
				blockingCalls: settings.blockingCalls,
				logger: this.#parts.logger,
				limit,
			});
		// Only an open document is asked again after an edit; noting what answers rest on would cost and serve nobody for the others.
		if (!this.#open.has(file.path)) return ask();
		this.#judged++;
		const { value, sources } = record(home, ask);
		// Others had a part of the time: alone it may be done. What had all of it would only take it again.
		if (!value.isWhole && this.#hasJudged) return value;
		this.#hasJudged = true;
		const judgement = new Judgement(this.#epoch, value, shape);
		home.keep(judgements, this, judgement);
		judgement.drawnFrom(sources);
		return value;
	}

	get judgedItems(): number {
		return this.#judged;
	}

	setProjectFiles(paths: Iterable<string>): void {
		this.#project.setFiles(paths);
	}

	change(path: string, text: string, edits?: readonly TextEdit[]): void {
		this.#open.add(path);
		this.#project.change(path, text, edits);
	}

	changeNotebook(path: string, notebook: Notebook): void {
		this.#open.add(path);
		this.#project.changeNotebook(path, notebook);
	}

	close(path: string): void {
		this.#open.delete(path);
		this.#project.close(path);
	}

	invalidate(path: string): void {
		// Also for an open document: whether there is a file behind it decides what imports lead to it.
		this.#project.invalidate(path);
	}

	setInterpreter(path: string | undefined): void {
		this.#project.interpreter = path;
	}

	environmentProblems(document: string): readonly SettingsProblem[] {
		return this.#project.environmentProblems(this.#project.modulePath(document));
	}

	settingsChanged(): void {
		this.#epoch++;
	}

	refactorings(document: string, offset: number): readonly Fix[] {
		const path = this.#project.modulePath(document);
		const { settings, python } = this.#parts.settingsFor(path);
		const file = settings.enable ? this.#project.file(path) : undefined;
		const shift = file?.source.notebook?.cell(document)?.start ?? 0;
		const found = file ? refactoringsAt(shift + offset, file, this.#project, python, this.#parts.logger) : [];
		return found.flatMap((fix) => fixInDocuments(fix, this.#notebookAt) ?? []);
	}

	hover(document: string, offset: number, style: HoverStyle): ReturnType<Analyser['hover']> {
		const path = this.#project.modulePath(document);
		const file = this.#project.file(path);
		const shift = file?.source.notebook?.cell(document)?.start ?? 0;
		const found = file && hoverAt(file, shift + offset, this.#project, this.#parts.settingsFor(path).python, style);
		return found && { ...found, range: { start: found.range.start - shift, end: found.range.end - shift } };
	}
}

/** The index of lines is made when somebody asks: most keystrokes leave nothing to show. */
function reportOn(source: SourceFile, findings: FileReport['findings'], { hints, isCutOff }: FoundInModule, python: PythonRange): FileReport {
	const { path, text, notebook } = source;
	return {
		get broken() {
			const { brokenAt } = source;
			const range = brokenAt === undefined ? undefined : { start: brokenAt, end: brokenAt };
			return range && (notebook?.locate(range) ?? { path, range });
		},
		path,
		text,
		get lines() {
			return source.lines;
		},
		cells: notebook?.cells,
		findings,
		hints: hints.flatMap((hint) => hintInDocument(hint, path, notebook) ?? []),
		isCutOff,
		python,
	};
}

/** Whether an offset lies inside a string that goes over several lines; these are looked for once, when somebody asks. */
function insideStringsOf(source: SourceFile): (offset: number) => boolean {
	let strings: readonly TextRange[] | undefined;
	return (offset) => {
		strings ??= longStringsIn(source);
		let low = 0;
		let high = strings.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((strings[middle] as TextRange).start < offset) low = middle + 1;
			else high = middle;
		}
		const last = strings[low - 1];
		return last !== undefined && offset < last.end;
	};
}

/** In the order of the text, without those in other strings. */
function longStringsIn(source: SourceFile): readonly TextRange[] {
	const all = source.items.flatMap((item) => item.indexesOf('string').map((index) => item.rangeAt(index)));
	const long = all.filter(({ start, end }) => /[\r\n]/.test(source.text.slice(start, end))).sort((a, b) => a.start - b.start);
	const outermost: TextRange[] = [];
	for (const range of long) if (range.start >= (outermost.at(-1)?.end ?? 0)) outermost.push(range);
	return outermost;
}

/** Binds what was reported to the offsets of the text as it is now. */
function findingOf(
	reported: ReportedFinding,
	file: FileModel,
	settings: Settings,
	isTest: boolean,
	sourceAt: (path: string) => SourceFile | undefined,
): Finding {
	const { rule, at, message, related, tags, hover, fixes, byHand } = reported;
	return {
		rule,
		severity: severityFor(reported, settings, isTest),
		path: at.file.path,
		range: { start: at.start, end: at.end },
		message,
		related: related.map((one) => ({ path: one.at.file.path, range: { start: one.at.start, end: one.at.end }, message: one.message })),
		tags,
		hover,
		otherCodes: () => otherCodesAt(rule.name, at, file),
		fixes: () => (fixes?.() ?? []).filter((fix): fix is Fix => fix !== undefined && keepsToWholeCode(fix, at, sourceAt)),
		byHand: () => byHand?.() ?? rule.byHand,
	};
}

/** What the user set beats what the rule says of this place, and that beats the rule's default. */
function severityFor({ rule, severity }: ReportedFinding, settings: Settings, isTest: boolean): Severity {
	const isSet = settings.severity[rule.name] ?? settings.severity[rule.category];
	const general = severityOf(rule, settings);
	const own = severity !== undefined && isSet === undefined ? severity : general;
	// A test that blocks its loop keeps nobody waiting but itself.
	if (isSet === undefined && isTest && rule.category === 'blocking' && own === 'warning') return 'hint';
	return own === 'off' ? 'hint' : own;
}
