import type { SyntaxNode } from '../syntax/source-file.ts';
import type { FileModel } from './file-model.ts';

/** The code of a module outside of functions. */
type ModuleBody = Pick<FileModel, 'roots'>;

/** How control leaves a statement or block: past its end, or by a jump out of it. */
export type Exit = 'end' | 'return' | 'raise' | 'break' | 'continue';

/**
 * The ways in which control may leave a block or statement. Exceptions that something in it may raise
 * unsaid do not count; `isFinal` tells calls that never return (`sys.exit()`), which count as `raise`.
 * Ways that lead past a statement for which `isEnd` is true are left out.
 */
export function exitsOf(
	node: SyntaxNode,
	isFinal: (call: SyntaxNode) => boolean = () => false,
	isEnd: (statement: SyntaxNode) => boolean = () => false,
): ReadonlySet<Exit> {
	const exits = (one: SyntaxNode | undefined) => (one ? exitsOf(one, isFinal, isEnd) : endOnly);
	if (isEnd(node)) return none;
	switch (node.kind) {
		case 'block':
			return exitsInOrder(node.children, exits);
		case 'return_statement':
			return new Set(['return']);
		case 'raise_statement':
			return new Set(['raise']);
		case 'break_statement':
			return new Set(['break']);
		case 'continue_statement':
			return new Set(['continue']);
		case 'expression_statement':
			return node.children[0]?.kind === 'call' && isFinal(node.children[0]) ? new Set(['raise']) : endOnly;
		case 'if_statement': {
			const others = node.fields('alternative');
			const hasElse = others.some((one) => one.kind === 'else_clause');
			return union(exits(node.field('consequence')), ...others.map(exits), hasElse ? none : endOnly);
		}
		case 'for_statement':
		case 'while_statement':
			return exitsOfLoop(node, exits);
		case 'try_statement':
			return exitsOfTry(node, exits);
		case 'match_statement': {
			const cases = node.field('body')?.children ?? [];
			const isTotal = cases.some((one) => one.children.length === 2 && one.children[0]?.text === '_');
			return union(...cases.map((one) => exits(one.field('consequence'))), isTotal ? none : endOnly);
		}
		case 'with_statement':
		case 'elif_clause':
		case 'else_clause':
		case 'except_clause':
		case 'finally_clause':
			return exits(blockOf(node));
		default:
			return endOnly;
	}
}

const none: ReadonlySet<Exit> = new Set();
const endOnly: ReadonlySet<Exit> = new Set(['end']);

function union(...sets: readonly ReadonlySet<Exit>[]): ReadonlySet<Exit> {
	const [first, ...others] = sets;
	if (first && others.every((set) => set === first || set.size === 0)) return first;
	return new Set(sets.flatMap((set) => [...set]));
}

function without(set: ReadonlySet<Exit>, ...exits: readonly Exit[]): ReadonlySet<Exit> {
	return new Set([...set].filter((one) => !exits.includes(one)));
}

function blockOf(clause: SyntaxNode): SyntaxNode | undefined {
	return clause.children.findLast((child) => child.kind === 'block');
}

function exitsInOrder(statements: readonly SyntaxNode[], exits: (one: SyntaxNode) => ReadonlySet<Exit>): ReadonlySet<Exit> {
	let found = none;
	for (const statement of statements) {
		const own = exits(statement);
		found = union(found, without(own, 'end'));
		if (!own.has('end')) return found;
	}
	return union(found, endOnly);
}

function exitsOfLoop(loop: SyntaxNode, exits: (one: SyntaxNode | undefined) => ReadonlySet<Exit>): ReadonlySet<Exit> {
	const body = exits(loop.field('body'));
	const condition = loop.field('condition');
	const isEndless = condition?.kind === 'true' || condition?.text === '1';
	const afterLast = isEndless ? none : exits(loop.field('alternative'));
	return union(without(body, 'end', 'break', 'continue'), body.has('break') ? endOnly : none, afterLast);
}

function exitsOfTry(statement: SyntaxNode, exits: (one: SyntaxNode | undefined) => ReadonlySet<Exit>): ReadonlySet<Exit> {
	const clauses = (kind: string) => statement.children.filter((child) => child.kind === kind);
	const handlers = clauses('except_clause');
	const [otherwise] = clauses('else_clause');
	const [last] = clauses('finally_clause');
	const body = exits(statement.field('body'));
	// A handler for everything takes what the body raises.
	const raised = handlers.some((one) => one.children[0]?.kind === 'block') ? without(body, 'raise') : body;
	const whole = otherwise && body.has('end') ? union(without(raised, 'end'), exits(otherwise)) : raised;
	const all = union(whole, ...handlers.map(exits));
	if (!last) return all;
	const ending = exits(last);
	return ending.has('end') ? union(all, without(ending, 'end')) : ending;
}

