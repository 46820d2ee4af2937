import type { NodeKind } from '../../syntax/grammar.generated.ts';
import type { Handler, Lowerer } from './lowerer.ts';
import { ASYNC, KEYWORD, Op, STAR, TWO_STARS } from './operations.ts';

function operate(lowerer: Lowerer, node: number): number {
	return lowerer.emit(Op.operate, node, lowerer.list(lowerer.tree.first(node)));
}

/** Evaluates a condition and goes on at one of two labels. */
export function lowerCondition(lowerer: Lowerer, node: number, yes: number, no: number): void {
	const { tree, graph } = lowerer;
	if (node < 0) {
		graph.fork(yes, no);
		return;
	}
	switch (tree.kind(node)) {
		case 'parenthesized_expression':
			lowerCondition(lowerer, tree.first(node), yes, no);
			return;
		case 'not_operator':
			lowerCondition(lowerer, tree.field(node, 'argument'), no, yes);
			return;
		case 'boolean_operator': {
			const between = graph.label();
			if (tree.hasToken(node, 'and')) lowerCondition(lowerer, tree.field(node, 'left'), between, no);
			else lowerCondition(lowerer, tree.field(node, 'left'), yes, between);
			graph.begin(between);
			lowerCondition(lowerer, tree.field(node, 'right'), yes, no);
			return;
		}
	}
	const truth = constantTruth(lowerer, node);
	lowerer.emit(Op.branch, node, lowerer.lower(node));
	graph.fork(truth === false ? -1 : yes, truth === true ? -1 : no);
}

/** Whether a literal is true, which decides a branch for good. */
function constantTruth({ tree }: Lowerer, node: number): boolean | undefined {
	switch (tree.kind(node)) {
		case 'true':
			return true;
		case 'false':
		case 'none':
			return false;
		case 'integer':
			return Number(tree.text(node).replaceAll('_', '')) !== 0;
		default:
			return undefined;
	}
}

/** An expression whose value comes from one of several ways: `choose` is given what ends a way with a value. */
function chosen(lowerer: Lowerer, node: number, choose: (end: (value: number) => void, after: number) => void): number {
	const slot = lowerer.temporary();
	const after = lowerer.graph.label();
	choose((value) => lowerer.emit(Op.store, node, slot, value), after);
	lowerer.graph.join(after);
	return lowerer.emit(Op.load, node, slot);
}

/** `a < b < c`: a link that does not hold ends the chain. */
function lowerComparison(lowerer: Lowerer, node: number): number {
	const { tree, graph } = lowerer;
	const operands = [...lowerer.children(node)];
	const [first = -1] = operands;
	let left = lowerer.lower(first);
	const compare = (right: number) => lowerer.emit(Op.operate, node, graph.list([left, right]));
	if (operands.length <= 2) return compare(lowerer.lower(tree.next(first)));
	return chosen(lowerer, node, (end, after) => {
		for (const [place, operand] of operands.slice(1).entries()) {
			const right = lowerer.lower(operand);
			const holds = compare(right);
			end(holds);
			left = right;
			if (place === operands.length - 2) return;
			const further = graph.label();
			lowerer.emit(Op.branch, node, holds);
			graph.fork(further, after);
			graph.begin(further);
		}
	});
}

/** A call with the arguments that stand in an argument list or generator expression. */
export function lowerCall(lowerer: Lowerer, node: number, callee: number, argumentsNode: number): number {
	const { tree, graph } = lowerer;
	const values: number[] = [];
	if (argumentsNode >= 0 && tree.kind(argumentsNode) !== 'argument_list') values.push(lowerer.lower(argumentsNode));
	else if (argumentsNode >= 0)
		for (const argument of lowerer.children(argumentsNode)) {
			const kind = tree.kind(argument);
			if (kind === 'keyword_argument') values.push(lowerer.lower(tree.field(argument, 'value')) | KEYWORD);
			else if (kind === 'list_splat') values.push(lowerer.lower(tree.first(argument)) | STAR);
			else if (kind === 'dictionary_splat') values.push(lowerer.lower(tree.first(argument)) | TWO_STARS);
			else values.push(lowerer.lower(argument));
		}
	return lowerer.emit(Op.call, node, callee, graph.list(values));
}

