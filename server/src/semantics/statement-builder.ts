import { NAMED, SKIP, WORDS } from '../syntax/flat-tree.ts';
import type { NodeKind } from '../syntax/grammar.generated.ts';
import { type Grammar, kindOf } from '../syntax/grammar.ts';
import type { Statement, SyntaxNode } from '../syntax/source-file.ts';
import { type CallSite, isAwaited, withParentheses } from './calls.ts';
import type { FileModel } from './file-model.ts';
import type { ClassModel, FunctionModel } from './functions.ts';
import { importedNames } from './imports.ts';
import { type Replacement, replacementBy } from './replacements.ts';
import { type Binding, type BindingKind, Scope } from './scopes.ts';
import { decoratorsOf, parametersOf } from './signature.ts';
import type { StatementModel } from './statement-model.ts';
import { captureIn, targetsIn } from './targets.ts';

/** Builds the model in one walk. `wanted` are the kinds of nodes that rules ask to see. */
export function buildStatementModel(statement: Statement, wanted: ReadonlySet<NodeKind>): StatementModel {
	return new Builder(statement, wanted).build();
}

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
	readonly #model: Omit<StatementModel, 'functions' | 'classes' | 'calls' | 'starImports' | 'imports' | 'replacements' | 'nodes' | 'scopes'> & {
		file: FileModel | undefined;
		functions: FunctionModel[];
		classes: ClassModel[];
		calls: CallSite[];
		starImports: string[];
		imports: string[];
		replacements: Replacement[];
		nodes: Map<NodeKind, SyntaxNode[]>;
		scopes: Map<number, Scope>;
	};
	#scope: Scope;
	/** Scopes that are open, with the index at which each ends. */
	readonly #open: { readonly scope: Scope; readonly end: number }[] = [];
	/** Bodies still to come, the next one last. */
	readonly #pending: { readonly index: number; readonly scope: Scope }[] = [];

	constructor(statement: Statement, wanted: ReadonlySet<NodeKind>) {
		this.#statement = statement;
		this.#wanted = wanted;
		this.#scope = new Scope('module', undefined, undefined);
		this.#model = {
			syntax: statement,
			scope: this.#scope,
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
				this.#scope = this.#open.at(-1)?.scope ?? this.#model.scope;
			}
			const word = nodes[i * WORDS] as number;
			if ((word & NAMED) === 0) continue;
			if (this.#pending.length > 0 && this.#pending.at(-1)?.index === i) this.#openScope(i, (this.#pending.pop() as { scope: Scope }).scope);
			const symbol = word & 0xffff;
			if (wanted[symbol]) this.#collect(kindOf(grammar, symbol), this.#statement.node(i));
			table[symbol]?.(this, this.#statement.node(i));
		}
		return this.#model;
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
		const enclosing = this.#scope;
		const parameters = parametersOf(node.field('parameters'));
		const model: FunctionModel = {
			name: isLambda ? '<lambda>' : nameNode.text,
			node,
			nameNode,
			body,
			isAsync: node.hasToken('async'),
			isLambda,
			isGenerator: false,
			decorators: decoratorsOf(node),
			parameters,
			returnAnnotation: node.field('return_type'),
			owner: enclosing.function,
			class: isLambda ? undefined : enclosing.class,
			scope: enclosing,
			calls: [],
			returns: [],
			statement: this.#model,
		};
		model.scope = new Scope('function', enclosing, model);
		this.#model.functions.push(model);
		if (!isLambda) this.#bind({ name: model.name, kind: 'function', node: nameNode, scope: enclosing, function: model });
		for (const parameter of parameters)
			model.scope.bind({
				name: parameter.name,
				kind: 'parameter',
				node: parameter.node,
				scope: model.scope,
				parameter,
				...(parameter.annotation ? { annotation: parameter.annotation } : {}),
			});
		this.#pending.push({ index: body.index, scope: model.scope });
	}

	enterClass(node: SyntaxNode): void {
		const body = node.field('body');
		const nameNode = node.field('name');
		if (!body || !nameNode) return;
		const enclosing = this.#scope;
		const bases = node.field('superclasses')?.children.filter((child) => child.kind !== 'keyword_argument') ?? [];
		const model: ClassModel = {
			name: nameNode.text,
			node,
			nameNode,
			bases,
			decorators: decoratorsOf(node),
			owner: enclosing.function,
			scope: enclosing,
			attributes: new Map(),
			statement: this.#model,
		};
		model.scope = new Scope('class', enclosing, enclosing.function, model);
		this.#model.classes.push(model);
		this.#bind({ name: model.name, kind: 'class', node: nameNode, scope: enclosing, class: model });
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
		owner?.calls.push(call);
		const replacement = replacementBy(node, callee);
		if (replacement) this.#model.replacements.push(replacement);
	}

	addReturn(node: SyntaxNode): void {
		this.#scope.function?.returns.push(node);
	}

	markGenerator(): void {
		if (this.#scope.function) this.#scope.function.isGenerator = true;
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
		const list = method.class.attributes.get(name) ?? [];
		const isWhole = kind === 'assignment' || kind === 'with';
		list.push({ node: target, value: isWhole ? value : undefined, annotation, isContextManager: kind === 'with', method });
		method.class.attributes.set(name, list);
	}

	#bindName(node: SyntaxNode, kind: BindingKind): void {
		this.#bind({ name: node.text, kind, node, scope: this.#scope });
	}

	/** Adds the binding where `global` and `nonlocal` say. */
	#bind(binding: Binding): void {
		let scope = binding.scope;
		if (scope.globals.has(binding.name)) scope = scope.module;
		else if (scope.nonlocals.has(binding.name)) {
			let outer = scope.parent;
			while (outer && (outer.kind !== 'function' || !outer.bindings.has(binding.name)) && outer.parent) outer = outer.parent;
			scope = outer ?? scope;
		}
		scope.bind(scope === binding.scope ? binding : { ...binding, scope });
	}
}
