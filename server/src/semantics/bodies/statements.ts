import type { NodeKind } from '../../syntax/grammar.generated.ts';
import { lowerAnnotation, lowerCall, lowerCondition, lowerDefaults, lowerSubscripted, lowerTarget } from './expressions.ts';
import type { Handler, Lowerer } from './lowerer.ts';
import { ALL_NAMES, ASSERTION, ASYNC, Op, PART } from './operations.ts';
import { lowerMatch } from './patterns.ts';

/** Parameters come to be bound when the function starts. */
export function lowerParameters(lowerer: Lowerer, node: number): void {
	const { tree } = lowerer;
	let place = 0;
	const visit = (part: number) => {
		switch (tree.kind(part)) {
			case 'identifier':
				lowerer.store(part, lowerer.emit(Op.parameter, part, place++));
				return;
			case 'default_parameter':
			case 'typed_default_parameter': {
				const name = tree.field(part, 'name');
				if (name >= 0) visit(name);
				return;
			}
			case 'typed_parameter':
				if (tree.first(part) >= 0) visit(tree.first(part));
				return;
			case 'tuple_pattern':
			case 'list_splat_pattern':
			case 'dictionary_splat_pattern':
				for (const child of lowerer.children(part)) visit(child);
		}
	};
	for (const child of lowerer.children(node)) visit(child);
}

/** `def` and `class`, with what is evaluated where they stand. `outer`: the definition with its decorators. */
function lowerDefinition(lowerer: Lowerer, outer: number): void {
	const { tree, graph } = lowerer;
	const member = tree.member(outer);
	if (member) {
		lowerer.within(member, () => lowerDefinition(lowerer, 0));
		return;
	}
	const isDecorated = tree.kind(outer) === 'decorated_definition';
	const node = isDecorated ? tree.field(outer, 'definition') : outer;
	const decorators: { readonly node: number; readonly value: number }[] = [];
	if (isDecorated)
		for (const child of lowerer.children(outer))
			if (tree.kind(child) === 'decorator') decorators.push({ node: child, value: lowerer.lower(tree.first(child)) });
	if (node < 0) return;
	graph.aside(() => lowerer.lower(tree.field(node, 'type_parameters')));
	const isClass = tree.kind(node) === 'class_definition';
	if (isClass) {
		const bases = tree.field(node, 'superclasses');
		if (bases >= 0) lowerCall(lowerer, bases, -1, bases);
	} else {
		lowerDefaults(lowerer, tree.field(node, 'parameters'));
		lowerAnnotation(lowerer, tree.field(node, 'return_type'));
	}
	lowerer.shareNamesBoundIn(node);
	let value = lowerer.emit(isClass ? Op.class : Op.function, node);
	for (const decorator of decorators.reverse()) value = lowerer.emit(Op.call, decorator.node, decorator.value, graph.list([value]));
	const name = tree.field(node, 'name');
	if (name >= 0) lowerer.store(name, value);
}

const definition: Handler = (lowerer, node) => {
	lowerDefinition(lowerer, node);
	return -1;
};

/** A statement: it has no value. */
const statement =
	(lower: (lowerer: Lowerer, node: number) => void): Handler =>
	(lowerer, node) => {
		lower(lowerer, node);
		return -1;
	};

const eachChild = statement((lowerer, node) => {
	for (const child of lowerer.children(node)) lowerer.lower(child);
});

/** `a = b = value`, `a: T = value`, `a: T`. */
const assignment: Handler = (lowerer, node) => {
	const { tree, graph } = lowerer;
	const targets: number[] = [];
	const types: number[] = [];
	let right = node;
	while (right >= 0 && tree.kind(right) === 'assignment') {
		targets.push(tree.field(right, 'left'));
		types.push(tree.field(right, 'type'));
		right = tree.field(right, 'right');
	}
	const value = lowerer.lower(right);
	for (const target of targets) {
		if (right >= 0) lowerTarget(lowerer, target, value);
		// `a.b: T` evaluates `a`.
		else if (target >= 0 && tree.kind(target) !== 'identifier') lowerer.lower(target);
	}
	for (const type of types) {
		// Annotations of locals do not run.
		if (lowerer.kind === 'function') graph.aside(() => lowerer.lower(type));
		else lowerAnnotation(lowerer, type);
	}
	return value;
};

