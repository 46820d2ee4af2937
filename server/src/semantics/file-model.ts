import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { SourceFile, Statement, SyntaxNode } from '../syntax/source-file.ts';
import { Memo } from '../util/memo.ts';
import type { CallSite } from './calls.ts';
import type { Environment, OutsideApi } from './environment.ts';
import { reachingBindings } from './flow.ts';
import type { ClassModel, FunctionModel } from './functions.ts';
import { Inference } from './inference.ts';
import { MentionSearch, mentionsIn } from './mention-index.ts';
import { NameTable } from './name-table.ts';
import { type NameUses, nameUses } from './name-uses.ts';
import { builtins, type QualifiedName } from './names.ts';
import { objectsByName } from './replacements.ts';
import type { Binding, Scope } from './scopes.ts';
import { buildStatementModel } from './statement-builder.ts';
import type { StatementModel } from './statement-model.ts';
import type { Type } from './types.ts';

/** What an identifier refers to: its bindings in the innermost scope that has any, or a builtin. */
export interface Lookup {
	readonly bindings: readonly Binding[];
	readonly scope: Scope | undefined;
	readonly isBuiltin: boolean;
}

/**
 * The model of a file as it is now. It lives as long as the file is known, and is given each new
 * text; so whoever holds it (a fix that is computed later) always asks the newest.
 */
