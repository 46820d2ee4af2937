import { argumentsOf, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { alwaysLeaves, leaves } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { holds, type Platform, type World } from './conditions.ts';
import type { PythonRange } from './python-version.ts';

/** A condition that holds (or not) wherever a node runs. */
export interface Guard {
	readonly condition: SyntaxNode;
	readonly isTrue: boolean;
}

/** Conditions round a node: of enclosing `if`s, and of earlier `if`s in the same blocks that leave. */
export function* guardsOf(node: SyntaxNode, file: FileModel): Generator<Guard> {
	for (let child: SyntaxNode = node, parent = node.parent; ; child = parent, parent = parent.parent) {
		yield* earlierExits(child, file);
		if (!parent) return;
		if (parent.kind === 'if_statement' || parent.kind === 'elif_clause') yield* branchGuards(parent, child);
		if (parent.kind === 'conditional_expression') {
			const [value, condition, other] = parent.children;
			if (condition && child === value) yield { condition, isTrue: true };
			if (condition && child === other) yield { condition, isTrue: false };
		}
		if (parent.kind === 'boolean_operator' && child === parent.field('right')) {
			const left = parent.field('left');
			if (left) yield { condition: left, isTrue: parent.hasToken('and') };
		}
		if (parent.kind === 'block' && isFunctionBody(parent)) yield* earlierExits(parent.parent as SyntaxNode, file);
	}
}

function isFunctionBody(block: SyntaxNode): boolean {
	return block.parent?.kind === 'function_definition';
}

function* branchGuards(parent: SyntaxNode, child: SyntaxNode): Generator<Guard> {
	const condition = parent.field('condition');
	if (!condition || child === condition) return;
	if (child === parent.field('consequence')) {
		yield { condition, isTrue: true };
		return;
	}
	// An elif or else: everything before it was false.
	yield { condition, isTrue: false };
	for (const other of parent.fields('alternative')) {
		if (other === child) return;
		const earlier = other.field('condition');
		if (earlier) yield { condition: earlier, isTrue: false };
	}
}

/** Of the tests before a statement in its block so many are looked at, the nearest. */
const testLimit = 200;

/** `if` and `assert` statements before a statement in its block, or in the module. */
function testsBefore(statement: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const block = statement.parent;
	if (!block) return file.conditionsBefore(statement).slice(-testLimit);
	if (block.kind !== 'block') return [];
	const tests = testsIn(block);
	let low = 0;
	let high = tests.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((tests[middle] as SyntaxNode).index < statement.index) low = middle + 1;
		else high = middle;
	}
	return tests.slice(Math.max(0, low - testLimit), low);
}

const testsByBlock = new WeakMap<SyntaxNode, readonly SyntaxNode[]>();

function testsIn(block: SyntaxNode): readonly SyntaxNode[] {
	let tests = testsByBlock.get(block);
	if (!tests) {
		tests = block.children.filter(({ kind }) => kind === 'if_statement' || kind === 'assert_statement');
		testsByBlock.set(block, tests);
	}
	return tests;
}

/** `if not x: return` before a statement: after it, x holds. */
function* earlierExits(statement: SyntaxNode, file: FileModel): Generator<Guard> {
	for (const earlier of testsBefore(statement, file)) {
		if (earlier.kind !== 'if_statement') continue;
		const condition = earlier.field('condition');
		const consequence = earlier.field('consequence');
		if (condition && consequence && leaves(consequence) && !earlier.fields('alternative').length && !alwaysLeaves(earlier)) yield { condition, isTrue: false };
	}
}

/** Whether a node is only read by type checkers. */
export function isTypeCheckingOnly(node: SyntaxNode, file: FileModel): boolean {
	if (!file.hasWord('TYPE_CHECKING')) return false;
	for (const { condition, isTrue } of guardsOf(node, file)) {
		if (isTrue && /\bTYPE_CHECKING$/.test(condition.text) && (condition.kind === 'identifier' || file.qualifiedName(condition) === 'typing.TYPE_CHECKING'))
			return true;
	}
	return false;
}

/** Whether a module-level node stands under `if __name__ == "__main__":`. */
export function isMainGuarded(node: SyntaxNode, file: FileModel): boolean {
	for (const { condition, isTrue } of guardsOf(node, file)) if (isTrue && isMainTest(condition)) return true;
	return false;
}