/** `target += value`: object and indexes of the target are evaluated once. */
const augmentedAssignment = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const left = tree.field(node, 'left');
	const right = tree.field(node, 'right');
	const operate = (old: number) => lowerer.emit(Op.operate, node, graph.list([old, lowerer.lower(right)]));
	if (left >= 0 && tree.kind(left) === 'attribute') {
		const object = lowerer.lower(tree.field(left, 'object'));
		lowerer.emit(Op.setAttribute, left, object, operate(lowerer.emit(Op.attribute, left, object)));
	} else if (left >= 0 && tree.kind(left) === 'subscript') {
		const { object, indexes } = lowerSubscripted(lowerer, left);
		lowerer.emit(Op.setSubscript, left, object, indexes, operate(lowerer.emit(Op.subscript, left, object, indexes)));
	} else if (left >= 0 && tree.kind(left) === 'identifier') lowerTarget(lowerer, left, operate(lowerer.lower(left)));
	else {
		lowerer.lower(left);
		operate(-1);
	}
});

function lowerDeleted(lowerer: Lowerer, node: number): void {
	const { tree } = lowerer;
	switch (tree.kind(node)) {
		case 'identifier':
			lowerer.unbind(node);
			return;
		case 'attribute':
			lowerer.emit(Op.deleteAttribute, node, lowerer.lower(tree.field(node, 'object')));
			return;
		case 'subscript': {
			const { object, indexes } = lowerSubscripted(lowerer, node);
			lowerer.emit(Op.deleteSubscript, node, object, indexes);
			return;
		}
		case 'expression_list':
		case 'tuple':
		case 'list':
		case 'parenthesized_expression':
			for (const child of lowerer.children(node)) lowerDeleted(lowerer, child);
			return;
		default:
			lowerer.lower(node);
	}
}

const raise = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const cause = tree.field(node, 'cause');
	const first = tree.first(node);
	const exception = first === cause ? -1 : lowerer.lower(first);
	const values = [exception, lowerer.lower(cause)] as const;
	lowerer.emit(Op.raise, node, ...values, exception < 0 ? lowerer.handler : -1);
	graph.goto(-1);
});

const assertion = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const condition = tree.first(node);
	if (condition < 0) return;
	const [holds, fails] = [graph.label(), graph.label()];
	lowerCondition(lowerer, condition, holds, fails);
	graph.begin(fails);
	lowerer.emit(Op.raise, node, lowerer.lower(tree.next(condition)), -1, -1, ASSERTION);
	graph.begin(holds);
});

const imports = statement((lowerer, node) => {
	const { tree } = lowerer;
	for (const child of lowerer.children(node)) {
		if (tree.kind(child) === 'wildcard_import') {
			lowerer.emit(Op.import, child, -1, -1, -1, ALL_NAMES);
			continue;
		}
		if (tree.fieldOf(child) !== 'name') continue;
		const alias = tree.field(child, 'alias');
		const bound = alias >= 0 ? alias : tree.first(child);
		const value = lowerer.emit(Op.import, child);
		if (bound >= 0) lowerer.store(bound, value);
	}
});

const branches = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const after = graph.label();
	let no = graph.label();
	const arm = (clause: number) => {
		const yes = graph.label();
		no = graph.label();
		lowerCondition(lowerer, tree.field(clause, 'condition'), yes, no);
		graph.begin(yes);
		lowerer.lower(tree.field(clause, 'consequence'));
		graph.goto(after);
		graph.begin(no);
	};
	arm(node);
	for (const child of lowerer.children(node)) {
		if (tree.kind(child) === 'elif_clause') arm(child);
		else if (tree.kind(child) === 'else_clause') lowerer.lower(tree.field(child, 'body'));
	}
	graph.join(after);
});

/** The rest of a loop, behind its head: body, and what runs when it ends without `break`. */
function lowerLoop(lowerer: Lowerer, node: number, labels: { readonly head: number; readonly otherwise: number }): void {
	const { tree, graph } = lowerer;
	const after = graph.label();
	graph.looping(after, labels.head, () => lowerer.lower(tree.field(node, 'body')));
	graph.goto(labels.head);
	graph.begin(labels.otherwise);
	const alternative = tree.field(node, 'alternative');
	if (alternative >= 0) lowerer.lower(tree.field(alternative, 'body'));
	graph.join(after);
}

const whileLoop = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const [head, inside, otherwise] = [graph.label(), graph.label(), graph.label()];
	graph.join(head);
	lowerCondition(lowerer, tree.field(node, 'condition'), inside, otherwise);
	graph.begin(inside);
	lowerLoop(lowerer, node, { head, otherwise });
});