/** Comprehension or generator expression; `given`: what the first `for` goes through, where that was evaluated elsewhere. */
export function lowerComprehension(lowerer: Lowerer, node: number, take: (value: number) => void, given = -1): void {
	const { tree, graph } = lowerer;
	const loops: { readonly head: number; readonly exit: number }[] = [];
	for (const clause of lowerer.children(node)) {
		const kind = tree.kind(clause);
		if (kind === 'for_in_clause') {
			const flags = tree.hasToken(clause, 'async') ? ASYNC : 0;
			const iterator = loops.length === 0 && given >= 0 ? given : lowerer.emit(Op.iterate, clause, lowerIterable(lowerer, clause), -1, -1, flags);
			const [head, inside, exit] = [graph.label(), graph.label(), graph.label()];
			graph.join(head);
			const item = lowerer.emit(Op.next, clause, iterator, -1, -1, flags);
			graph.fork(inside, exit);
			graph.begin(inside);
			lowerTarget(lowerer, tree.field(clause, 'left'), item, 'comprehension');
			loops.push({ head, exit });
		} else if (kind === 'if_clause') {
			const inside = graph.label();
			lowerCondition(lowerer, tree.first(clause), inside, loops.at(-1)?.head ?? inside);
			graph.begin(inside);
		}
	}
	take(lowerer.lower(tree.field(node, 'body')));
	for (const { head, exit } of loops.reverse()) {
		graph.goto(head);
		graph.begin(exit);
	}
}

/** What a clause goes through: `for x in a, b` has several. */
function lowerIterable(lowerer: Lowerer, clause: number): number {
	const { tree, graph } = lowerer;
	const values: number[] = [];
	for (const child of lowerer.children(clause)) if (tree.fieldOf(child) === 'right') values.push(lowerer.lower(child));
	return values.length === 1 ? (values[0] as number) : lowerer.emit(Op.build, clause, graph.list(values));
}

function comprehension(lowerer: Lowerer, node: number): number {
	// The first iterable is evaluated outside, where its names are other ones.
	const { tree } = lowerer;
	const first = firstClause(lowerer, node);
	const flags = first >= 0 && tree.hasToken(first, 'async') ? ASYNC : 0;
	const iterator = first < 0 ? -1 : lowerer.emit(Op.iterate, first, lowerIterable(lowerer, first), -1, -1, flags);
	lowerer.comprehension(() => lowerComprehension(lowerer, node, (value) => lowerer.emit(Op.collect, node, value), iterator));
	return lowerer.emit(Op.build, node, lowerer.graph.list([]));
}

function firstClause(lowerer: Lowerer, node: number): number {
	for (const child of lowerer.children(node)) if (lowerer.tree.kind(child) === 'for_in_clause') return child;
	return -1;
}

/** Gives a value to a name, attribute, item, or to several. */
export function lowerTarget(lowerer: Lowerer, target: number, value: number, scope: 'body' | 'comprehension' = 'body'): void {
	if (target < 0) return;
	const { tree } = lowerer;
	switch (tree.kind(target)) {
		case 'identifier':
			lowerer.store(target, value, scope);
			return;
		case 'attribute':
			lowerer.emit(Op.setAttribute, target, lowerer.lower(tree.field(target, 'object')), value);
			return;
		case 'subscript': {
			const { object, indexes } = lowerSubscripted(lowerer, target);
			lowerer.emit(Op.setSubscript, target, object, indexes, value);
			return;
		}
		case 'pattern_list':
		case 'tuple_pattern':
		case 'list_pattern':
		case 'tuple':
		case 'list':
		case 'expression_list': {
			let place = 0;
			for (const child of lowerer.children(target)) lowerTarget(lowerer, child, lowerer.emit(Op.unpack, child, value, place++), scope);
			return;
		}
		case 'parenthesized_expression':
		case 'as_pattern_target':
		case 'list_splat_pattern':
		case 'list_splat':
			lowerTarget(lowerer, tree.first(target), value, scope);
			return;
		default:
			// Not Python, but the calls in it are seen.
			lowerer.lower(target);
	}
}

/** The object and the list of indexes of `a[b, c]`. */
export function lowerSubscripted(lowerer: Lowerer, node: number): { readonly object: number; readonly indexes: number } {
	const value = lowerer.tree.field(node, 'value');
	if (value < 0) return { object: -1, indexes: lowerer.graph.list([]) };
	const object = lowerer.lower(value);
	return { object, indexes: lowerer.list(lowerer.tree.next(value)) };
}

/** The defaults of parameters, and what annotates them. */
export function lowerDefaults(lowerer: Lowerer, parameters: number): void {
	const { tree } = lowerer;
	if (parameters < 0) return;
	for (const parameter of lowerer.children(parameters)) lowerer.lower(tree.field(parameter, 'value'));
	for (const parameter of lowerer.children(parameters)) lowerAnnotation(lowerer, tree.field(parameter, 'type'));
}

/** An annotation runs, or does not: since Python 3.14 when it is asked for, and never under `from __future__ import annotations`. */
export function lowerAnnotation(lowerer: Lowerer, node: number): void {
	if (node < 0) return;
	const { graph } = lowerer;
	const [inside, after] = [graph.label(), graph.label()];
	graph.join(graph.label());
	graph.fork(inside, after);
	graph.begin(inside);
	lowerer.lower(node);
	graph.join(after);
}