export class FileModel {
	readonly environment: Environment;
	#source: SourceFile;
	#statements: readonly StatementModel[] = [];
	readonly #names = new NameTable<Binding>(
		(statement) => statement.scope.bindings,
		(binding) => binding.node.statement,
	);
	/** Answers of `mentions`. */
	readonly #mentions = new Map<string, readonly SyntaxNode[]>();
	#search: MentionSearch | undefined;
	/** Answers of `hasWord`. */
	readonly #words = new Map<string, boolean>();
	#calls: readonly CallSite[] | undefined;
	#imported: ReadonlySet<string> | undefined;
	#replacements: ReadonlyMap<string, readonly SyntaxNode[]> | undefined;
	#moduleNames: ReadonlySet<string> | undefined;
	#starImports: readonly string[] = [];
	#conditions: readonly SyntaxNode[] | undefined;
	#roots: readonly SyntaxNode[] | undefined;
	readonly #qualified: Memo<SyntaxNode, QualifiedName | undefined>;
	/** For names with several bindings. */
	readonly #reaching: Memo<SyntaxNode, readonly Binding[]>;
	readonly #nameUses: Memo<readonly Binding[], NameUses | undefined>;
	readonly #inference: Inference;

	/** `wanted`: the kinds of nodes that rules ask to see. */
	constructor(source: SourceFile, environment: Environment, wanted: ReadonlySet<NodeKind>) {
		this.environment = environment;
		this.#source = source;
		this.#qualified = new Memo(environment.recorder, undefined);
		this.#reaching = new Memo(environment.recorder, []);
		this.#nameUses = new Memo(environment.recorder, undefined);
		this.#inference = new Inference(this);
		this.update(source, wanted);
	}

	/** Takes up a new text of the file; statements whose syntax was kept keep their model. */
	update(source: SourceFile, wanted: ReadonlySet<NodeKind>): void {
		const before = new Set(this.#statements);
		const added: StatementModel[] = [];
		this.#source = source;
		this.#statements = source.statements.map((syntax) => statementModel(syntax, wanted));
		for (const statement of this.#statements) {
			statement.file = this;
			if (!before.delete(statement)) added.push(statement);
		}
		const removed = [...before];
		this.#names.update(removed, added);
		const changed = [...removed, ...added];
		for (const name of this.#mentions.keys()) if (changed.some(({ syntax }) => mentionsIn(syntax, name).length > 0)) this.#mentions.delete(name);
		this.#starImports = this.#statements.flatMap((statement) => statement.starImports);
		this.#search = undefined;
		this.#calls = undefined;
		this.#imported = undefined;
		this.#replacements = undefined;
		this.#moduleNames = undefined;
		this.#words.clear();
		this.#conditions = undefined;
		this.#roots = undefined;
	}

	/** Whether a statement is still there. */
	holds(statement: StatementModel): boolean {
		return this.#statements[statement.syntax.order] === statement;
	}

	get source(): SourceFile {
		return this.#source;
	}

	get statements(): readonly StatementModel[] {
		return this.#statements;
	}

	get path(): string {
		return this.source.path;
	}

	get functions(): FunctionModel[] {
		return this.statements.flatMap((statement) => statement.functions);
	}

	get classes(): ClassModel[] {
		return this.statements.flatMap((statement) => statement.classes);
	}

	/** The module's own statements, in order; a fact that no edit of the file leaves as it was, so ask only where something is found. */
	get roots(): readonly SyntaxNode[] {
		this.#roots ??= this.#statements.map((one) => one.syntax.root);
		this.environment.recorder.use(this.path, ';', this.#roots);
		return this.#roots;
	}

	/** Every call in the file, in the order of the text; a fact. */
	get calls(): readonly CallSite[] {
		this.#calls ??= this.#statements.flatMap((statement) => statement.calls);
		this.environment.recorder.use(this.path, '()', this.#calls);
		return this.#calls;
	}

	/** Modules of `from module import *`, in the order of the text. */
	get starImports(): readonly string[] {
		this.environment.recorder.use(this.path, '*', this.#starImports);
		return this.#starImports;
	}

	/** The module's own `if` statements before a top-level statement; some may leave the program. */
	conditionsBefore(statement: SyntaxNode): readonly SyntaxNode[] {
		const all = this.moduleConditions;
		this.environment.recorder.use(this.path, 'if', all);
		return all.filter((one) => one.statement.order < statement.statement.order);
	}

	get moduleConditions(): readonly SyntaxNode[] {
		this.#conditions ??= this.#statements.map((one) => one.syntax.root).filter((root) => root.kind === 'if_statement' || root.kind === 'assert_statement');
		return this.#conditions;
	}

	/** All bindings of a name in the module scope, in the order of the text. The answer is a fact that whoever asked depends on. */
	moduleBindings(name: string): readonly Binding[] {
		const bindings = this.#names.get(name);
		this.environment.recorder.use(this.path, name, bindings);
		return bindings;
	}

	/** The module's names in the order in which the text first binds them, without noting a dependency. */
	moduleNames(): Iterable<string> {
		this.#moduleNames ??= new Set(this.#statements.flatMap((statement) => [...statement.scope.bindings.keys()]));
		return this.#moduleNames;
	}

	/** Whether the file imports a module or something from it, anywhere; a fact. */
	imports(module: string): boolean {
		this.#imported ??= new Set(this.#statements.flatMap((statement) => statement.imports.flatMap(packagesOf)));
		const answer = this.#imported.has(module);
		this.environment.recorder.use(this.path, `imports ${module}`, answer);
		return answer;
	}

	/** The objects that get another attribute of that name from outside of their class's methods; a fact. */
	replacementsOf(name: string): readonly SyntaxNode[] {
		this.#replacements ??= objectsByName(this.#statements.flatMap((statement) => statement.replacements));
		const found = this.#replacements.get(name) ?? [];
		this.environment.recorder.use(this.path, `replaced ${name}`, found);
		return found;
	}

	/** Whether the text has a word anywhere; a fact. The quick way to see that nothing need be looked for. */
	hasWord(word: string): boolean {
		let answer = this.#words.get(word);
		if (answer === undefined) {
			answer = this.#source.text.includes(word);
			this.#words.set(word, answer);
		}
		this.environment.recorder.use(this.path, `word ${word}`, answer);
		return answer;
	}

	/** Every identifier with that text, also as an attribute or keyword, in the order of the text; a fact. `within`: only those in that node, which costs far less. */
	mentions(name: string, within?: SyntaxNode): readonly SyntaxNode[] {
		// Whoever has the node depends on its statement already.
		if (within) return mentionsIn(within.statement, name).filter((node) => node.isInside(within));
		let found = this.#mentions.get(name);
		if (!found) {
			this.#search ??= new MentionSearch(this.#statements.map(({ syntax }) => syntax));
			found = this.#search.find(name);
			this.#mentions.set(name, found);
		}
		this.environment.recorder.use(this.path, `mentions ${name}`, found);
		return found;
	}

	/** The identifiers that may stand for a binding, wherever they are in the text; the one that binds is among them. */
	usesOf(binding: Binding): readonly SyntaxNode[] {
		const { kind, function: owner, class: ownClass } = binding.scope;
		const within = kind === 'class' ? ownClass?.node : kind === 'module' ? undefined : owner?.node;
		// Uses in one scope are looked up to one list, which may be long.
		const holds = new Map<readonly Binding[], boolean>();
		return this.mentions(binding.name, within).filter((use) => {
			const { bindings } = this.lookup(use);
			if (!holds.has(bindings)) holds.set(bindings, bindings.includes(binding));
			return holds.get(bindings);
		});
	}

	/** The bindings and uses of the name that an identifier stands for; undefined for a name that is bound nowhere in the file. */
	usesOfName(identifier: SyntaxNode): NameUses | undefined {
		const { bindings } = this.lookup(identifier);
		return bindings.length === 0 ? undefined : this.#nameUses.get(bindings, () => nameUses(this.lookup(identifier).bindings, this));
	}

	/** The scope in which a node's names are looked up. */
	scopeOf(node: SyntaxNode): Scope {
		const model = this.statementOf(node);
		let scope = model.scopeByNode.get(node.index);
		if (!scope) {
			scope = scopeAround(node, model);
			model.scopeByNode.set(node.index, scope);
		}
		return scope;
	}

	statementOf(node: SyntaxNode): StatementModel {
		return this.statements[node.statement.order] as StatementModel;
	}

	/** The function in whose body a node stands. */
	functionOf(node: SyntaxNode): FunctionModel | undefined {
		return this.scopeOf(node).function;
	}

	lookup(identifier: SyntaxNode): Lookup {
		return this.lookupName(identifier.text, this.scopeOf(identifier));
	}

	/** Looks a name up as Python does from code in the scope. */
	lookupName(name: string, from: Scope): Lookup {
		for (let scope: Scope | undefined = from; scope?.parent; scope = scope.parent) {
			if (scope.globals.has(name)) break;
			// A class body's names are seen in the body itself only, not in its methods and comprehensions.
			if (scope.kind === 'class' && scope !== from) continue;
			const bindings = scope.bindings.get(name);
			if (bindings) return { bindings, scope, isBuiltin: false };
		}
		const bindings = this.moduleBindings(name);
		if (bindings.length > 0) return { bindings, scope: undefined, isBuiltin: false };
		return { bindings: [], scope: undefined, isBuiltin: builtins.has(name) };
	}

	/** The bindings an identifier may have where it stands, after the assignments that come before it. */
	reaching(identifier: SyntaxNode): readonly Binding[] {
		const { bindings } = this.lookup(identifier);
		return bindings.length <= 1 ? bindings : this.#reaching.get(identifier, () => reachingBindings(this.lookup(identifier).bindings, identifier, this));
	}

	/** Where a name is defined, when that is one place. */
	definition(identifier: SyntaxNode): SyntaxNode | undefined {
		const bindings = this.reaching(identifier);
		return bindings.length === 1 ? bindings[0]?.node : undefined;
	}

	/** What an expression refers to outside the project; undefined when that is not certain. */
	qualifiedName(expression: SyntaxNode): QualifiedName | undefined {
		if (expression.kind === 'parenthesized_expression') return expression.children[0] && this.qualifiedName(expression.children[0]);
		if (expression.kind !== 'identifier' && expression.kind !== 'attribute') return undefined;
		return this.#qualified.get(expression, () => this.#inference.qualifiedName(expression));
	}

	/** What calling something outside the project gives, by its qualified name; undefined when that is not known. */
	apiOf(name: string): OutsideApi | undefined {
		return this.environment.api(name as QualifiedName, this);
	}

	/** The class an expression is an instance of; undefined when that is not certain. */
	typeOf(expression: SyntaxNode): Type | undefined {
		return this.#inference.typeOf(expression);
	}

	/** The function that an expression names: a function, method or lambda of the project. */
	functionNamed(expression: SyntaxNode): FunctionModel | undefined {
		return this.#inference.functionNamed(expression);
	}

	/** The class that an expression names. */
	classNamed(expression: SyntaxNode): ClassModel | undefined {
		return this.#inference.classNamed(expression);
	}

	get inference(): Inference {
		return this.#inference;
	}
}

/** A module and all packages it lies in. */
function packagesOf(module: string): string[] {
	const parts = module.split('.');
	return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** The file a function, class or call stands in, as it is now. */
export function fileOf(model: FunctionModel | ClassModel | CallSite): FileModel {
	return model.statement.file as FileModel;
}

const models = new WeakMap<Statement, { readonly model: StatementModel; readonly wanted: ReadonlySet<NodeKind> }>();

function statementModel(statement: Statement, wanted: ReadonlySet<NodeKind>): StatementModel {
	const known = models.get(statement);
	if (known?.wanted === wanted) return known.model;
	const model = buildStatementModel(statement, wanted);
	models.set(statement, { model, wanted });
	return model;
}

function scopeAround(node: SyntaxNode, model: StatementModel): Scope {
	let inner: SyntaxNode | undefined;
	for (let current: SyntaxNode | undefined = node; current !== undefined; current = current.parent) {
		const scope = model.scopes.get(current.index);
		if (scope && !(scope.kind === 'comprehension' && inner && isFirstIterable(inner, node))) return scope;
		inner = current;
	}
	return model.scope;
}

/** The iterable of a comprehension's first `for` is evaluated outside the comprehension. */
function isFirstIterable(child: SyntaxNode, node: SyntaxNode): boolean {
	if (child.kind !== 'for_in_clause') return false;
	const comprehension = child.parent;
	if (comprehension?.children.find((one) => one.kind === 'for_in_clause') !== child) return false;
	const iterable = child.field('right');
	return iterable !== undefined && node.isInside(iterable);
}