const forLoop = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const flags = tree.hasToken(node, 'async') ? ASYNC : 0;
	const [head, inside, otherwise] = [graph.label(), graph.label(), graph.label()];
	const iterator = lowerer.emit(Op.iterate, node, lowerer.lower(tree.field(node, 'right')), -1, -1, flags);
	graph.join(head);
	const item = lowerer.emit(Op.next, node, iterator, -1, -1, flags);
	graph.fork(inside, otherwise);
	graph.begin(inside);
	lowerTarget(lowerer, tree.field(node, 'left'), item);
	lowerLoop(lowerer, node, { head, otherwise });
});

/** The managers of a `with`, in order. */
function managersOf(lowerer: Lowerer, node: number): number[] {
	const { tree } = lowerer;
	const managers: number[] = [];
	for (const clause of lowerer.children(node)) {
		if (tree.kind(clause) !== 'with_clause') continue;
		for (const item of lowerer.children(clause)) {
			let value = tree.kind(item) === 'with_item' ? tree.field(item, 'value') : item;
			while (value >= 0 && tree.kind(value) === 'parenthesized_expression') value = tree.first(value);
			// `with (a, b):` comes as one tuple.
			if (value >= 0 && tree.kind(value) === 'tuple') managers.push(...lowerer.children(value));
			else if (value >= 0) managers.push(value);
		}
	}
	return managers;
}

const withStatement = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const flags = tree.hasToken(node, 'async') ? ASYNC : 0;
	const open = managersOf(lowerer, node).map((item) => {
		const isNamed = tree.kind(item) === 'as_pattern';
		const manager = lowerer.lower(isNamed ? tree.first(item) : item);
		const value = lowerer.emit(Op.enter, item, manager, -1, -1, flags);
		const guard = graph.openGuard();
		if (isNamed) lowerTarget(lowerer, tree.field(item, 'alias'), value);
		return { item, manager, guard };
	});
	lowerer.lower(tree.field(node, 'body'));
	for (const { item, manager, guard } of open.reverse()) graph.closeGuard(guard, item, () => lowerer.emit(Op.exit, item, manager, -1, -1, flags));
});

interface Clauses {
	readonly handlers: number[];
	otherwise: number;
	last: number;
}

const tryStatement = statement((lowerer, node) => {
	const { tree, graph } = lowerer;
	const clauses: Clauses = { handlers: [], otherwise: -1, last: -1 };
	for (const child of lowerer.children(node)) {
		const kind = tree.kind(child);
		if (kind === 'except_clause') clauses.handlers.push(child);
		else if (kind === 'else_clause') clauses.otherwise = child;
		else if (kind === 'finally_clause') clauses.last = child;
	}
	if (clauses.last < 0) return lowerHandled(lowerer, node, clauses);
	const guard = graph.openGuard();
	lowerHandled(lowerer, node, clauses);
	graph.closeGuard(guard, clauses.last, () => {
		for (const child of lowerer.children(clauses.last)) lowerer.lower(child);
		return -1;
	});
});

/** `try` without its `finally`. */
function lowerHandled(lowerer: Lowerer, node: number, { handlers, otherwise }: Clauses): void {
	const { tree, graph } = lowerer;
	const lowerElse = () => lowerer.lower(otherwise < 0 ? -1 : tree.field(otherwise, 'body'));
	if (handlers.length === 0) {
		lowerer.lower(tree.field(node, 'body'));
		lowerElse();
		return;
	}
	const after = graph.label();
	const arriving = graph.catching(() => lowerer.lower(tree.field(node, 'body')));
	lowerElse();
	graph.goto(after);
	if (handlers.some((handler) => tree.hasToken(handler, '*'))) {
		lowerGroupHandlers(lowerer, node, handlers, arriving);
		graph.goto(after);
	} else lowerHandlers(lowerer, node, handlers, arriving, after);
	graph.begin(after);
}

interface Arriving {
	readonly error: number;
	readonly cancel: number;
}

function lowerHandlers(lowerer: Lowerer, node: number, handlers: readonly number[], arriving: Arriving, after: number): void {
	const { graph } = lowerer;
	const taken = handlers.map((handler) => ({ handler, inside: graph.label(), operation: -1 }));
	graph.dispatch(arriving, node, () => {
		for (const one of taken) {
			const further = graph.label();
			one.operation = lowerCatch(lowerer, one.handler, 0);
			graph.fork(one.inside, lowerer.tree.field(one.handler, 'value') < 0 ? -1 : further);
			graph.begin(further);
		}
	});
	for (const { handler, inside, operation } of taken) {
		graph.begin(inside);
		lowerHandlerBody(lowerer, handler, operation);
		graph.goto(after);
	}
}

