import { MEMBER, NAMED, SKIP, WORDS } from '../syntax/flat-tree.ts';
import type { NodeKind } from '../syntax/grammar.generated.ts';
import { type Grammar, kindOf } from '../syntax/grammar.ts';
import type { Statement, SyntaxNode } from '../syntax/source-file.ts';
import { untracked } from '../util/tracking.ts';
import { type CallSite, isAwaited, withParentheses } from './calls.ts';
import { type AttributeAssignment, ClassModel, FunctionModel } from './functions.ts';
import { importedNames } from './imports.ts';
import { replacementBy } from './replacements.ts';
import { type Binding, type BindingKind, Scope } from './scopes.ts';
import { decoratorsOf, parametersOf } from './signature.ts';
import type { StatementModel } from './statement-model.ts';
import { captureIn, targetsIn } from './targets.ts';

/** Models of the items of a file as it was before an edit. */
export interface Before {
	/** The model of an item that the edit left alone. */
	of(item: Statement): StatementModel | undefined;
	/** The model of the statement that an edit turned into this one, as far as one can tell. */
	earlier(statement: Statement): StatementModel | undefined;
}

/** Builds the models of a statement and of the functions in it that are items of their own. `wanted` are the kinds of nodes that rules ask to see. */
export function buildStatementModel(statement: Statement, wanted: ReadonlySet<NodeKind>, before: Before): StatementModel {
	return untracked(() => {
		const earlier = before.earlier(statement);
		const builder = new Builder(statement, wanted, { before, classes: classesOf(earlier), functions: functionsOf(earlier) });
		const model = builder.build();
		publish(model);
		return model;
	});
}

/** Builds the model of a function that took the place of another of the same name in the same statement. */
export function rebuildMember(member: Statement, replaced: StatementModel, shell: StatementModel, wanted: ReadonlySet<NodeKind>): StatementModel | undefined {
	return untracked(() => {
		const name = functionNameIn(member.root);
		if (!replaced.rootFunction || !replaced.rootBinding || name !== replaced.rootFunction.name) return undefined;
		const model = new Builder(member, wanted, undefined, { outer: replaced.outer, earlier: replaced }).build();
		shell.members = shell.members.map((one) => (one === replaced ? model : one));
		const touched = new Set([...replaced.attributes, ...model.attributes].map((one) => one.class));
		for (const one of touched) collectAttributes(one, shell);
		return model;
	});
}

/** The name of the function that an item is. */
export function functionNameIn(root: SyntaxNode): string | undefined {
	const definition = root.kind === 'decorated_definition' ? root.field('definition') : root;
	return definition?.kind === 'function_definition' ? definition.field('name')?.text : undefined;
}

/** The classes of a statement that lie in no function, by their path: `Outer.Inner`, with a number where one is defined again. */
function classesOf(model: StatementModel | undefined): ReadonlyMap<string, ClassModel> {
	return new Map(model?.classes.flatMap((one) => (one.owner ? [] : [[one.path, one] as const])) ?? []);
}

/** Its functions that are items of their own, by their class and name, with a number where one is defined again. */
function functionsOf(model: StatementModel | undefined): ReadonlyMap<string, StatementModel> {
	const found = new Map<string, StatementModel>();
	if (!model) return found;
	for (const one of [model, ...model.members])
		if (one.rootFunction) found.set(numbered(`${one.rootFunction.class?.path ?? ''}.${one.rootFunction.name}`, found), one);
	return found;
}

function numbered(name: string, taken: { has(key: string): boolean }): string {
	let key = name;
	for (let count = 2; taken.has(key); count++) key = `${name} ${count}`;
	return key;
}

/** Lets know who looked into the classes of a statement what is another there now. */
function publish(model: StatementModel): void {
	for (const one of model.classes) {
		if (one.owner) continue;
		collectAttributes(one, model);
		one.scope.published();
	}
}

