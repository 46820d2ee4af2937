import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { SourceFile, Statement, SyntaxNode } from '../syntax/source-file.ts';
import { Memo } from '../util/memo.ts';
import type { CallSite } from './calls.ts';
import type { Environment } from './environment.ts';
import { reachingBindings } from './flow.ts';
import type { ClassModel, FunctionModel } from './functions.ts';
import { Inference } from './inference.ts';
import { builtins, type QualifiedName } from './names.ts';
import type { Binding, Scope } from './scopes.ts';
import { buildStatementModel, type StatementModel } from './statement-model.ts';
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
	#names = new Map<string, Binding[]>();
	#starImports: string[] = [];
	#conditions: readonly SyntaxNode[] | undefined;
	readonly #qualified: Memo<SyntaxNode, QualifiedName | undefined>;
	readonly #inference: Inference;

	/** `wanted`: the kinds of nodes that rules ask to see. */
	constructor(source: SourceFile, environment: Environment, wanted: ReadonlySet<NodeKind>) {
		this.environment = environment;
		this.#source = source;
		this.#qualified = new Memo(environment.recorder, undefined);
		this.#inference = new Inference(this);
		this.update(source, wanted);
	}

	/** Takes up a new text of the file; statements whose syntax was kept keep their model. */
	update(source: SourceFile, wanted: ReadonlySet<NodeKind>): void {
		this.#source = source;
		this.#statements = source.statements.map((statement) => statementModel(statement, wanted));
		this.#names = new Map();
		this.#starImports = [];
		this.#conditions = undefined;
		for (const statement of this.#statements) {
			statement.file = this;
			this.#starImports.push(...statement.starImports);
			for (const [name, bindings] of statement.scope.bindings) {
				const all = this.#names.get(name);
				if (all) all.push(...bindings);
				else this.#names.set(name, [...bindings]);
			}
		}
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

	get calls(): CallSite[] {
		return this.statements.flatMap((statement) => statement.calls);
	}

	/** Modules of `from module import *`, in the order of the text. */
	get starImports(): readonly string[] {
		this.environment.recorder.use(`${this.path}\n*`, this.#starImports);
		return this.#starImports;
	}

	/** The module's own `if` statements before a top-level statement; some may leave the program. */
	conditionsBefore(statement: SyntaxNode): readonly SyntaxNode[] {
		const all = this.moduleConditions;
		this.environment.recorder.use(`${this.path}\nif`, all);
		return all.filter((one) => one.statement.order < statement.statement.order);
	}

	get moduleConditions(): readonly SyntaxNode[] {
		this.#conditions ??= this.#statements.map((one) => one.syntax.root).filter((root) => root.kind === 'if_statement' || root.kind === 'assert_statement');
		return this.#conditions;
	}

	/** All bindings of a name in the module scope, in the order of the text. The answer is a fact that whoever asked depends on. */
	moduleBindings(name: string): readonly Binding[] {
		const bindings = this.#names.get(name) ?? [];
		this.environment.recorder.use(`${this.path}\n${name}`, bindings);
		return bindings;
	}

	/** The module's names, without noting a dependency. */
	moduleNames(): Iterable<string> {
		return this.#names.keys();
	}

	/** Whether the file imports a module or something from it, anywhere. */
	imports(module: string): boolean {
		const matches = (target: string) => target === module || target.startsWith(`${module}.`);
		this.environment.recorder.use(`${this.path}\nimports ${module}`, this.#importsAnywhere(matches));
		return this.#importsAnywhere(matches);
	}

	#importsAnywhere(matches: (target: string) => boolean): boolean {
		const inScope = (scope: Scope) => [...scope.bindings.values()].some((bindings) => bindings.some((binding) => binding.target !== undefined && matches(binding.target)));
		return this.#starImports.some(matches) || this.statements.some((statement) => inScope(statement.scope) || [...statement.scopes.values()].some(inScope));
	}

	/** Every identifier with that text, also as an attribute or keyword, in the order of the text. */
	mentions(name: string): readonly SyntaxNode[] {
		const found = this.statements.flatMap((statement) => mentionsIn(statement.syntax).get(name)?.map((index) => statement.syntax.node(index)) ?? []);
		this.environment.recorder.use(`${this.path}\nmentions ${name}`, found);
		return found;
	}

	/** The scope in which a node's names are looked up. */
	scopeOf(node: SyntaxNode): Scope {
		const model = this.statementOf(node);
		let inner: SyntaxNode | undefined;
		for (let current: SyntaxNode | undefined = node; current !== undefined; current = current.parent) {
			const scope = model.scopes.get(current.index);
			if (scope && !(scope.kind === 'comprehension' && inner && isFirstIterable(inner, node))) return scope;
			inner = current;
		}
		return model.scope;
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
		return reachingBindings(this.lookup(identifier).bindings, identifier, this);
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

const mentionTables = new WeakMap<Statement, ReadonlyMap<string, readonly number[]>>();

/** Indexes of a statement's identifiers by their text. */
function mentionsIn(statement: Statement): ReadonlyMap<string, readonly number[]> {
	const known = mentionTables.get(statement);
	if (known) return known;
	const table = new Map<string, number[]>();
	for (let i = 0; i < statement.count; i++) {
		if (statement.kindAt(i) !== 'identifier') continue;
		const { text } = statement.node(i);
		const list = table.get(text);
		if (list) list.push(i);
		else table.set(text, [i]);
	}
	mentionTables.set(statement, table);
	return table;
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

/** The iterable of a comprehension's first `for` is evaluated outside the comprehension. */
function isFirstIterable(child: SyntaxNode, node: SyntaxNode): boolean {
	if (child.kind !== 'for_in_clause') return false;
	const comprehension = child.parent;
	if (comprehension?.children.find((one) => one.kind === 'for_in_clause') !== child) return false;
	const iterable = child.field('right');
	return iterable !== undefined && node.isInside(iterable);
}
