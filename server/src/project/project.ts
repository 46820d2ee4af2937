import { NotebookModule } from '../notebook/module.ts';
import { cellOfPath, isNotebookPath, type Notebook } from '../notebook/notebook.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { Definition, Environment } from '../semantics/environment.ts';
import { FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { QualifiedName } from '../semantics/names.ts';
import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { ParsedDocument, Parser } from '../syntax/parser.ts';
import type { SourceFile, SyntaxNode } from '../syntax/source-file.ts';
import { Inquiry } from '../util/memo.ts';
import type { TextEdit } from '../util/text.ts';
import { isSame, Questions, QuestionsByPath } from '../util/tracking.ts';
import { CallGraph, type PathTarget } from './call-graph.ts';
import { ClosedFiles } from './closed-files.ts';
import { type Context, ContextFinder } from './contexts.ts';
import { Dependencies } from './dependencies.ts';
import { fixturePassedFor } from './fixtures.ts';
import { parameterFromFramework } from './framework-roles.ts';
import { concernsEnvironments, PythonEnvironments } from './installed/python-environments.ts';
import { ModuleFinder } from './modules.ts';
import { NamingIndex } from './naming.ts';
import { parseNotebook, sourceAt } from './notebook-source.ts';
import { outsideNames } from './outside.ts';
import { type DeclaredPlatforms, Platforms } from './platforms.ts';
import { ServerlessConfigs } from './serverless-config.ts';
import type { SettingsProblem } from './settings-problem.ts';
import { type TestConfig, TestConfigs } from './test-config.ts';
import { isTestFile } from './test-files.ts';
import { folderOf, type Workspace } from './workspace.ts';

/** What rules may ask about the whole project. */
export interface ProjectModel {
	/** The project's function that a call runs; undefined when that is not certain. */
	resolve(call: CallSite): FunctionModel | undefined;
	/** Ways in which a function's body is known to run; without a body, the module level at a node. None: nothing is known. */
	contextsOf(body: FunctionModel | undefined, at: SyntaxNode): readonly Context[];
	/** The calls from `call` to the nearest target, both included, through synchronous functions of the project. */
	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined;
	/** How many calls `pathTo` would give. */
	distanceTo(target: PathTarget, call: CallSite): number | undefined;
	/** The calls from a function's body to the nearest target, in the same way. */
	pathFrom(target: PathTarget, body: FunctionModel): readonly CallSite[] | undefined;
	/** Files other than its own that may name a function; undefined when there are too many to look into. */
	filesNaming(model: FunctionModel): readonly FileModel[] | undefined;
	/** Distributions that the project of a file says it depends on, as PEP 503 spells them: `aio-pika`. */
	dependencies(path: string): ReadonlySet<string>;
	/** On which systems the project of a file says it runs. */
	platforms(path: string): DeclaredPlatforms;
	/** Whether the project's configuration names a function of a file as one that a serverless platform calls. */
	isServerlessHandler(path: string, name: string): boolean;
	/** Version specifiers under which the project of a file asks for a distribution, as written; none where it does not. */
	specifiers(path: string, distribution: string): readonly string[];
	/** How the tests in the folder of a file are run. */
	testConfig(path: string): TestConfig;
	/** The newest model of a file of the project. */
	file(path: string): FileModel | undefined;
}

/** Who is called from more files than these is mostly called with different things. */
const CALLER_LIMIT = 5;

interface OpenDocument {
	readonly parsed: ParsedDocument;
	readonly model: FileModel;
}

/** Keeps a model of each file that was asked for. Statements outlive edits; remembered answers do not outlive a revision. */
export class Project implements ProjectModel {
	readonly inquiry: Inquiry;
	readonly #workspace: Workspace;
	readonly #parser: Parser;
	readonly #wanted: ReadonlySet<NodeKind>;
	readonly #open = new Map<string, OpenDocument>();
	readonly #closed: ClosedFiles;
	/** Paths of open notebooks by those of their cells. */
	readonly #notebookOfCell = new Map<string, string>();
	readonly #pythons: PythonEnvironments;
	readonly #modules: ModuleFinder;
	readonly #naming: NamingIndex;
	readonly #dependencies: Dependencies;
	readonly #platforms: Platforms;
	readonly #serverless: ServerlessConfigs;
	readonly #testConfigs: TestConfigs;
	readonly #environment: Environment;
	readonly #graph: CallGraph;
	readonly #contexts: ContextFinder;
	/** What rules ask about the project of a file. */
	readonly #asked = {
		dependencies: new Questions<string, ReadonlySet<string>>({
			ask: (path) => this.#dependencies.of(path),
			isSame: (one, other) => isSame([...one], [...other]),
		}),
		platforms: new Questions<string, DeclaredPlatforms>({ ask: (path) => this.#platforms.of(path) }),
		tests: new Questions<string, TestConfig>({ ask: (path) => this.#testConfigs.of(path), isSame: (one, other) => one.fingerprint === other.fingerprint }),
		specifiers: new QuestionsByPath<string, readonly string[]>((path) => ({ ask: (distribution) => this.#dependencies.specifiersOf(path, distribution) })),
		serverless: new QuestionsByPath<string, boolean>((path) => ({ ask: (name) => this.#serverless.isHandler(path, name) })),
	};

	/** `wanted`: the kinds of nodes that rules ask to see; `activeEnvironment`: see AnalyserParts. */
	constructor(workspace: Workspace, parser: Parser, wanted: ReadonlySet<NodeKind>, activeEnvironment?: string, now?: () => number) {
		this.inquiry = new Inquiry(now);
		this.#workspace = workspace;
		this.#parser = parser;
		this.#wanted = wanted;
		this.#pythons = new PythonEnvironments(workspace, parser, activeEnvironment);
		this.#modules = new ModuleFinder(workspace, (folder) => this.#pythons.ownFolders(folder));
		this.#dependencies = new Dependencies(workspace);
		this.#platforms = new Platforms(workspace);
		this.#serverless = new ServerlessConfigs(workspace);
		this.#testConfigs = new TestConfigs(workspace, this.#dependencies);
		this.#environment = {
			inquiry: this.inquiry,
			...outsideNames,
			...this.#outsideAnswers(),
			imported: (target, from) => this.#imported(target, from),
			starNames: (module, name, from) => this.#starName(module, name, from),
			passedByFramework: (owner, parameter) => parameterFromFramework(owner, parameter) as QualifiedName | undefined,
			fixtureFor: (owner, parameter) => fixturePassedFor(owner, parameter, () => this.#conftestsOf(fileOf(owner).path)),
			callersOf: (model) => this.#callersOf(model),
			mayBeProperty: (name) => this.#naming.mayBeProperty(name),
			isTakenFrom: (name, file) => this.#naming.isTaken(file.path, name),
		};
		this.#closed = new ClosedFiles(
			(path) => this.#parse(path, sourceAt(path, this.#workspace)),
			(source) => new FileModel(source, this.#environment, this.#wanted),
		);
		const texts = { readText: (path: string) => this.#pythonAt(path), partsOf: (path: string) => this.#open.get(path)?.model.source.parts };
		this.#naming = new NamingIndex(texts, (module, from) => this.#modules.find(module, from));
		this.#graph = new CallGraph(this.inquiry);
		this.#contexts = new ContextFinder(
			this.inquiry,
			(model) => this.filesNaming(model) ?? [],
			(path) => this.file(path),
		);
	}

	/** What knowledge/ says of names outside the project, and where it says nothing, the packages that are installed. */
	#outsideAnswers(): Pick<Environment, 'api' | 'resultType' | 'memberType' | 'enterType'> {
		const pythons = this.#pythons;
		return {
			api: (name, from) => outsideNames.api(name, from) ?? pythons.api(name, from),
			resultType: (name, from) => outsideNames.resultType(name, from) ?? (pythons.api(name, from)?.returns as QualifiedName | undefined),
			memberType: (type, attribute, from) =>
				outsideNames.memberType(type, attribute, from) ??
				(attribute === undefined ? undefined : (pythons.memberType(type, attribute, from) as QualifiedName | undefined)),
			enterType(type, from) {
				const entered = outsideNames.isKnownType(type) ? type : (pythons.enterType(type, from) ?? type);
				return entered === 'unknown' ? undefined : (entered as QualifiedName);
			},
		};
	}

	/** The interpreter, or the folder of the environment, whose packages code imports; undefined: the one that lies beside the code. */
	set interpreter(path: string | undefined) {
		this.#pythons.interpreter = path;
		this.#forgetModules();
		this.#recheck();
	}

	/** What the environment of a file says that cannot be followed. */
	environmentProblems(path: string): readonly SettingsProblem[] {
		return this.#pythons.problems(folderOf(path));
	}

	file(path: string): FileModel | undefined {
		return this.#open.get(path)?.model ?? this.#closed.get(path);
	}

	#parse(path: string, content: string | Notebook | undefined): SourceFile | undefined {
		if (content === undefined || typeof content === 'string') return content === undefined ? undefined : this.#parser.parse(path, content);
		const parse = (text: string | NotebookModule) => this.#parser.parse(path, text);
		return parseNotebook(content, parse, parse);
	}

	/** The Python of a file, without parsing it. */
	#pythonAt(path: string): string | undefined {
		const open = this.#open.get(path);
		if (open) return open.model.source.text;
		const content = sourceAt(path, this.#workspace);
		return typeof content === 'object' ? new NotebookModule(content).python : content;
	}

	/** The path of the module to which a document belongs: for a cell its notebook's, else the document's own. */
	modulePath(document: string): string {
		return this.#notebookOfCell.get(document) ?? cellOfPath(document)?.notebook ?? document;
	}

	/**
	 * Forgets models of closed files once there are many. Only between two questions: what an earlier
	 * answer holds of them (a fix not yet computed) stays as it was.
	 */
	trim(): void {
		this.#pythons.trim();
		if (this.#closed.trim()) this.inquiry.newRevision();
	}

	/** Tells which files belong to the project; without it functions are only known to be used in their own file. */
	setFiles(paths: Iterable<string>): void {
		this.#naming.setFiles(paths);
		this.#recheck();
	}

	/** Sets the text of an open document, for a notebook its JSON; see ParsedDocument.update for `edits`. */
	change(path: string, text: string, edits?: readonly TextEdit[]): void {
		if (isNotebookPath(path)) {
			const content = sourceAt(path, { readText: () => text });
			// What is no notebook cannot be read, whoever has it open.
			if (typeof content === 'object') this.changeNotebook(path, content);
			else this.close(path);
		} else if (this.#open.get(path)?.model.source.text !== text) this.#update(path, (parsed) => parsed.update(text, edits));
	}

	/** Sets the cells of an open notebook. */
	changeNotebook(path: string, notebook: Notebook): void {
		this.#forgetCells(path);
		for (const cell of notebook.cells) this.#notebookOfCell.set(cell.path, path);
		const parseAlone = (text: string) => this.#parser.parse(path, text);
		this.#update(path, (parsed) => parseNotebook(notebook, (module) => parsed.update(module), parseAlone));
	}

	#update(path: string, parse: (parsed: ParsedDocument) => SourceFile): void {
		const open = this.#open.get(path);
		if (open) {
			this.inquiry.newRevision();
			this.#naming.touch(path);
			open.model.update(parse(open.parsed), this.#wanted);
			this.#naming.recheck();
			return;
		}
		const parsed = this.#parser.open(path);
		this.#open.set(path, { parsed, model: new FileModel(parse(parsed), this.#environment, this.#wanted) });
		this.#closed.forget(path);
		// The document may be one that is not on disk yet.
		this.#forgetModules();
		this.#naming.opened(path);
		this.#recheck();
	}

	/** Anything may be another now: asks again what answers were drawn from, and lets go of those that no longer hold. */
	#recheck(): void {
		this.inquiry.newRevision();
		this.#modules.recheck();
		this.#naming.recheck();
		this.#pythons.recheck();
		for (const questions of Object.values(this.#asked)) questions.recheck();
	}

	#forgetCells(path: string): void {
		for (const cell of this.#open.get(path)?.model.source.notebook?.cells ?? []) this.#notebookOfCell.delete(cell.path);
	}

	close(path: string): void {
		this.#forgetCells(path);
		const open = this.#open.get(path);
		open?.parsed.close();
		open?.model.retire();
		this.#open.delete(path);
		this.#naming.closed(path);
		this.invalidate(path);
		// Who only looks at open documents lets go of closed ones here; without any, nobody looks at others.
		if (this.#open.size === 0) this.#closed.clear();
		this.trim();
	}

	#forgetModules(): void {
		this.#modules.forget();
		this.#naming.forgetModules();
	}

	/** The file may have changed, come or gone. */
	invalidate(path: string): void {
		this.#closed.forget(path);
		if (concernsEnvironments(path)) this.#pythons.forget();
		this.#forgetModules();
		this.#naming.touch(path);
		this.#dependencies.forget();
		this.#testConfigs.forget();
		this.#platforms.forget();
		this.#serverless.forget();
		this.#recheck();
	}

	dependencies(path: string): ReadonlySet<string> {
		return this.#asked.dependencies.get(path);
	}

	platforms(path: string): DeclaredPlatforms {
		return this.#asked.platforms.get(path);
	}

	isServerlessHandler(path: string, name: string): boolean {
		return this.#asked.serverless.get(path, name);
	}

	specifiers(path: string, distribution: string): readonly string[] {
		return this.#asked.specifiers.get(path, distribution);
	}

	testConfig(path: string): TestConfig {
		return this.#asked.tests.get(path);
	}

	resolve(call: CallSite): FunctionModel | undefined {
		return this.#graph.resolve(call);
	}

	contextsOf(body: FunctionModel | undefined, at: SyntaxNode): readonly Context[] {
		return this.#contexts.contextsOf(body, at);
	}

	pathTo(target: PathTarget, call: CallSite): readonly CallSite[] | undefined {
		return this.#graph.pathTo(target, call);
	}

	distanceTo(target: PathTarget, call: CallSite): number | undefined {
		return this.#graph.distanceTo(target, call);
	}

	pathFrom(target: PathTarget, body: FunctionModel): readonly CallSite[] | undefined {
		return this.#graph.pathFrom(target, body);
	}

	filesNaming(model: FunctionModel): readonly FileModel[] | undefined {
		return this.#naming.filesNaming(model)?.flatMap((path) => this.file(path) ?? []);
	}

	#conftestsOf(path: string): readonly FileModel[] {
		return this.testConfig(path).conftests.flatMap((one) => this.file(one) ?? []);
	}

	#callersOf(model: FunctionModel): readonly FileModel[] {
		const paths = (this.#naming.filesNaming(model) ?? []).filter((path) => !isTestFile(path));
		return paths.length > CALLER_LIMIT ? [] : paths.flatMap((path) => this.file(path) ?? []);
	}

	#imported(target: string, from: FileModel): Definition | undefined {
		const found = this.#modules.resolve(target, from.path);
		const file = found && this.file(found.path);
		if (!file) return undefined;
		const [name, ...rest] = found.attributes;
		// The module itself, or something inside one of its classes: of the project, but no name of a module.
		if (name === undefined || rest.length > 0) return { file, bindings: [] };
		return this.#definitionOf(name, file);
	}

	/** What a module's name is bound to, there or behind its star imports: each file is looked into once, for they may import each other. */
	#definitionOf(name: string, module: FileModel): Definition {
		const passed = new Set<FileModel>();
		const waiting = [module];
		for (let file = waiting.pop(); file; file = waiting.pop()) {
			if (passed.has(file)) continue;
			passed.add(file);
			const bindings = file.moduleBindings(name);
			if (bindings.length > 0) return { file, bindings };
			for (const starred of file.starImports.toReversed()) {
				const found = this.#modules.resolve(memberOf(starred, name), file.path);
				// A module of that name inside the starred package is no name that was bound.
				const next = found?.attributes.length === 1 ? this.file(found.path) : undefined;
				if (next && !passed.has(next)) waiting.push(next);
			}
		}
		return { file: module, bindings: [] };
	}

	#starName(module: string, name: string, from: FileModel): string | undefined {
		const target = memberOf(module, name);
		const definition = this.#imported(target, from);
		if (definition) return undefined;
		return outsideNames.isKnown(target) ? target : undefined;
	}
}

/** The dotted path of a name in a module that is imported as written. */
function memberOf(module: string, name: string): string {
	return module.endsWith('.') ? module + name : `${module}.${name}`;
}