function collectAttributes(owner: ClassModel, shell: StatementModel): void {
	const byName = new Map<string, AttributeAssignment[]>();
	for (const item of [shell, ...shell.members])
		for (const { class: own, name, assignment } of item.attributes) {
			if (own !== owner) continue;
			const list = byName.get(name);
			if (list) list.push(assignment);
			else byName.set(name, [assignment]);
		}
	owner.setAttributes(byName);
}

/** What a statement is built from an earlier one. */
interface Adoption {
	readonly before: Before;
	readonly classes: ReadonlyMap<string, ClassModel>;
	readonly functions: ReadonlyMap<string, StatementModel>;
}

/** Of a function that is an item in a statement: the scope it stands in, and the model of the function of that name before. */
interface MemberPlace {
	readonly outer: Scope;
	readonly earlier: StatementModel | undefined;
}

type Mutable<T> = {
	-readonly [K in keyof T]: T[K] extends readonly (infer I)[]
		? I[]
		: T[K] extends ReadonlyMap<infer N, readonly (infer I)[]>
			? Map<N, I[]>
			: T[K] extends ReadonlyMap<infer N, infer V>
				? Map<N, V>
				: T[K];
};

type Handler = (builder: Builder, node: SyntaxNode) => void;

const handlers: { readonly [K in NodeKind]?: Handler } = {
	function_definition: (builder, node) => builder.enterFunction(node),
	lambda: (builder, node) => builder.enterFunction(node),
	class_definition: (builder, node) => builder.enterClass(node),
	list_comprehension: (builder, node) => builder.enterComprehension(node),
	set_comprehension: (builder, node) => builder.enterComprehension(node),
	dictionary_comprehension: (builder, node) => builder.enterComprehension(node),
	generator_expression: (builder, node) => builder.enterComprehension(node),
	call: (builder, node) => builder.addCall(node),
	assignment: (builder, node) => builder.bindTarget(node.field('left'), 'assignment', node.field('right'), node.field('type')),
	augmented_assignment: (builder, node) => builder.bindTarget(node.field('left'), 'augmented'),
	named_expression: (builder, node) => builder.bindWalrus(node),
	for_statement: (builder, node) => builder.bindTarget(node.field('left'), 'loop', node.field('right')),
	for_in_clause: (builder, node) => builder.bindTarget(node.field('left'), 'loop', node.field('right')),
	as_pattern: (builder, node) => builder.bindAs(node),
	import_statement: (builder, node) => builder.addImport(node),
	import_from_statement: (builder, node) => builder.addImport(node),
	future_import_statement: (builder, node) => builder.addImport(node),
	global_statement: (builder, node) => builder.declare(node, 'global'),
	nonlocal_statement: (builder, node) => builder.declare(node, 'nonlocal'),
	delete_statement: (builder, node) => builder.bindDeleted(node),
	case_pattern: (builder, node) => builder.bindCapture(node),
	splat_pattern: (builder, node) => builder.bindCapture(node),
	type_alias_statement: (builder, node) => builder.bindTypeAlias(node),
	return_statement: (builder, node) => builder.addReturn(node),
	yield: (builder) => builder.markGenerator(),
};

const handlerTables = new WeakMap<Grammar, readonly (Handler | undefined)[]>();

function handlerTable(grammar: Grammar): readonly (Handler | undefined)[] {
	let table = handlerTables.get(grammar);
	if (!table) {
		table = grammar.kinds.map((kind) => handlers[kind]);
		handlerTables.set(grammar, table);
	}
	return table;
}

class Builder {
	readonly #statement: Statement;
	readonly #wanted: ReadonlySet<NodeKind>;
	readonly #adoption: Adoption | undefined;
	readonly #place: MemberPlace | undefined;
	readonly #model: Mutable<StatementModel>;
	readonly #paths = new Set<string>();
	readonly #functionPaths = new Set<string>();
	#scope: Scope;
	/** Scopes that are open, with the index at which each ends. */
	readonly #open: { readonly scope: Scope; readonly end: number }[] = [];
	/** Bodies still to come, the next one last. */
	readonly #pending: { readonly index: number; readonly scope: Scope }[] = [];
	/** To be done when all is read. */
	readonly #atEnd: (() => void)[] = [];

