import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isAlwaysPassed } from '../semantics/flow.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { coroutineFrom } from './coroutines.ts';
import { deleteStatement, fixOf, replaceNode, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference, unusedImportEdits } from './imports.ts';
import { type LoopAttribute, loopAttribute } from './loop-attribute.ts';
import { isHousekeeping, type LoopVariable, loopVariable } from './loop-variable.ts';
import { isReset } from './set-loop-calls.ts';
import { type EffectOn, effectsText } from './version-text.ts';
import { unwrapTry } from './wrap.ts';

/** The variable a call's result goes to. */
export function variableOf(call: CallSite, file: FileModel): LoopVariable | undefined {
	const target = call.node.parent?.kind === 'assignment' ? call.node.parent.field('left') : undefined;
	return target && loopVariable(target, file);
}

/** Whether the same code has called `asyncio.get_event_loop()` before, in any case: then it gets the loop that was made there, if one was. */
export function followsAnother(node: SyntaxNode, file: FileModel): boolean {
	for (const other of othersBeside(node, file)) if (other.start < node.start && isAlwaysPassed(other, node)) return true;
	return false;
}

/** Calls of `asyncio.get_event_loop()` in the body a node is in, without that node. */
function* othersBeside(node: SyntaxNode, file: FileModel): Generator<SyntaxNode> {
	const owner = file.functionOf(node);
	for (const mention of file.mentions('get_event_loop')) {
		const name = mention.parent?.kind === 'attribute' ? mention.parent : mention;
		const call = name.parent;
		if (call?.kind === 'call' && call !== node && file.functionOf(call) === owner && file.qualifiedName(name) === 'asyncio.get_event_loop') yield call;
	}
}

/** In a `try` that catches RuntimeError the code is ready for what may come. */
export function isCaught(node: SyntaxNode): boolean {
	for (let child = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
		if (parent.kind === 'function_definition' || parent.kind === 'lambda') return false;
		if (parent.kind === 'try_statement' && parent.field('body') === child)
			return parent.children.some(
				(one) => one.kind === 'except_clause' && /^$|RuntimeError|Exception/.test(one.children[0]?.kind === 'block' ? '' : (one.children[0]?.text ?? '')),
			);
	}
	return false;
}

/** What `asyncio.get_event_loop()` does where no loop runs, on the versions of a range, in one clause. */
export function consequenceOn(range: PythonRange): string {
	return effectsText(range, withoutLoop) || 'it makes one without saying so, warns on 3.12 and raises RuntimeError on 3.14';
}

const withoutLoop: EffectOn = (minor) =>
	minor >= 14 ? { says: 'RuntimeError', severity: 'error' } : minor >= 12 ? { says: 'DeprecationWarning', severity: 'warning' } : undefined;

/** `loop.run_until_complete(main())` becomes `asyncio.run(main())` when that is all the loop is for. */
export function runInstead(call: CallSite, file: FileModel, project: ProjectModel): Fix | undefined {
	const variable = variableOf(call, file) ?? loopAttribute(call, file, project);
	// After asyncio.run() the others would find no loop at all.
	if ([...othersBeside(call.node, file)].some((other) => other.start > call.node.start)) return undefined;
	const runs = (variable ? variable.uses : [call.node]).filter((use) => !variable || !isHousekeeping(use, file));
	const [object] = runs;
	const run = object?.parent?.parent;
	if (runs.length !== 1 || object?.parent?.field('attribute')?.text !== 'run_until_complete' || run?.kind !== 'call') return undefined;
	const arguments_ = argumentsOf(run);
	const main = arguments_[0]?.kind === 'call' ? file.statementOf(run).calls.find((one) => one.node === arguments_[0]) : undefined;
	// asyncio.run() takes a coroutine only: futures and gather() need the loop first.
	if (arguments_.length !== 1 || !main || !coroutineFrom(main, file, project)) return undefined;
	const imported = reference('asyncio', 'run', run, file);
	const callee = run.field('function');
	if (!imported || !callee) return undefined;
	const all = variable ? [...assignmentsOf(variable), ...housekeepingOf(variable, object, file)] : [];
	const attempts = new Set(all.map((one) => finallyOf(one, all)).filter((one) => one !== undefined));
	const housekeeping = all.filter((one) => !finallyOf(one, all));
	if (housekeeping.some((statement) => statement.parent?.children.length === 1)) return undefined;
	return fixOf(
		'Run it with asyncio.run()',
		'unsafe',
		[replaceNode(callee, imported.text)],
		imported.edits,
		...housekeeping.map((statement) => deleteStatement(statement, file)),
		...[...attempts].map((one) => unwrapTry(one, file)),
		call.callee.kind === 'identifier' ? unusedImportEdits(call.callee, [call.callee], file) : [],
	);
}

function assignmentsOf(variable: LoopVariable | LoopAttribute): readonly SyntaxNode[] {
	return 'assignments' in variable ? variable.assignments : [variable.assignment];
}

/** Statements that set and close the loop, and `set_event_loop(None)` beside them. */
function housekeepingOf(variable: Pick<LoopVariable, 'uses'>, run: SyntaxNode, file: FileModel): readonly SyntaxNode[] {
	const own = variable.uses.filter((use) => use !== run).map(statementOf);
	const resets = own.flatMap((one) => one.parent?.children ?? []).filter((one) => isReset(one, file));
	return [...new Set([...own, ...resets])];
}

/** The `try` whose `finally`, its only clause, holds nothing but statements that go. */
function finallyOf(statement: SyntaxNode, going: readonly SyntaxNode[]): SyntaxNode | undefined {
	const clause = statement.parent?.parent;
	const isAll = clause?.kind === 'finally_clause' && statement.parent?.children.every((one) => going.includes(one));
	return isAll && clause.parent?.children.length === 2 ? clause.parent : undefined;
}
