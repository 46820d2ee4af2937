import { asyncioApi } from '../knowledge/asyncio-api.ts';
import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export type Platform = 'windows' | 'posix';

/** A supposition on which a condition is judged: one Python version, one kind of system, or both. */
export interface World {
	/** 11 for 3.11. */
	readonly minor?: number;
	readonly platform?: Platform;
}

/** Names of constants are followed this many steps: `if PY311:`, imported from another module of the project. */
const STEP_LIMIT = 4;

/** Whether a condition is true in a world; undefined when the world does not decide it. */
export function holds(condition: SyntaxNode, world: World, file: FileModel, steps = STEP_LIMIT): boolean | undefined {
	const node = unparenthesized(condition);
	switch (node.kind) {
		case 'not_operator':
			return negated(operand(node, 'argument', world, file, steps));
		case 'boolean_operator':
			return combined(node.hasToken('and'), operand(node, 'left', world, file, steps), operand(node, 'right', world, file, steps));
		case 'comparison_operator':
			return comparison(node, world, file);
		case 'call':
			return callHolds(node, world, file);
		case 'identifier':
			return steps > 0 ? constantHolds(node, world, file, steps - 1) : undefined;
		default:
			return undefined;
	}
}

function operand(node: SyntaxNode, field: 'argument' | 'left' | 'right', world: World, file: FileModel, steps: number): boolean | undefined {
	const inner = node.field(field);
	return inner && holds(inner, world, file, steps);
}

function negated(value: boolean | undefined): boolean | undefined {
	return value === undefined ? undefined : !value;
}

/** One operand decides alone when it is false (`and`) or true (`or`). */
function combined(isAnd: boolean, left: boolean | undefined, right: boolean | undefined): boolean | undefined {
	if (left === !isAnd || right === !isAnd) return !isAnd;
	return left === isAnd && right === isAnd ? isAnd : undefined;
}

/** `IS_WINDOWS = sys.platform == "win32"`, here or in another module of the project. */
function constantHolds(name: SyntaxNode, world: World, file: FileModel, steps: number): boolean | undefined {
	const [binding, ...others] = file.reaching(name);
	if (!binding || others.length > 0) return undefined;
	if (binding.kind === 'assignment') return binding.value && binding.value.kind !== 'identifier' ? holds(binding.value, world, file, steps) : undefined;
	const definition = binding.kind === 'import' && binding.target !== undefined ? file.environment.imported(binding.target, file) : undefined;
	const [defined, ...more] = definition?.bindings ?? [];
	return definition && defined?.kind === 'assignment' && defined.value && more.length === 0 ? holds(defined.value, world, definition.file, steps) : undefined;
}

/** Comparisons, also chained: `(3, 8) <= sys.version_info < (3, 12)`. */
function comparison(node: SyntaxNode, world: World, file: FileModel): boolean | undefined {
	const operators = node
		.allChildren()
		.filter((child) => !child.isNamed)
		.map((child) => child.text);
	let result: boolean | undefined = true;
	for (const [i, operator] of operators.entries()) {
		const [left, right] = [node.children[i], node.children[i + 1]];
		if (!left || !right) return undefined;
		const one: boolean | undefined =
			versionTest(left, operator, right, world, file) ??
			versionTest(right, mirrored[operator] ?? operator, left, world, file) ??
			platformTest(left, operator, right, world, file);
		result = combined(true, result, one);
	}
	return result;
}

const mirrored: Readonly<Record<string, string>> = { '<': '>', '>': '<', '<=': '>=', '>=': '<=' };

/** `sys.version_info >= (3, 11)`, `[:2] >= (3, 11)`, `.minor >= 11`, `[1] < 11`, `sys.hexversion >= 0x030B0000`. */
function versionTest(left: SyntaxNode, operator: string, right: SyntaxNode, { minor }: World, file: FileModel): boolean | undefined {
	if (minor === undefined) return undefined;
	if (isNamed(left, 'sys.hexversion', file)) return compared(minor, operator, hexMinor(right.text), true);
	if (left.kind === 'subscript' && isNamed(left.field('value'), 'sys.version_info', file)) {
		const subscript = left.field('subscript')?.text ?? '';
		if (subscript === '0') return operator === '==' || operator === '>=' ? right.text === '3' : operator === '<' ? Number(right.text) > 3 : undefined;
		if (subscript === '1') return compared(minor, operator, Number(right.text), false);
		if (/^(0\s*)?:\s*2$/.test(subscript)) return compared(minor, operator, tupleMinor(right), tupleLength(right) < 2);
		return /^(0\s*)?:\s*3$/.test(subscript) ? compared(minor, operator, tupleMinor(right), true) : undefined;
	}
	if (left.kind === 'attribute' && left.field('attribute')?.text === 'minor' && isNamed(left.field('object'), 'sys.version_info', file))
		return compared(minor, operator, Number(right.text), false);
	return isNamed(left, 'sys.version_info', file) ? compared(minor, operator, tupleMinor(right), true) : undefined;
}