/** Text with values in it: `f"{a!r:{b}}"`. */
function string(lowerer: Lowerer, node: number): number {
	const { tree, graph } = lowerer;
	const values: number[] = [];
	const visit = (part: number) => {
		const kind = tree.kind(part);
		if (kind === 'interpolation' || kind === 'format_expression') {
			for (const child of lowerer.children(part)) {
				if (tree.fieldOf(child) === 'expression') values.push(lowerer.lower(child));
				else visit(child);
			}
		} else for (const child of lowerer.children(part)) visit(child);
	};
	visit(node);
	return values.length === 0 ? lowerer.emit(Op.constant, node) : lowerer.emit(Op.operate, node, graph.list(values));
}

/** Its value is that of the only expression in it. */
const inner: Handler = (lowerer, node) => {
	const first = lowerer.tree.first(node);
	if (first < 0) return lowerer.emit(Op.constant, node);
	return lowerer.tree.next(first) < 0 ? lowerer.lower(first) : lowerer.emit(Op.build, node, lowerer.list(first));
};

export const expressions: Partial<Record<NodeKind, Handler>> = {
	identifier: (lowerer, node) => lowerer.emit(Op.load, node, lowerer.slot(lowerer.tree.text(node))),
	attribute: (lowerer, node) => lowerer.emit(Op.attribute, node, lowerer.lower(lowerer.tree.field(node, 'object'))),
	subscript: (lowerer, node) => {
		const { object, indexes } = lowerSubscripted(lowerer, node);
		return lowerer.emit(Op.subscript, node, object, indexes);
	},
	call: (lowerer, node) => lowerCall(lowerer, node, lowerer.lower(lowerer.tree.field(node, 'function')), lowerer.tree.field(node, 'arguments')),
	await: (lowerer, node) => {
		const { tree, graph } = lowerer;
		const operand = tree.first(node);
		// The grammar takes `await a ** b` for `await (a ** b)`; Python awaits first.
		if (operand < 0 || tree.kind(operand) !== 'binary_operator' || !tree.hasToken(operand, '**')) return lowerer.emit(Op.await, node, lowerer.lower(operand));
		const base = lowerer.emit(Op.await, node, lowerer.lower(tree.field(operand, 'left')));
		return lowerer.emit(Op.operate, operand, graph.list([base, lowerer.lower(tree.field(operand, 'right'))]));
	},
	yield: (lowerer, node) => {
		const value = lowerer.lower(lowerer.tree.first(node));
		return lowerer.emit(lowerer.tree.hasToken(node, 'from') ? Op.yieldFrom : Op.yield, node, value);
	},
	parenthesized_expression: inner,
	type: inner,
	named_expression: (lowerer, node) => {
		const value = lowerer.lower(lowerer.tree.field(node, 'value'));
		const name = lowerer.tree.field(node, 'name');
		if (name >= 0) lowerer.store(name, value);
		return value;
	},
	boolean_operator: (lowerer, node) =>
		chosen(lowerer, node, (end, after) => {
			const { tree, graph } = lowerer;
			const right = graph.label();
			const left = lowerer.lower(tree.field(node, 'left'));
			end(left);
			lowerer.emit(Op.branch, node, left);
			if (tree.hasToken(node, 'and')) graph.fork(right, after);
			else graph.fork(after, right);
			graph.begin(right);
			end(lowerer.lower(tree.field(node, 'right')));
		}),
	conditional_expression: (lowerer, node) =>
		chosen(lowerer, node, (end, after) => {
			const { graph } = lowerer;
			const [first = -1, condition = -1, second = -1] = lowerer.children(node);
			const [yes, no] = [graph.label(), graph.label()];
			lowerCondition(lowerer, condition, yes, no);
			graph.begin(yes);
			end(lowerer.lower(first));
			graph.goto(after);
			graph.begin(no);
			end(lowerer.lower(second));
		}),
	comparison_operator: lowerComparison,
	binary_operator: operate,
	unary_operator: operate,
	not_operator: operate,
	lambda: (lowerer, node) => {
		lowerDefaults(lowerer, lowerer.tree.field(node, 'parameters'));
		lowerer.shareNamesBoundIn(node);
		return lowerer.emit(Op.function, node);
	},
	list_comprehension: comprehension,
	set_comprehension: comprehension,
	dictionary_comprehension: comprehension,
	generator_expression: (lowerer, node) => {
		// Only the first iterable is evaluated here; the rest is a body of its own.
		const first = firstClause(lowerer, node);
		const flags = first >= 0 && lowerer.tree.hasToken(first, 'async') ? ASYNC : 0;
		const iterator = first < 0 ? -1 : lowerer.emit(Op.iterate, first, lowerIterable(lowerer, first), -1, -1, flags);
		lowerer.shareNamesBoundIn(node);
		return lowerer.emit(Op.function, node, iterator);
	},
	list_splat: (lowerer, node) => lowerer.emit(Op.operate, node, lowerer.list(lowerer.tree.first(node))),
	dictionary_splat: (lowerer, node) => lowerer.emit(Op.operate, node, lowerer.list(lowerer.tree.first(node))),
	string,
};
