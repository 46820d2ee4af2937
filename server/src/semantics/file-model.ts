import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { SourceFile, Statement, SyntaxNode } from '../syntax/source-file.ts';
import { Memo } from '../util/memo.ts';
import { Home, Questions, Source, use } from '../util/tracking.ts';
import type { CallSite } from './calls.ts';
import type { Environment, OutsideApi } from './environment.ts';
import { reachingBindings } from './flow.ts';
import type { ClassModel, FunctionModel } from './functions.ts';
import { Inference } from './inference.ts';
import { MentionSearch, mentionsIn, namesMentionedIn } from './mention-index.ts';
import { NameTable } from './name-table.ts';
import { type NameUses, nameUses } from './name-uses.ts';
import { builtins, type QualifiedName } from './names.ts';
import { objectsByName } from './replacements.ts';
import type { Binding, Scope } from './scopes.ts';
import { type Before, buildStatementModel, rebuildMember } from './statement-builder.ts';
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
	/** The models of top-level statements, by their syntax. */
	#byStatement: ReadonlyMap<Statement, StatementModel> = new Map();
	readonly #names = new NameTable<Binding>(
		(statement) => statement.scope.bindings,
		(binding) => binding.node,
	);
	/** Where answers about the file as a whole live. */
	readonly home = new Home();
	/** Changes with every edit. */
	readonly #text = new Source();
	/** Answers of `mentions`. */
	readonly #mentionsByName = new Map<string, readonly SyntaxNode[]>();
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
	/** What others ask about the file as a whole. */
	readonly #asked = {
		bindings: new Questions<string, readonly Binding[]>({ ask: (name) => this.#names.get(name) }),
		mentions: new Questions<string, readonly SyntaxNode[]>({ ask: (name) => this.#mentionsOf(name) }),
		mentioned: new Questions<string, boolean>({ ask: (name) => this.#mentionsOf(name).length > 0 }),
		replacements: new Questions<string, readonly SyntaxNode[]>({ ask: (name) => this.#replacementsByName.get(name) ?? [] }),
		imports: new Questions<string, boolean>({ ask: (module) => this.#importedModules.has(module) }),
		words: new Questions<string, boolean>({ ask: (word) => this.#holdsWord(word) }),
		calls: new Questions<'all', readonly CallSite[]>({ ask: () => this.#allCalls }),
		starImports: new Questions<'all', readonly string[]>({ ask: () => this.#starImports }),
		conditions: new Questions<'all', readonly SyntaxNode[]>({ ask: () => this.moduleConditions }),
		roots: new Questions<'all', readonly SyntaxNode[]>({ ask: () => this.#allRoots }),
		items: new Questions<'all', readonly StatementModel[]>({ ask: () => this.#statements }),
	};

	/** `wanted`: the kinds of nodes that rules ask to see. */
	constructor(source: SourceFile, environment: Environment, wanted: ReadonlySet<NodeKind>) {
		this.environment = environment;
		this.#source = source;
		const { inquiry } = environment;
		this.#qualified = new Memo({ inquiry, homeOf: itemOf, whenCircular: undefined });
		this.#reaching = new Memo({ inquiry, homeOf: itemOf, whenCircular: [] });
		this.#nameUses = new Memo<readonly Binding[], NameUses | undefined>({
			inquiry,
			homeOf: (bindings) => itemOf((bindings[0] as Binding).node),
			whenCircular: undefined,
			isFinal: true,
		});
		this.#inference = new Inference(this);
		this.update(source, wanted);
	}

	/** Takes up a new text of the file. Items whose syntax was kept keep their model; what was drawn from the others, and from names that mean something else now, goes. */
	update(source: SourceFile, wanted: ReadonlySet<NodeKind>): void {
		const old = this.#source;
		const before = new Set(this.#statements);
		this.#source = source;
		this.#byStatement = this.#modelsOf(source, wanted);
		this.#statements = [...this.#byStatement.values()].flatMap((model) => (model.members.length === 0 ? model : [model, ...model.members]));
		const added: StatementModel[] = [];
		for (const statement of this.#statements) {
			statement.file = this;
			if (!before.delete(statement)) added.push(statement);
		}
		const removed = [...before];
		const renamed = this.#names.update(removed, added);
		this.#search = undefined;
		this.#roots = undefined;
		this.#calls = undefined;
		this.#imported = undefined;
		this.#replacements = undefined;
		this.#moduleNames = undefined;
		this.#conditions = undefined;
		const changed = [...removed, ...added];
		const mentioned = new Set<string>();
		for (const { syntax } of changed) for (const name of namesMentionedIn(syntax)) if (this.#mentionsByName.delete(name)) mentioned.add(name);
		const texts = textsThatChanged(old, source);
		const words = [...this.#words.keys()].filter((word) => texts.some((text) => text.includes(word)));
		for (const word of words) this.#words.delete(word);
		this.#starImports = this.#statements.flatMap((statement) => statement.starImports);
		const asked = this.#asked;
		asked.bindings.recheck(renamed);
		asked.mentions.recheck(mentioned);
		asked.mentioned.recheck(mentioned);
		asked.words.recheck(words);
		if (changed.some((one) => one.imports.length > 0)) asked.imports.recheck();
		if (changed.some((one) => one.replacements.length > 0)) asked.replacements.recheck();
		if (changed.length > 0) asked.calls.recheck();
		asked.starImports.recheck();
		asked.conditions.recheck();
		asked.items.recheck();
		asked.roots.recheck();
		this.#text.change();
		for (const statement of removed) retireModels(statement);
		retireGone(old, source);
	}

	#modelsOf(source: SourceFile, wanted: ReadonlySet<NodeKind>): ReadonlyMap<Statement, StatementModel> {
		const found = new Map<Statement, StatementModel>();
		const before = new ModelsBefore(this.#byStatement, source);
		for (const syntax of source.statements) found.set(syntax, this.#modelOf(syntax, before, wanted));
		return found;
	}

	#modelOf(syntax: Statement, before: ModelsBefore, wanted: ReadonlySet<NodeKind>): StatementModel {
		const known = this.#byStatement.get(syntax);
		if (!known) return buildStatementModel(syntax, wanted, before);
		for (const [i, member] of syntax.members.entries()) {
			const model = known.members[i] as StatementModel;
			if (model.syntax === member) continue;
			if (rebuildMember(member, model, known, wanted)) continue;
			// The statement gives another name now.
			syntax.retire();
			return buildStatementModel(syntax, wanted, before);
		}
		return known;
	}

	/** The model is replaced by another: whatever was found out with its help goes. */
	retire(): void {
		this.home.retire();
		this.#text.change();
		for (const questions of Object.values(this.#asked)) questions.close();
		for (const statement of this.#statements) retireModels(statement);
		for (const part of this.#source.parts) retireItem(part);
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
		return this.#asked.items.get('all').flatMap((statement) => statement.functions);
	}

	get classes(): ClassModel[] {
		return this.#asked.items.get('all').flatMap((statement) => statement.classes);
	}

	/** Whoever records draws on the whole text; only for what is then asked once for a file, see `perFile`. */
	useText(): void {
		use(this.#text);
	}

	/** The module's own statements, in order. Most edits change one of them, so ask only where something is found. */
	get roots(): readonly SyntaxNode[] {
		return this.#asked.roots.get('all');
	}

	get #allRoots(): readonly SyntaxNode[] {
		this.#roots ??= this.#source.statements.map((one) => one.root);
		return this.#roots;
	}

	/** Every call in the file, in the order of the text. */
	get calls(): readonly CallSite[] {
		return this.#asked.calls.get('all');
	}

	get #allCalls(): readonly CallSite[] {
		this.#calls ??= this.#statements.flatMap((statement) => statement.calls);
		return this.#calls;
	}

	/** Modules of `from module import *`, in the order of the text. */
	get starImports(): readonly string[] {
		return this.#asked.starImports.get('all');
	}

	/** The module's own `if` statements before a top-level statement; some may leave the program. */
	conditionsBefore(statement: SyntaxNode): readonly SyntaxNode[] {
		return this.#asked.conditions.get('all').filter((one) => one.statement.order < statement.statement.top.order);
	}

	get moduleConditions(): readonly SyntaxNode[] {
		this.#conditions ??= this.#source.statements.map((one) => one.root).filter((root) => root.kind === 'if_statement' || root.kind === 'assert_statement');
		return this.#conditions;
	}

	/** All bindings of a name in the module scope, in the order of the text. */
	moduleBindings(name: string): readonly Binding[] {
		return this.#asked.bindings.get(name);
	}

	/** The module's names in the order in which the text first binds them, without noting a dependency. */
	moduleNames(): Iterable<string> {
		this.#moduleNames ??= new Set(this.#statements.flatMap((statement) => [...statement.scope.bindings.keys()]));
		return this.#moduleNames;
	}

	/** Whether the file imports a module or something from it, anywhere. */
	imports(module: string): boolean {
		return this.#asked.imports.get(module);
	}

	get #importedModules(): ReadonlySet<string> {
		this.#imported ??= new Set(this.#statements.flatMap((statement) => statement.imports.flatMap(packagesOf)));
		return this.#imported;
	}

	/** The objects that get another attribute of that name from outside of their class's methods. */
	replacementsOf(name: string): readonly SyntaxNode[] {
		return this.#asked.replacements.get(name);
	}

	get #replacementsByName(): ReadonlyMap<string, readonly SyntaxNode[]> {
		this.#replacements ??= objectsByName(this.#statements.flatMap((statement) => statement.replacements));
		return this.#replacements;
	}

	/** Whether the text has a word anywhere. The quick way to see that nothing need be looked for. */
	hasWord(word: string): boolean {
		return this.#asked.words.get(word);
	}

	#holdsWord(word: string): boolean {
		let answer = this.#words.get(word);
		if (answer === undefined) {
			answer = this.#source.text.includes(word);
			this.#words.set(word, answer);
		}
		return answer;
	}

	/** Every identifier with that text, also as an attribute or keyword, in the order of the text. `within`: only those in that node, which costs far less. */
	mentions(name: string, within?: SyntaxNode): readonly SyntaxNode[] {
		if (!within) return this.#asked.mentions.get(name);
		const { statement } = within;
		// Whoever has the node depends on its item; those of a class's methods lie elsewhere.
		if (statement.members.length === 0) return mentionsIn(statement, name).filter((node) => node.isInside(within));
		return this.mentions(name).filter((node) => node.isInside(within));
	}

	/** Whether an identifier with that text stands anywhere. */
	isMentioned(name: string): boolean {
		return this.#asked.mentioned.get(name);
	}

	#mentionsOf(name: string): readonly SyntaxNode[] {
		let found = this.#mentionsByName.get(name);
		if (!found) {
			this.#search ??= new MentionSearch(this.#statements.map(({ syntax }) => syntax));
			const all = this.#search.find(name);
			found = this.#statements.length === this.#byStatement.size ? all : all.sort((a, b) => (a === b ? 0 : a.precedes(b) ? -1 : 1));
			this.#mentionsByName.set(name, found);
		}
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

	/** The model of the item in which a node stands. */
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

/** No module lies deeper. */
const PARTS_LIMIT = 40;

/** A module and all packages it lies in. */
function packagesOf(module: string): string[] {
	const parts = module.split('.', PARTS_LIMIT);
	return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** The file a function, class or call stands in, as it is now. */
export function fileOf(model: FunctionModel | ClassModel | CallSite): FileModel {
	return model.statement.file as FileModel;
}

/** The item of a node: where answers about it live. */
function itemOf(node: SyntaxNode): Statement {
	return node.statement;
}

/** The models of a file before an edit, for those that are built anew. */
class ModelsBefore implements Before {
	readonly #models: ReadonlyMap<Statement, StatementModel>;
	readonly #byMember = new Map<Statement, { readonly model: StatementModel; readonly shell: StatementModel }>();
	/** Statements that are gone, by the name of the class or function they define. */
	readonly #gone = new Map<string, StatementModel[]>();

	constructor(models: ReadonlyMap<Statement, StatementModel>, source: SourceFile) {
		this.#models = models;
		if (models.size === 0) return;
		const kept = new Set(source.statements);
		for (const [syntax, model] of models) {
			if (kept.has(syntax)) continue;
			for (const member of model.members) this.#byMember.set(member.syntax, { model: member, shell: model });
			const name = definedName(model);
			if (name !== undefined) this.#gone.set(name, [...(this.#gone.get(name) ?? []), model]);
		}
	}

	of(item: Statement): StatementModel | undefined {
		return this.#byMember.get(item)?.model;
	}

	earlier(statement: Statement): StatementModel | undefined {
		const own = this.#models.get(statement);
		if (own) {
			for (const member of own.members) this.#byMember.set(member.syntax, { model: member, shell: own });
			return own;
		}
		for (const member of statement.members) {
			const known = this.#byMember.get(member);
			if (known) return this.#take(known.shell);
		}
		const name = nameDefinedBy(statement.root);
		const found = name === undefined ? undefined : this.#gone.get(name)?.[0];
		return found && this.#take(found);
	}

	/** Each is taken over once. */
	#take(model: StatementModel): StatementModel {
		const name = definedName(model);
		if (name !== undefined) this.#gone.set(name, this.#gone.get(name)?.filter((one) => one !== model) ?? []);
		return model;
	}
}

/** The name of the class or function that a statement is. */
function definedName(model: StatementModel): string | undefined {
	return model.rootFunction?.name ?? nameDefinedBy(model.syntax.root);
}

function nameDefinedBy(root: SyntaxNode): string | undefined {
	const definition = root.kind === 'decorated_definition' ? root.field('definition') : root;
	return definition?.kind === 'function_definition' || definition?.kind === 'class_definition' ? definition.field('name')?.text : undefined;
}

/** The texts of pieces that only one of two versions of a file has. */
function textsThatChanged(old: SourceFile, now: SourceFile): string[] {
	if (old === now) return [];
	const before = new Set(itemsOf(old));
	const texts: string[] = [];
	for (const item of itemsOf(now)) if (!before.delete(item)) texts.push(item.ownText);
	for (const item of before) texts.push(item.ownText);
	return texts;
}

function retireGone(old: SourceFile, now: SourceFile): void {
	if (old === now) return;
	const gone = new Set(itemsOf(old));
	for (const item of itemsOf(now)) gone.delete(item);
	for (const item of gone) item.retire();
}

/** Functions and classes that no later model took over. */
function retireModels(statement: StatementModel): void {
	for (const model of [statement.rootFunction, ...statement.classes]) if (model?.statement === statement && model.home === model) model.retire();
}

function retireItem(item: Statement): void {
	item.retire();
	for (const member of item.members) member.retire();
}

/** As they were when the file was parsed: a statement that was kept may have other members since. */
function* itemsOf(file: SourceFile): Generator<Statement> {
	yield* file.items;
	for (const part of file.parts) if (!part.isCode) yield part;
}

function scopeAround(node: SyntaxNode, model: StatementModel): Scope {
	let inner: SyntaxNode | undefined;
	for (let current: SyntaxNode | undefined = node; current?.statement === node.statement; current = current.parent) {
		const scope = model.scopes.get(current.index);
		if (scope && !(scope.kind === 'comprehension' && inner && isFirstIterable(inner, node))) return scope;
		inner = current;
	}
	return model.outer;
}

/** The iterable of a comprehension's first `for` is evaluated outside the comprehension. */
function isFirstIterable(child: SyntaxNode, node: SyntaxNode): boolean {
	if (child.kind !== 'for_in_clause') return false;
	const comprehension = child.parent;
	if (comprehension?.children.find((one) => one.kind === 'for_in_clause') !== child) return false;
	const iterable = child.field('right');
	return iterable !== undefined && node.isInside(iterable);
}