/** `hasMore`: what is compared goes on behind the minor version, so `> (3, 10)` holds on 3.10.1, and `== (3, 10)` never holds. */
function compared(minor: number, operator: string, other: number, hasMore: boolean): boolean | undefined {
	if (!Number.isInteger(other)) return undefined;
	switch (operator) {
		case '>=':
			return minor >= other;
		case '<':
			return minor < other;
		case '>':
			return hasMore && minor === other ? true : minor > other;
		case '<=':
			return hasMore && minor === other ? false : minor <= other;
		case '==':
			return hasMore ? undefined : minor === other;
		case '!=':
			return hasMore ? undefined : minor !== other;
		default:
			return undefined;
	}
}

function tupleMinor(node: SyntaxNode): number {
	if (node.kind !== 'tuple' || node.children.length === 0) return Number.NaN;
	const major = Number(node.children[0]?.text);
	return major === 3 ? Number(node.children[1]?.text ?? 0) : major < 3 ? 0 : Number.NaN;
}

function tupleLength(node: SyntaxNode): number {
	return node.kind === 'tuple' ? node.children.length : 0;
}

function hexMinor(text: string): number {
	return /^0x03[0-9a-f]{6}$/i.test(text) ? Number.parseInt(text.slice(4, 6), 16) : Number.NaN;
}

/** `sys.platform == "win32"`, `os.name in ("nt",)`, `platform.system() != "Windows"`. */
function platformTest(left: SyntaxNode, operator: string, right: SyntaxNode, { platform }: World, file: FileModel): boolean | undefined {
	if (platform === undefined || !isPlatformName(left, file)) return undefined;
	const names = (['tuple', 'list', 'set'].includes(right.kind) ? right.children : [right]).map(platformNamed);
	if (names.includes(undefined)) return undefined;
	const isMeant = names.includes(platform);
	// Not being Linux does not make it Windows: macOS is neither. Being Linux or macOS does exclude Windows.
	const decides = platform === 'windows' || !isMeant || isNamed(left, 'os.name', file);
	if (!decides) return undefined;
	if (operator === '==' || operator === 'in') return isMeant;
	return operator === '!=' || operator === 'not in' ? !isMeant : undefined;
}

function isPlatformName(node: SyntaxNode, file: FileModel): boolean {
	if (node.kind === 'call') {
		const callee = node.field('function');
		if (callee?.kind === 'attribute' && callee.field('attribute')?.text === 'lower') return isPlatformName(callee.field('object') as SyntaxNode, file);
		return isNamed(callee, 'platform.system', file);
	}
	return isNamed(node, 'sys.platform', file) || isNamed(node, 'os.name', file);
}

function platformNamed(node: SyntaxNode): Platform | undefined {
	const text = stringIn(node)?.toLowerCase();
	if (text === undefined) return undefined;
	return /^(win|nt$|cygwin|msys)/.test(text) ? 'windows' : /^(linux|darwin|posix|freebsd|openbsd|netbsd|sunos|aix)/.test(text) ? 'posix' : undefined;
}

/** `hasattr(asyncio, "TaskGroup")`, `sys.platform.startswith("win")`. */
function callHolds(call: SyntaxNode, world: World, file: FileModel): boolean | undefined {
	const callee = call.field('function');
	const [first, second] = call.field('arguments')?.children ?? [];
	if (!callee || !first) return undefined;
	if (callee.kind === 'attribute' && callee.field('attribute')?.text === 'startswith' && isPlatformName(callee.field('object') as SyntaxNode, file))
		return platformTest(callee.field('object') as SyntaxNode, '==', first, world, file);
	const attribute = second && stringIn(second);
	return attribute !== undefined && isNamed(callee, 'builtins.hasattr', file) ? hasAttribute(first, attribute, world, file) : undefined;
}

function hasAttribute(object: SyntaxNode, attribute: string, { minor, platform }: World, file: FileModel): boolean | undefined {
	const owner = file.qualifiedName(object) ?? file.typeOf(object)?.external;
	if (owner === 'signal' || owner === 'os') return platform === 'windows' && onPosixOnly.has(attribute) ? false : undefined;
	const api = owner === undefined ? undefined : asyncioApi(`${owner}.${attribute}`);
	if (!api) return undefined;
	if (platform !== undefined && api.platform !== undefined && api.platform !== platform) return false;
	if (minor !== undefined && (minor < (api.since ?? 0) || minor >= (api.removed ?? Number.POSITIVE_INFINITY))) return false;
	return minor !== undefined && api.platform === undefined ? true : undefined;
}

/** Names of `signal` and `os` that Windows does not have. */
const onPosixOnly: ReadonlySet<string> = new Set([
	'SIGHUP',
	'SIGUSR1',
	'SIGUSR2',
	'SIGCHLD',
	'SIGQUIT',
	'SIGALRM',
	'SIGWINCH',
	'SIGPIPE',
	'fork',
	'getuid',
	'geteuid',
	'setsid',
	'getpgid',
]);

function isNamed(node: SyntaxNode | undefined, name: string, file: FileModel): boolean {
	return node !== undefined && file.qualifiedName(node) === name;
}

/** The text of a plain string literal. */
function stringIn(node: SyntaxNode): string | undefined {
	if (node.kind !== 'string') return undefined;
	const parts = node.children.filter((child) => child.kind === 'string_content');
	return parts.length === 1 && !node.children.some((child) => child.kind === 'interpolation') ? parts[0]?.text : undefined;
}
