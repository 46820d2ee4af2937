import { roleOfDefinition } from '../project/framework-roles.ts';
import type { ProjectModel } from '../project/project.ts';
import { argument, type CallSite } from '../semantics/calls.ts';
import { mayRunAfter } from '../semantics/exits.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { statementOf } from './edits.ts';

/** Functions that are looked at for one run. */
const functionLimit = 300;

/** The functions that a call like `asyncio.run(main())` runs on its loop: the coroutine's and all that it calls, with what is defined in them. */
export function functionsRunBy(run: CallSite, project: ProjectModel): ReadonlySet<FunctionModel> {
	const file = fileOf(run);
	const main = argument(run.node, 0, 'main');
	const found = new Set<FunctionModel>();
	const made = main?.kind === 'call' ? file.statementOf(main).calls.find((one) => one.node === main) : undefined;
	const started = made && project.resolve(made);
	const waiting: FunctionModel[] = started?.isAsync ? [started] : [];
	// What stands in the coroutine's arguments may be a coroutine too: `asyncio.run(limited(work()))`.
	if (made)
		for (const call of file.statementOf(made.node).calls)
			if (call.node !== made.node && call.node.isInside(made.node))
				waiting.push(...[project.resolve(call)].filter((one) => one !== undefined).filter((one) => one.isAsync));
	for (let next = waiting.shift(); next !== undefined && found.size < functionLimit; next = waiting.shift()) {
		if (found.has(next)) continue;
		found.add(next);
		for (const call of next.calls) {
			const called = project.resolve(call);
			if (called && !found.has(called)) waiting.push(called);
		}
		waiting.push(...next.statement.functions.filter((one) => one.owner === next && (one.isAsync || !isForThreads(one, project))));
	}
	return found;
}

function isForThreads(inner: FunctionModel, project: ProjectModel): boolean {
	const contexts = project.contextsOf(inner, inner.node);
	return contexts.length > 0 && contexts.every(({ kind }) => kind === 'worker-thread');
}

/** Whether both calls are reached in one run of the program: one of them may come after the other. */
export function bothRun(one: CallSite, other: CallSite): boolean {
	if (one.owner !== other.owner || fileOf(one) !== fileOf(other)) return false;
	const [first, second] = isBefore(one.node, other.node) ? [one, other] : [other, one];
	const isSameStatement = statementOf(first.node) === statementOf(second.node);
	return isSameStatement || mayRunAfter(statementOf(first.node), 'end', first.owner?.body ?? fileOf(first)).some((later) => second.node.isInside(later));
}

/** Whether a call is reached several times in one process: in a loop, or in a function that is called several times or is there for others to call. */
export function isRepeated(call: CallSite, depth = 3): boolean {
	if (isInLoop(call)) return true;
	const { owner } = call;
	if (!owner || owner.isLambda || depth === 0) return false;
	const calls = callsOf(owner);
	if (calls.length === 0) return isForOthers(owner, call.node);
	return calls.some((one) => isRepeated(one, depth - 1) || calls.some((other) => other !== one && bothRun(one, other)));
}

/**
 * A call by which a function certainly runs a second time: behind another call of it, or in a loop; for a method on the same object. Undefined when that
 * is not in sight.
 */
export function calledAgain(owner: FunctionModel): CallSite | undefined {
	const calls = callsOf(owner);
	return calls.find((call) => {
		const object = owner.class ? call.callee.field('object') : undefined;
		if (owner.class && object?.kind !== 'identifier') return false;
		const isSame = (other: CallSite) => other.callee.field('object')?.text === object?.text;
		const isMadeAnew = (round: SyntaxNode) =>
			object !== undefined &&
			fileOf(call)
				.reaching(object)
				.some(({ node }) => node.isInside(round));
		const round = isInLoop(call) ? call.node.closest('for_statement', 'while_statement', 'list_comprehension') : undefined;
		return round ? !isMadeAnew(round) : calls.some((other) => other !== call && isBefore(other.node, call.node) && isSame(other) && bothRun(other, call));
	});
}

function isInLoop(call: CallSite): boolean {
	for (let child = call.node, parent = child.parent; parent; child = parent, parent = parent.parent) {
		if (parent.kind === 'function_definition' || parent.kind === 'lambda') return false;
		if ((parent.kind === 'for_statement' || parent.kind === 'while_statement') && child === parent.field('body')) return !leavesLoop(call.node, parent);
		if (parent.kind.endsWith('comprehension') || parent.kind === 'generator_expression') return parent.field('body') === child;
	}
	return false;
}

/** `while True: try: run(); break` comes back only after it failed. */
function leavesLoop(node: SyntaxNode, loop: SyntaxNode): boolean {
	const after = mayRunAfter(statementOf(node), 'end', loop.field('body') ?? loop);
	return node.closest('return_statement') !== undefined || after.some((one) => one.kind === 'break_statement' || one.kind === 'return_statement');
}

/** Calls of a function in its own file. */
function callsOf(owner: FunctionModel): readonly CallSite[] {
	const file = fileOf(owner);
	return file.mentions(owner.name).flatMap((mention) => {
		const callee = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
		const isCallee = callee.parent?.kind === 'call' && callee.parent.field('function') === callee;
		return isCallee && file.functionNamed(callee) === owner ? file.statementOf(callee).calls.filter((one) => one.callee === callee) : [];
	});
}

/** A plain function for other files to call: public, with parameters, giving back what the coroutine gives; or a view. */
function isForOthers(owner: FunctionModel, run: SyntaxNode): boolean {
	const role = roleOfDefinition(owner);
	if (role && role.syncRunsOn !== 'loop' && /view|task|route/i.test(role.role)) return true;
	const isNamedElsewhere = fileOf(owner).mentions(owner.name).length > 1;
	const own = owner.parameters.filter((one) => !(owner.class && one === owner.parameters[0]));
	return (
		owner.decorators.length === 0 &&
		owner.owner === undefined &&
		!isNamedElsewhere &&
		!owner.name.startsWith('_') &&
		own.length > 0 &&
		!/^(main|run|cli|test_|handle$|lambda_handler$)/.test(owner.name) &&
		run.closest('return_statement') !== undefined
	);
}

function isBefore(a: SyntaxNode, b: SyntaxNode): boolean {
	return a.precedes(b);
}

/** Whether one of the functions mentions a variable of its file's module. */
export function usesVariable(functions: ReadonlySet<FunctionModel>, variable: SyntaxNode, file: FileModel): boolean {
	return file.mentions(variable.text).some((one) => {
		const owner = file.functionOf(one);
		return owner !== undefined && functions.has(owner) && file.lookup(one).bindings.some((binding) => binding.node === variable);
	});
}
