import { lowerCondition } from './expressions.ts';
import type { Lowerer } from './lowerer.ts';
import { Op } from './operations.ts';

export function lowerMatch(lowerer: Lowerer, node: number): void {
	const { tree, graph } = lowerer;
	const after = graph.label();
	const subjects: number[] = [];
	for (const child of lowerer.children(node)) if (tree.fieldOf(child) === 'subject') subjects.push(lowerer.lower(child));
	const subject = subjects.length === 1 ? (subjects[0] as number) : lowerer.emit(Op.build, node, graph.list(subjects));
	const body = tree.field(node, 'body');
	if (body >= 0)
		for (const clause of lowerer.children(body)) {
			if (tree.kind(clause) === 'case_clause') lowerCase(lowerer, clause, subject, after);
			else lowerer.lower(clause);
		}
	graph.join(after);
}

function lowerCase(lowerer: Lowerer, clause: number, subject: number, after: number): void {
	const { tree, graph } = lowerer;
	const patterns = [...lowerer.children(clause)].filter((child) => tree.kind(child) === 'case_pattern');
	const captures: number[] = [];
	for (const pattern of patterns) lowerPattern(lowerer, pattern, captures);
	const [fits, further] = [graph.label(), graph.label()];
	lowerer.emit(Op.match, clause, subject);
	const [only = -1, second] = patterns;
	graph.fork(fits, second === undefined && isIrrefutable(lowerer, only) ? -1 : further);
	graph.begin(fits);
	for (const name of captures) lowerer.store(name, lowerer.emit(Op.unpack, name, subject));
	const guard = tree.field(clause, 'guard');
	if (guard >= 0) {
		const inside = graph.label();
		lowerCondition(lowerer, tree.first(guard), inside, further);
		graph.begin(inside);
	}
	lowerer.lower(tree.field(clause, 'consequence'));
	graph.goto(after);
	graph.begin(further);
}

/** Whether a pattern fits everything: `_`, a name, one of both with `as` or in parentheses, or `_` as an alternative. */
function isIrrefutable(lowerer: Lowerer, pattern: number): boolean {
	const { tree } = lowerer;
	if (pattern < 0) return false;
	const inner = tree.first(pattern);
	switch (tree.kind(pattern)) {
		case 'case_pattern':
			return inner < 0 || isIrrefutable(lowerer, inner);
		case 'dotted_name':
			return tree.next(inner) < 0;
		case 'as_pattern':
			return isIrrefutable(lowerer, inner);
		case 'tuple_pattern':
			// Mere parentheses.
			return !tree.hasToken(pattern, ',') && isIrrefutable(lowerer, inner);
		case 'union_pattern':
			return tree.hasToken(pattern, '_');
		default:
			return false;
	}
}

/** Evaluates what a pattern compares with, and finds the names it captures: they are bound when all of it has fitted. */
function lowerPattern(lowerer: Lowerer, pattern: number, captures: number[]): void {
	const { tree } = lowerer;
	const inner = (from: number) => {
		for (let child = from; child >= 0; child = tree.next(child)) lowerPattern(lowerer, child, captures);
	};
	const first = tree.first(pattern);
	switch (tree.kind(pattern)) {
		case 'dotted_name':
			if (tree.next(first) < 0) captures.push(first);
			else lowerReference(lowerer, pattern);
			return;
		case 'identifier':
			captures.push(pattern);
			return;
		case 'class_pattern':
			lowerReference(lowerer, first);
			inner(tree.next(first));
			return;
		case 'keyword_pattern':
			inner(tree.next(first));
			return;
		case 'string':
		case 'concatenated_string':
			lowerer.lower(pattern);
			return;
		default:
			inner(first);
	}
}

/** `a.b.c` in a pattern is compared with. */
function lowerReference(lowerer: Lowerer, name: number): void {
	const { tree } = lowerer;
	let value = -1;
	for (const part of lowerer.children(name))
		value = value < 0 ? lowerer.emit(Op.load, part, lowerer.slot(tree.text(part))) : lowerer.emit(Op.attribute, part, value);
}
