import type { AsyncioApi } from '../knowledge/asyncio-api.ts';
import { platformAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import { argumentsOf, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { coroutineFrom } from './coroutines.ts';
import { fixOf, indentationAt, indentationUnit, insertAt, lineEnding, replaceNode, replaceRange, statementOf } from './edits.ts';
import type { DocumentEdit, Fix } from './finding.ts';
import { runInstead } from './get-event-loop.ts';
import { deleteWithGuard, guardedStatement } from './housekeeping.ts';
import { reference } from './imports.ts';
import { methodCalledOn } from './references.ts';
import { endOfLine } from './wrap.ts';

/** What replaces the call of a policy's function. All of it is unsafe: other code may rely on the policy. */
export function policyFixes(call: SyntaxNode, api: AsyncioApi, file: FileModel, python: PythonRange, project: ProjectModel): readonly (Fix | undefined)[] {
	if (api.name === 'asyncio.get_event_loop_policy') return [loopFunction(call, file, project)];
	const [policy] = argumentsOf(call);
	const made = policy?.kind === 'call' && argumentsOf(policy).length === 0 ? file.qualifiedName(policy.field('function') ?? policy) : undefined;
	if (api.name !== 'asyncio.set_event_loop_policy' || made === undefined || !isStatement(call)) return [];
	switch (made) {
		case 'asyncio.WindowsProactorEventLoopPolicy':
			return [fixOf('Remove it: the proactor loop is the default', 'unsafe', deleteWithGuard(call, file))];
		case 'asyncio.WindowsSelectorEventLoopPolicy':
			return [python.floor >= 12 ? selectorByFactory(call, file) : selectorByVersion(call, file, python)];
		case 'uvloop.EventLoopPolicy':
			return [runOnUvloop(call, policy?.field('function') ?? call, file)];
		case 'asyncio.DefaultEventLoopPolicy':
			return [fixOf('Remove it: this policy is the default', 'unsafe', deleteWithGuard(call, file))];
		default:
			return [];
	}
}

/** `get_event_loop_policy().new_event_loop()` becomes `asyncio.new_event_loop()`. */
function loopFunction(call: SyntaxNode, file: FileModel, project: ProjectModel): Fix | undefined {
	const method = call.parent?.kind === 'attribute' ? call.parent : undefined;
	const name = method?.field('attribute')?.text;
	if (method?.parent?.kind !== 'call') return undefined;
	if (name === 'get_event_loop') return runOrRunning(method.parent, file, project);
	if (name !== 'new_event_loop' && name !== 'set_event_loop') return undefined;
	const made = method.parent;
	const making =
		name === 'new_event_loop' && call.field('function')?.kind === 'attribute' ? file.statementOf(made).calls.find((one) => one.node === made) : undefined;
	const run = making && runInstead(making, file, project);
	if (run) return run;
	const found = reference('asyncio', name, call, file);
	return found && fixOf(`Use asyncio.${name}()`, 'unsafe', [replaceNode(method, found.text)], found.edits);
}

/**
 * In a coroutine the policy's `get_event_loop()` gives the running loop, and what it runs elsewhere at once `asyncio.run()` runs. In other places
 * `asyncio.get_event_loop()` would be the next mistake.
 */
function runOrRunning(got: SyntaxNode, file: FileModel, project: ProjectModel): Fix | undefined {
	if (file.functionOf(got)?.isAsync) {
		const running = reference('asyncio', 'get_running_loop', got, file);
		return running && fixOf('Use asyncio.get_running_loop()', 'unsafe', [replaceNode(got, `${running.text}()`)], running.edits);
	}
	const run = methodCalledOn(got) === 'run_until_complete' ? got.parent?.parent : undefined;
	const [main, ...others] = run ? argumentsOf(run) : [];
	const made = main && file.statementOf(main).calls.find((one) => one.node === main);
	const callee = run?.field('function');
	const found = run && reference('asyncio', 'run', run, file);
	if (!made || !callee || !found || others.length > 0 || !coroutineFrom(made, file, project)) return undefined;
	return fixOf('Run it with asyncio.run()', 'unsafe', [replaceNode(callee, found.text)], found.edits);
}

/** The policy gives way to `loop_factory=` of the file's one `asyncio.run()`. */
function selectorByFactory(call: SyntaxNode, file: FileModel): Fix | undefined {
	const found = runWithFactory(call, file);
	if (!found) return undefined;
	const { last, factory, systemName, imports } = found;
	// The import that the guard used is used again here.
	const deleted = deleteWithGuard(call, file)?.filter((edit) => systemName === undefined || !isImportOf(edit.range.start, systemName, file));
	return fixOf('Give asyncio.run() a loop_factory instead', 'unsafe', deleted, [insertAt(last, last.end, `, loop_factory=${factory}`)], imports);
}

/**
 * Where `asyncio.run()` takes no `loop_factory` yet: 3.11 has `asyncio.Runner`, which takes one; a project that older versions run too keeps
 * the policy for those.
 */
function selectorByVersion(call: SyntaxNode, file: FileModel, python: PythonRange): Fix | undefined {
	const found = runWithFactory(call, file);
	const statement = found && statementOf(found.run);
	if (!found || !statement || !['expression_statement', 'return_statement'].includes(statement.kind) || !isAlone(statement, file)) return undefined;
	const { run, last, factory, imports } = found;
	const [end, outer, unit] = [lineEnding(statement), indentationAt(statement), indentationUnit(file)];
	const policy = guardedStatement(call);
	const deleted = isAlone(policy, file) ? cutLines(policy, file) : undefined;
	if (python.floor >= 11) {
		const runner = reference('asyncio', 'Runner', run, file);
		const [main, ...options] = argumentsOf(run);
		if (!runner || !main || file.lookupName('runner', file.scopeOf(run)).bindings.length > 0) return undefined;
		const arguments_ = [...options.map((one) => one.text), `loop_factory=${factory}`].join(', ');
		const block = `with ${runner.text}(${arguments_}) as runner:${end}${outer}${unit}${withReplaced(statement, run, `runner.run(${main.text})`)}`;
		return fixOf('Start it with an asyncio.Runner that makes the loop', 'unsafe', deleted, [replaceNode(statement, block)], runner.edits, imports);
	}
	const version = reference('sys', 'version_info', run, file);
	if (!version) return undefined;
	const moved = policy.text
		.split(/\r\n|\r|\n/)
		.map((line, index) => (index === 0 ? line : line.replace(new RegExp(`^${indentationAt(policy)}`), outer + unit)))
		.join(end);
	const lines = [
		`if ${version.text} >= (3, 12):`,
		unit + withReplaced(statement, last, `${last.text}, loop_factory=${factory}`),
		'else:',
		unit + moved,
		unit + statement.text,
	];
	return fixOf(
		'Give asyncio.run() a loop_factory from Python 3.12 on, and keep the policy below',
		'unsafe',
		deleted,
		[replaceNode(statement, lines.join(end + outer))],
		version.edits,
		imports,
	);
}

interface RunWithFactory {
	/** The file's only `asyncio.run()`, and its last argument. */
	readonly run: SyntaxNode;
	readonly last: SyntaxNode;
	/** The expression for `loop_factory`. */
	readonly factory: string;
	/** `sys.platform` as it is written in the factory. */
	readonly systemName: string | undefined;
	readonly imports: readonly DocumentEdit[];
}

/** The `asyncio.run()` that the selector policy was set for, and the factory that says the same. */
function runWithFactory(call: SyntaxNode, file: FileModel): RunWithFactory | undefined {
	const run = theOnlyRun(file);
	const arguments_ = run ? argumentsOf(run) : [];
	const last = arguments_.at(-1);
	if (!run || !last || arguments_.some((one) => one.field('name')?.text === 'loop_factory')) return undefined;
	const loop = reference('asyncio', 'SelectorEventLoop', run, file);
	const isOnWindows = platformAt(call, file) === 'windows';
	const system = isOnWindows ? reference('sys', 'platform', run, file) : undefined;
	if (!loop || (isOnWindows && !system)) return undefined;
	const factory = system ? `${loop.text} if ${system.text} == "win32" else None` : loop.text;
	return { run, last, factory, systemName: system?.text, imports: [...loop.edits, ...(system?.edits ?? [])] };
}

/** Takes a statement with its lines and comments away, since they stand elsewhere then; undefined where its block would be left empty. */
function cutLines(statement: SyntaxNode, file: FileModel): DocumentEdit[] | undefined {
	const { text } = file.source;
	if (statement.parent?.children.length === 1) return undefined;
	const end = endOfLine(text, statement.end);
	const start = statement.start - indentationAt(statement).length;
	return [replaceRange(file, { start, end: Math.min(text.length, end + lineEnding(statement).length) }, '')];
}

/** Whether a statement has its lines for itself and no string whose text a change of indentation would change. */
function isAlone(statement: SyntaxNode, file: FileModel): boolean {
	const { text } = file.source;
	const rest = text.slice(statement.end, endOfLine(text, statement.end)).trim();
	const isShifted = [statement, ...statement.descendants()].some((node) => node.kind === 'string' && /[\r\n]/.test(node.text));
	return rest === '' && !isShifted && text.slice(text.lastIndexOf('\n', statement.start - 1) + 1, statement.start).trim() === '';
}

/** The text of a statement with another text in place of one of its nodes. */
function withReplaced(statement: SyntaxNode, node: SyntaxNode, text: string): string {
	return statement.text.slice(0, node.start - statement.start) + text + statement.text.slice(node.end - statement.start);
}

function isImportOf(offset: number, name: string, file: FileModel): boolean {
	const root = name.split('.')[0] ?? '';
	return file.source.statements.some(
		({ root: statement }) =>
			statement.kind.startsWith('import') && statement.start <= offset && offset <= statement.end && new RegExp(`\\b${root}\\b`).test(statement.text),
	);
}

/** `asyncio.run(main())` becomes `uvloop.run(main())`, and what installed uvloop goes. Undefined where the installation is guarded: uvloop may be missing then. */
export function runOnUvloop(call: SyntaxNode, uvloopName: SyntaxNode, file: FileModel): Fix | undefined {
	const run = theOnlyRun(file);
	const callee = run?.field('function');
	const isGuarded = [...call.ancestors()].some(
		(node) => ['if_statement', 'try_statement', 'elif_clause', 'else_clause'].includes(node.kind) && !/__name__/.test(node.field('condition')?.text ?? ''),
	);
	const uvloop = run && reference('uvloop', 'run', run, file);
	if (!run || !callee || !uvloop || uvloop.edits.length > 0 || isGuarded || uvloopName.kind !== 'attribute') return undefined;
	const deleted = deleteWithGuard(call, file)?.filter((edit) => !isImportOf(edit.range.start, uvloop.text, file));
	return fixOf('Run it with uvloop.run()', 'unsafe', deleted, [replaceRange(file, callee, uvloop.text)]);
}

/** The file's only call of `asyncio.run()`. */
function theOnlyRun(file: FileModel): SyntaxNode | undefined {
	const runs = file.calls.filter((call) => file.qualifiedName(call.callee) === 'asyncio.run');
	return runs.length === 1 ? runs[0]?.node : undefined;
}