	constructor(statement: Statement, wanted: ReadonlySet<NodeKind>, adoption: Adoption | undefined, place?: MemberPlace) {
		this.#statement = statement;
		this.#wanted = wanted;
		this.#adoption = adoption;
		this.#place = place;
		const scope = new Scope('module', undefined, undefined);
		this.#scope = place?.outer ?? scope;
		this.#model = {
			syntax: statement,
			scope,
			outer: this.#scope,
			members: [],
			rootFunction: undefined,
			rootBinding: undefined,
			attributes: [],
			functions: [],
			classes: [],
			calls: [],
			starImports: [],
			imports: [],
			replacements: [],
			nodes: new Map(),
			scopes: new Map(),
			scopeByNode: new Map(),
			file: undefined,
		};
	}

	build(): StatementModel {
		const { nodes, grammar, count } = this.#statement;
		const table = handlerTable(grammar);
		const wanted = grammar.kinds.map((kind) => this.#wanted.has(kind));
		for (let i = 0; i < count; i++) {
			while (this.#open.length > 0 && (this.#open.at(-1)?.end as number) <= i) {
				this.#open.pop();
				this.#scope = this.#open.at(-1)?.scope ?? this.#model.outer;
			}
			const word = nodes[i * WORDS] as number;
			if ((word & NAMED) === 0) continue;
			if ((word & MEMBER) !== 0) {
				this.#addMember(this.#statement.memberAt(i));
				continue;
			}
			if (this.#pending.length > 0 && this.#pending.at(-1)?.index === i) this.#openScope(i, (this.#pending.pop() as { scope: Scope }).scope);
			const symbol = word & 0xffff;
			if (wanted[symbol]) this.#collect(kindOf(grammar, symbol), this.#statement.node(i));
			table[symbol]?.(this, this.#statement.node(i));
		}
		for (const finish of this.#atEnd) finish();
		return this.#model;
	}

	/** A function that is an item of its own. */
	#addMember(member: Statement): void {
		const outer = this.#scope;
		const path = numbered(`${outer.class?.path ?? ''}.${functionNameIn(member.root)}`, this.#functionPaths);
		this.#functionPaths.add(path);
		const known = this.#adoption?.before.of(member);
		const earlier = this.#adoption?.functions.get(path);
		// In another class it means something else, though its syntax was kept.
		if (known && known.outer !== outer) member.retire();
		const model = known?.outer === outer ? known : new Builder(member, this.#wanted, undefined, { outer, earlier }).build();
		this.#model.members.push(model);
		if (model.rootBinding) this.#bind(model.rootBinding);
	}

	#collect(kind: NodeKind, node: SyntaxNode): void {
		const list = this.#model.nodes.get(kind);
		if (list) list.push(node);
		else this.#model.nodes.set(kind, [node]);
	}

	#openScope(index: number, scope: Scope): void {
		this.#model.scopes.set(index, scope);
		this.#open.push({ scope, end: this.#statement.nodes[index * WORDS + SKIP] as number });
		this.#scope = scope;
	}

	enterFunction(node: SyntaxNode): void {
		const body = node.field('body');
		if (!body) return;
		const isLambda = node.kind === 'lambda';
		const nameNode = node.field('name') ?? node;
		const name = isLambda ? '<lambda>' : nameNode.text;
		const enclosing = this.#scope;
		const parameters = parametersOf(node.field('parameters'));
		const parts = {
			node,
			nameNode,
			body,
			isAsync: node.hasToken('async'),
			isGenerator: false,
			decorators: decoratorsOf(node),
			parameters,
			returnAnnotation: node.field('return_type'),
			scope: undefined as Scope | undefined,
			calls: [],
			returns: [],
			statement: this.#model,
		};
		// The first function of an item that is one: all others lie in it.
		const isRoot = !isLambda && this.#model.functions.length === 0 && enclosing === this.#model.outer && isRootDefinition(node);
		const earlier = isRoot ? this.#earlierRoot(name, enclosing) : undefined;
		const model = earlier?.rootFunction ?? new FunctionModel(name, isLambda, enclosing.function, isLambda ? undefined : enclosing.class, parts);
		if (earlier) {
			const was = model.edit(parts);
			this.#atEnd.push(() => model.edited(was));
		}
		const scope = new Scope('function', enclosing, model);
		parts.scope = scope;
		this.#model.functions.push(model);
		if (!isLambda) {
			const binding = sameBinding(earlier?.rootBinding, { name, kind: 'function', node: nameNode, scope: enclosing, function: model });
			if (isRoot) {
				this.#model.rootFunction = model;
				this.#model.rootBinding = binding;
			}
			// What stands for a member in its statement is bound there.
			if (!isRoot || !this.#place) this.#bind(binding);
		}
		for (const parameter of parameters)
			scope.bind({
				name: parameter.name,
				kind: 'parameter',
				node: parameter.node,
				scope,
				parameter,
				...(parameter.annotation ? { annotation: parameter.annotation } : {}),
			});
		this.#pending.push({ index: body.index, scope });
	}

	/** The item from which the function that this item is takes over its identity. */
	#earlierRoot(name: string, enclosing: Scope): StatementModel | undefined {
		const earlier = this.#place ? this.#place.earlier : this.#adoption?.functions.get(`.${name}`);
		return earlier?.rootFunction?.name === name && earlier.rootFunction.class === enclosing.class && earlier.rootBinding ? earlier : undefined;
	}

	enterClass(node: SyntaxNode): void {
		const body = node.field('body');
		const nameNode = node.field('name');
		if (!body || !nameNode) return;
		const name = nameNode.text;
		const enclosing = this.#scope;
		const owner = enclosing.function;
		const bases = node.field('superclasses')?.children.filter((child) => child.kind !== 'keyword_argument') ?? [];
		const parts = { node, nameNode, bases, decorators: decoratorsOf(node), statement: this.#model };
		const path = owner ? name : numbered(enclosing.class ? `${enclosing.class.path}.${name}` : name, this.#paths);
		this.#paths.add(path);
		const earlier = owner ? undefined : this.#adoption?.classes.get(path);
		const model = earlier ?? new ClassModel(name, path, owner, (own) => new Scope('class', enclosing, owner, own, !owner), parts);
		if (earlier) {
			earlier.edit(parts);
			earlier.scope.reset(enclosing);
		}
		this.#model.classes.push(model);
		model.binding = sameBinding(model.binding, { name, kind: 'class', node: nameNode, scope: enclosing, class: model });
		this.#bind(model.binding);
		this.#pending.push({ index: body.index, scope: model.scope });
	}

	enterComprehension(node: SyntaxNode): void {
		this.#openScope(node.index, new Scope('comprehension', this.#scope, this.#scope.function));
	}

	addCall(node: SyntaxNode): void {
		const callee = node.field('function');
		if (!callee) return;
		const owner = this.#scope.function;
		const call: CallSite = { node, callee, owner, isAwaited: isAwaited(node), statement: this.#model };
		this.#model.calls.push(call);
		if (owner) (owner.calls as CallSite[]).push(call);
		const replacement = replacementBy(node, callee);
		if (replacement) this.#model.replacements.push(replacement);
	}

	addReturn(node: SyntaxNode): void {
		(this.#scope.function?.returns as SyntaxNode[] | undefined)?.push(node);
	}

	markGenerator(): void {
		this.#scope.function?.markGenerator();
	}

	addImport(node: SyntaxNode): void {
		const { names, starImport } = importedNames(node);
		if (starImport !== undefined) this.#model.starImports.push(starImport);
		this.#model.imports.push(...names.map((one) => one.target), ...(starImport === undefined ? [] : [starImport]));
		for (const { name, target, node: place } of names) this.#bind({ name, kind: 'import', node: place, scope: this.#scope, target });
	}

	declare(node: SyntaxNode, kind: 'global' | 'nonlocal'): void {
		for (const name of node.children) this.#scope.declare(name.text, kind);
	}

	bindWalrus(node: SyntaxNode): void {
		let scope = this.#scope;
		while (scope.kind === 'comprehension' && scope.parent) scope = scope.parent;
		const name = node.field('name');
		const value = node.field('value');
		if (name) this.#bind({ name: name.text, kind: 'assignment', node: name, scope, ...(value ? { value } : {}) });
	}

	/** `with x as y`, `except E as y`, `case P as y`. */
	bindAs(node: SyntaxNode): void {
		const alias = node.field('alias');
		const value = node.children[0];
		if (node.parent?.kind === 'case_pattern' || node.parent?.kind === 'case_clause') {
			const name = alias ?? node.children.at(-1);
			if (name) this.#bindName(name, 'match');
			return;
		}
		const target = alias?.kind === 'as_pattern_target' ? alias.children[0] : alias;
		// `with (open(x) as f):` has parentheses between.
		this.bindTarget(target, withParentheses(node).parent?.kind === 'with_item' ? 'with' : 'except', value);
	}

	bindDeleted(node: SyntaxNode): void {
		for (const child of node.children) this.bindTarget(child, 'delete');
	}

	bindCapture(node: SyntaxNode): void {
		const name = captureIn(node);
		if (name) this.#bindName(name, 'match');
	}

	bindTypeAlias(node: SyntaxNode): void {
		const name = node.field('left')?.children[0];
		if (name?.kind === 'identifier') this.#bindName(name, 'type');
	}

	bindTarget(target: SyntaxNode | undefined, kind: BindingKind, value?: SyntaxNode, annotation?: SyntaxNode): void {
		for (const bound of target ? targetsIn(target, kind, value) : []) {
			const { node, value: own, part } = bound;
			// `x: int` alone declares a type and binds nothing at run time, but says what x is.
			const declared = node === target ? annotation : undefined;
			if (node.kind === 'attribute') this.#addAttribute(node, kind, own, declared);
			else
				this.#bind({
					name: node.text,
					kind,
					node,
					scope: this.#scope,
					...(own ? { value: own } : {}),
					...(declared ? { annotation: declared } : {}),
					...(part ? { part } : {}),
				});
		}
	}

	#addAttribute(target: SyntaxNode, kind: BindingKind, value: SyntaxNode | undefined, annotation: SyntaxNode | undefined): void {
		const method = this.#scope.function;
		const object = target.field('object');
		const name = target.field('attribute')?.text;
		if (!object || !name || kind === 'delete') return;
		if (!method?.class || object.kind !== 'identifier' || object.text !== method.parameters[0]?.name) {
			this.#model.replacements.push({ name, object });
			return;
		}
		const isWhole = kind === 'assignment' || kind === 'with';
		const assignment = { node: target, value: isWhole ? value : undefined, annotation, isContextManager: kind === 'with', method };
		if (method.class.owner) method.class.addAttribute(name, assignment);
		else this.#model.attributes.push({ class: method.class, name, assignment });
	}

	#bindName(node: SyntaxNode, kind: BindingKind): void {
		this.#bind({ name: node.text, kind, node, scope: this.#scope });
	}

	/** Adds the binding where `global` and `nonlocal` say. */
	#bind(binding: Binding): void {
		let scope = binding.scope;
		// Every item keeps what it binds in the module, so that it can go alone.
		if (scope.globals.has(binding.name)) scope = this.#model.scope;
		else if (scope.nonlocals.has(binding.name)) {
			let outer = scope.parent;
			while (outer && (outer.kind !== 'function' || !outer.bindings.has(binding.name)) && outer.parent) outer = outer.parent;
			scope = outer ?? scope;
		}
		scope.bind(scope === binding.scope ? binding : { ...binding, scope });
	}
}

function isRootDefinition(node: SyntaxNode): boolean {
	return node.index === 0 || (node.parent?.index === 0 && node.parent.kind === 'decorated_definition' && node.parent.statement === node.statement);
}

/** A binding that is the same as before an edit for who knows of it, though its syntax is another. */
function sameBinding(before: Binding | undefined, now: Binding): Binding {
	return before ? Object.assign(before, { node: now.node, scope: now.scope }) : now;
}
