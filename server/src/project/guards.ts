import type { FileModel } from '../semantics/file-model.ts';
import { alwaysLeaves, leaves } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { PythonRange } from './python-version.ts';

/** A condition that holds (or not) wherever a node runs. */
export interface Guard {
	readonly condition: SyntaxNode;
	readonly isTrue: boolean;
}

/** Conditions round a node: of enclosing `if`s, and of earlier `if`s in the same blocks that leave. */
export function* guardsOf(node: SyntaxNode): Generator<Guard> {
	for (let child: SyntaxNode = node, parent = node.parent; ; child = parent, parent = parent.parent) {
		yield* earlierExits(child);
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
		if (parent.kind === 'block' && isFunctionBody(parent)) yield* earlierExits(parent.parent as SyntaxNode);
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

/** `if not x: return` before a statement: after it, x holds. */
function* earlierExits(statement: SyntaxNode): Generator<Guard> {
	const block = statement.parent;
	const siblings = block ? block.children : statement.file.statements.slice(0, statement.statement.order + 1).map((one) => one.root);
	if (block && block.kind !== 'block') return;
	for (const earlier of siblings) {
		if (earlier === statement) return;
		if (earlier.kind !== 'if_statement') continue;
		const condition = earlier.field('condition');
		const consequence = earlier.field('consequence');
		if (condition && consequence && leaves(consequence) && !earlier.fields('alternative').length && !alwaysLeaves(earlier)) yield { condition, isTrue: false };
	}
}

/** Whether a node is only read by type checkers. */
export function isTypeCheckingOnly(node: SyntaxNode, file: FileModel): boolean {
	for (const { condition, isTrue } of guardsOf(node)) {
		if (isTrue && /\bTYPE_CHECKING$/.test(condition.text) && (condition.kind === 'identifier' || file.qualifiedName(condition) === 'typing.TYPE_CHECKING')) return true;
	}
	return false;
}

/** Whether a module-level node stands under `if __name__ == "__main__":`. */
export function isMainGuarded(node: SyntaxNode): boolean {
	for (const { condition, isTrue } of guardsOf(node)) if (isTrue && isMainTest(condition)) return true;
	return false;
}

export function isMainTest(condition: SyntaxNode): boolean {
	return condition.kind === 'comparison_operator' && /^__name__\s*==\s*(["'])__main__\1$|^(["'])__main__\2\s*==\s*__name__$/.test(condition.text);
}

/** What `sys.platform`/`os.name` tests say of the platform a node runs on. */
export function platformAt(node: SyntaxNode, file: FileModel): 'windows' | 'posix' | undefined {
	for (const { condition, isTrue } of guardsOf(node)) {
		const said = platformTest(condition, file);
		if (said !== undefined) return said === isTrue ? 'windows' : 'posix';
	}
	return undefined;
}

/** True when the condition means Windows, false when it means another system, undefined when it is no such test. */
function platformTest(condition: SyntaxNode, file: FileModel): boolean | undefined {
	const text = condition.text.replace(/\s+/g, ' ');
	if (condition.kind === 'not_operator') {
		const inner = condition.field('argument');
		const said = inner && platformTest(inner, file);
		return said === undefined ? undefined : !said;
	}
	if (/^(?:sys\.)?platform\s*(==|!=)\s*["']win32["']$/.test(text) || /^os\.name\s*(==|!=)\s*["']nt["']$/.test(text) || /^platform\.system\(\)\s*(==|!=)\s*["']Windows["']$/.test(text)) return !text.includes('!=');
	if (/^(?:sys\.)?platform\.startswith\(["']win(32)?["']\)$/.test(text)) return true;
	if (/^(?:sys\.)?platform\s*(==|!=)\s*["'](?:linux|darwin)\d?["']$/.test(text) || /^os\.name\s*(==|!=)\s*["']posix["']$/.test(text)) return text.includes('!=');
	if (/^(?:sys\.)?platform\.startswith\(["'](?:linux|darwin)["']\)$/.test(text)) return false;
	return undefined;
}

/** The part of the Python versions for which a node runs, by `sys.version_info` tests; undefined when it never does. */
export function pythonAt(node: SyntaxNode, file: FileModel, python: PythonRange): PythonRange | undefined {
	let { floor, ceiling } = python;
	for (const { condition, isTrue } of guardsOf(node)) {
		const test = versionTest(condition, file);
		if (!test) continue;
		if (test.isAtLeast === isTrue) floor = Math.max(floor, test.minor);
		else ceiling = Math.min(ceiling, test.minor - 1);
	}
	return floor > ceiling ? undefined : { ...python, floor, ceiling };
}

/** `sys.version_info >= (3, 11)`, `< (3, 11)`, `[:2] >= (3, 11)`, `.minor >= 11`, `[1] < 11`. */
function versionTest(condition: SyntaxNode, file: FileModel): { readonly minor: number; readonly isAtLeast: boolean } | undefined {
	if (condition.kind === 'not_operator') {
		const inner = condition.field('argument');
		const test = inner && versionTest(inner, file);
		return test && { ...test, isAtLeast: !test.isAtLeast };
	}
	if (condition.kind === 'parenthesized_expression') return condition.children[0] && versionTest(condition.children[0], file);
	if (condition.kind !== 'comparison_operator' || condition.children.length !== 2) return undefined;
	const [left, right] = condition.children as [SyntaxNode, SyntaxNode];
	const isWhole = isVersionInfo(left, file) || (left.kind === 'subscript' && isVersionInfo(left.field('value'), file) && /^:\s*[23]$/.test(left.field('subscript')?.text ?? ''));
	const isMinor = (left.kind === 'attribute' && left.field('attribute')?.text === 'minor' && isVersionInfo(left.field('object'), file)) || (left.kind === 'subscript' && isVersionInfo(left.field('value'), file) && left.field('subscript')?.text === '1');
	const minor = isWhole && right.kind === 'tuple' && right.children[0]?.text === '3' ? Number(right.children[1]?.text ?? 0) : isMinor ? Number(right.text) : Number.NaN;
	if (!Number.isInteger(minor)) return undefined;
	const operator = condition.allChildren().find((child) => !child.isNamed)?.kind;
	if (operator === '>=') return { minor, isAtLeast: true };
	if (operator === '<') return { minor, isAtLeast: false };
	// `> (3, 10)` holds on 3.10.1 too; `.minor > 10` means 3.11.
	if (operator === '>') return { minor: isWhole ? minor : minor + 1, isAtLeast: true };
	if (operator === '<=') return { minor: isWhole ? minor : minor + 1, isAtLeast: false };
	return undefined;
}

function isVersionInfo(node: SyntaxNode | undefined, file: FileModel): boolean {
	return node !== undefined && file.qualifiedName(node) === 'sys.version_info';
}