/**
 * What may run in a function's body (or at the top of a file) after control leaves a statement in it by
 * an exit: whole statements and clauses, those of a further round of a loop too. `finally` clauses are
 * left out: they run in any case.
 */
export function mayRunAfter(statement: SyntaxNode, exit: Exit, body: SyntaxNode | ModuleBody): SyntaxNode[] {
	return [...nextAfter(statement, exit, body)];
}

/** The same, one after the other: who looks for one thing need not go through all. */
export function* nextAfter(statement: SyntaxNode, exit: Exit, body: SyntaxNode | ModuleBody, followed = new Set<SyntaxNode>()): Generator<SyntaxNode> {
	let node = statement;
	let current = exit;
	for (;;) {
		if (current === 'return' || current === 'raise') return;
		if (current === 'break' || current === 'continue') {
			const loop = node.parent?.closest('for_statement', 'while_statement');
			if (!loop || !(isModule(body) || loop.isInside(body))) return;
			if (current === 'continue') yield loop;
			// What comes behind a loop comes but once, however many ways lead out of it.
			if (followed.has(loop)) return;
			followed.add(loop);
			node = loop;
			current = 'end';
		}
		const block = node.parent;
		if (block && block.kind !== 'block') return;
		for (const sibling of statementsAfter(node, body)) {
			yield sibling;
			const exits = exitsOf(sibling);
			for (const jump of ['break', 'continue'] as const) if (exits.has(jump)) yield* nextAfter(sibling, jump, body, followed);
			if (!exits.has('end')) return;
		}
		if (!block?.parent || block === body) return;
		const owner: SyntaxNode = block.parent;
		if (owner.kind === 'try_statement') yield* owner.children.filter((one) => one.kind === 'else_clause');
		if ((owner.kind === 'for_statement' || owner.kind === 'while_statement') && owner.field('body') === block) yield owner;
		node = owner.kind.endsWith('_clause') ? statementOfClause(owner) : owner;
	}
}

/** The statements behind one in its block, or at the top of the file. */
function statementsAfter(statement: SyntaxNode, body: SyntaxNode | ModuleBody): readonly SyntaxNode[] {
	const siblings = statement.parent?.children ?? (isModule(body) ? body.roots : []);
	return siblings.slice(siblings.indexOf(statement) + 1);
}

function isModule(body: SyntaxNode | ModuleBody): body is ModuleBody {
	return 'roots' in body;
}

/**
 * Whether control may come from a statement to the end of its function's body, or round a loop back to it,
 * past no statement that counts. Exceptions that something may raise unsaid are left aside. `counts` is
 * asked about simple statements and about the heads of compound ones (`with`, `if`, ...).
 */
export function mayMiss(origin: SyntaxNode, body: SyntaxNode, counts: (statement: SyntaxNode) => boolean): boolean {
	let node = origin;
	let open: ReadonlySet<Exit> = endOnly;
	for (;;) {
		const block = node.parent;
		if (block?.kind !== 'block') return false;
		if (open.has('end'))
			open = union(
				without(open, 'end'),
				exitsInOrder(statementsAfter(node, body), (one) => exitsPast(one, counts)),
			);
		const owner = block.parent as SyntaxNode;
		if (block === body) return open.has('end') || open.has('return');
		if (owner.kind === 'try_statement' || owner.parent?.kind === 'try_statement') {
			const statement = owner.kind === 'try_statement' ? owner : (owner.parent as SyntaxNode);
			const last = statement.children.find((one) => one.kind === 'finally_clause');
			const [otherwise] = owner === statement ? statement.children.filter((one) => one.kind === 'else_clause') : [];
			if (otherwise && open.has('end')) open = union(without(open, 'end'), exitsPast(otherwise, counts));
			if (last && last !== owner && !exitsPast(last, counts).has('end')) return false;
		}
		if ((owner.kind === 'for_statement' || owner.kind === 'while_statement') && owner.field('body') === block) {
			if (open.has('end') || open.has('continue')) return true;
			open = open.has('break') ? union(without(open, 'break'), endOnly) : open;
		}
		if (open.size === 0) return false;
		node = owner.kind.endsWith('_clause') ? statementOfClause(owner) : owner;
	}
}

/** The ways out of a statement past none that counts. */
function exitsPast(statement: SyntaxNode, counts: (statement: SyntaxNode) => boolean): ReadonlySet<Exit> {
	return without(exitsOf(statement, undefined, counts), 'raise');
}

/** The compound statement a clause belongs to; cases stand in a block of their own. */
function statementOfClause(clause: SyntaxNode): SyntaxNode {
	const parent = clause.parent as SyntaxNode;
	return parent.kind === 'block' ? (parent.parent as SyntaxNode) : parent;
}