/** Each clause of `except*` takes a part of the exceptions; what it raises itself waits until the others have had theirs. */
function lowerGroupHandlers(lowerer: Lowerer, node: number, handlers: readonly number[], arriving: Arriving): void {
	const { graph } = lowerer;
	const start = graph.label();
	graph.lead(arriving.error, start);
	graph.lead(arriving.cancel, start);
	graph.begin(start);
	for (const handler of handlers) {
		const [inside, further] = [graph.label(), graph.label()];
		const operation = lowerCatch(lowerer, handler, PART);
		graph.fork(inside, further);
		graph.begin(inside);
		const raised = graph.catching(() => lowerHandlerBody(lowerer, handler, operation));
		graph.goto(further);
		graph.lead(raised.error, further);
		graph.lead(raised.cancel, further);
		graph.begin(further);
	}
	lowerer.emit(Op.regroup, node);
}

/** Evaluates what a clause takes, and compares. */
function lowerCatch(lowerer: Lowerer, handler: number, flags: number): number {
	const { tree, graph } = lowerer;
	const types: number[] = [];
	for (const child of lowerer.children(handler)) {
		if (tree.fieldOf(child) === 'value') types.push(lowerer.lower(tree.kind(child) === 'as_pattern' ? tree.first(child) : child));
	}
	const type = types.length < 2 ? (types[0] ?? -1) : lowerer.emit(Op.build, handler, graph.list(types));
	return lowerer.emit(Op.catch, handler, type, -1, -1, flags);
}

function lowerHandlerBody(lowerer: Lowerer, handler: number, operation: number): void {
	const { tree, graph } = lowerer;
	const outer = lowerer.handler;
	lowerer.handler = operation;
	const value = tree.field(handler, 'value');
	const alias = value >= 0 && tree.kind(value) === 'as_pattern' ? tree.field(value, 'alias') : -1;
	const name = alias >= 0 && tree.kind(alias) === 'as_pattern_target' ? tree.first(alias) : alias;
	const body = () => {
		for (const child of lowerer.children(handler)) if (tree.fieldOf(child) !== 'value') lowerer.lower(child);
	};
	if (name < 0) body();
	else {
		lowerTarget(lowerer, name, operation);
		// However the clause ends, its name is gone.
		const guard = graph.openGuard();
		body();
		graph.closeGuard(guard, handler, () => {
			if (tree.kind(name) === 'identifier') lowerer.unbind(name);
			return -1;
		});
	}
	lowerer.handler = outer;
}

/** `global` and `nonlocal`. */
const declaration = statement((lowerer, node) => {
	for (const name of lowerer.children(node)) lowerer.share(lowerer.tree.text(name));
});

/** A jump. */
const jump = (way: 'break' | 'continue') => statement(({ graph }) => graph.jump(way));

export const statements: Partial<Record<NodeKind, Handler>> = {
	block: eachChild,
	expression_statement: eachChild,
	print_statement: eachChild,
	exec_statement: eachChild,
	pass_statement: statement(() => {}),
	future_import_statement: statement(() => {}),
	assignment,
	augmented_assignment: augmentedAssignment,
	return_statement: statement((lowerer, node) => {
		const first = lowerer.tree.first(node);
		lowerer.emit(Op.return, node, lowerer.lower(first));
		lowerer.graph.jump('return');
	}),
	raise_statement: raise,
	assert_statement: assertion,
	delete_statement: statement((lowerer, node) => {
		for (const child of lowerer.children(node)) lowerDeleted(lowerer, child);
	}),
	global_statement: declaration,
	nonlocal_statement: declaration,
	break_statement: jump('break'),
	continue_statement: jump('continue'),
	import_statement: imports,
	import_from_statement: imports,
	if_statement: branches,
	while_statement: whileLoop,
	for_statement: forLoop,
	with_statement: withStatement,
	try_statement: tryStatement,
	match_statement: statement(lowerMatch),
	function_definition: definition,
	class_definition: definition,
	decorated_definition: definition,
	type_alias_statement: statement((lowerer, node) => {
		const { tree, graph } = lowerer;
		const left = tree.field(node, 'left');
		// What the alias stands for is evaluated when somebody asks.
		graph.aside(() => lowerer.lower(tree.field(node, 'right')));
		let name = left;
		while (name >= 0 && tree.kind(name) !== 'identifier') name = tree.first(name);
		if (name >= 0) lowerer.store(name, lowerer.emit(Op.constant, node));
	}),
};