export function isMainTest(condition: SyntaxNode): boolean {
	return condition.kind === 'comparison_operator' && /^__name__\s*==\s*(["'])__main__\1$|^(["'])__main__\2\s*==\s*__name__$/.test(condition.text);
}

/** What tests of the platform say of the system a node runs on; undefined when they leave it open. */
export function platformAt(node: SyntaxNode, file: FileModel): Platform | undefined {
	const way = wayTo(node, file);
	const left = (['windows', 'posix'] as const).filter((platform) => mayBeTaken(way, { platform }, file));
	return left.length === 1 ? left[0] : undefined;
}

/** The part of the Python versions for which a node runs, by tests of the version or of what asyncio has; undefined when it never does. */
export function pythonAt(node: SyntaxNode, file: FileModel, python: PythonRange): PythonRange | undefined {
	const way = wayTo(node, file);
	const left: number[] = [];
	for (let minor = python.floor; minor <= python.ceiling; minor++) if (mayBeTaken(way, { minor }, file)) left.push(minor);
	const [floor, ceiling] = [left[0], left.at(-1)];
	return floor === undefined || ceiling === undefined ? undefined : { ...python, floor, ceiling };
}

/** How a node comes to run. */
interface Way {
	readonly conditions: readonly Guard[];
	/** To the places in its file where its function is named: a function that its file calls only behind a guard is guarded by it. */
	readonly before: readonly Way[];
}

/** Callers that are asked in their turn whether a guard stands round them. */
const CALLER_STEPS = 2;

function wayTo(node: SyntaxNode, file: FileModel, steps = CALLER_STEPS): Way {
	const owner = steps > 0 ? file.functionOf(node) : undefined;
	const references = owner && !owner.isLambda ? referencesOutside(owner, file) : [];
	return { conditions: [...conditionsOf(node, file)], before: references.map((reference) => wayTo(reference, file, steps - 1)) };
}

function mayBeTaken({ conditions, before }: Way, world: World, file: FileModel): boolean {
	const agrees = conditions.every(({ condition, isTrue }) => holds(condition, world, file) !== !isTrue);
	return agrees && (before.length === 0 || before.some((way) => mayBeTaken(way, world, file)));
}

function referencesOutside(owner: FunctionModel, file: FileModel): readonly SyntaxNode[] {
	return file
		.mentions(owner.name)
		.filter((name) => name !== owner.nameNode && !name.isInside(owner.node))
		.map((name) => (name.parent?.kind === 'attribute' && name.fieldName === 'attribute' ? name.parent : name))
		.filter((reference) => file.functionNamed(reference) === owner);
}

/** All that must hold for a node to run: guards, assertions, calls that end the program or skip the test, marks of tests. */
function* conditionsOf(node: SyntaxNode, file: FileModel): Generator<Guard> {
	yield* guardsOf(node, file);
	for (let child: SyntaxNode | undefined = node; child !== undefined; child = child.parent) {
		yield* earlierRefusals(child, file);
		if (child.kind === 'decorated_definition')
			for (const decorator of child.children) if (decorator.kind === 'decorator' && decorator.children[0]) yield* skipMark(decorator.children[0], file);
	}
	for (const binding of file.moduleBindings('pytestmark')) {
		const marks = binding.value?.kind === 'list' ? binding.value.children : [binding.value];
		for (const mark of marks) if (mark) yield* skipMark(mark, file);
	}
}

/** `assert x` and `if x: sys.exit()` before a statement. */
function* earlierRefusals(statement: SyntaxNode, file: FileModel): Generator<Guard> {
	for (const earlier of testsBefore(statement, file)) {
		if (earlier.kind === 'assert_statement' && earlier.children[0]) yield { condition: earlier.children[0], isTrue: true };
		if (earlier.kind !== 'if_statement' || earlier.fields('alternative').length > 0) continue;
		const condition = earlier.field('condition');
		const last = earlier.field('consequence')?.children.at(-1)?.children[0];
		if (condition && last?.kind === 'call' && isStatement(last) && endsHere(last, file)) yield { condition, isTrue: false };
	}
}

function endsHere(call: SyntaxNode, file: FileModel): boolean {
	const callee = call.field('function');
	const name = callee && file.qualifiedName(callee);
	if (name !== undefined) return /^(sys\.exit|os\._exit|builtins\.(exit|quit)|pytest\.(skip|fail|exit)|unittest\.TestCase\.(skipTest|fail))$/.test(name);
	return callee?.kind === 'attribute' && callee.field('attribute')?.text === 'skipTest';
}

/** `@pytest.mark.skipif(x)`, `@unittest.skipUnless(x)`, also by a name given to it. */
function* skipMark(mark: SyntaxNode, file: FileModel): Generator<Guard> {
	const [named] = mark.kind === 'identifier' ? file.reaching(mark) : [];
	const call = named?.kind === 'assignment' && named.value ? named.value : mark;
	const callee = call.kind === 'call' ? call.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	const condition = callee && argumentsOf(call)[0];
	if (!condition) return;
	if (name === 'pytest.mark.skipif' || name === 'unittest.skipIf') yield { condition, isTrue: false };
	if (name === 'unittest.skipUnless') yield { condition, isTrue: true };
}
