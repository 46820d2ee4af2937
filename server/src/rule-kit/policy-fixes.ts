import type { AsyncioApi } from '../knowledge/asyncio-api.ts';
import { platformAt } from '../project/guards.ts';
import type { PythonRange } from '../project/python-version.ts';
import { argumentsOf, isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, insertAt, replaceNode, replaceRange } from './edits.ts';
import type { Fix } from './finding.ts';
import { deleteWithGuard } from './housekeeping.ts';
import { reference } from './imports.ts';

/** What replaces the call of a policy's function. All of it is unsafe: other code may rely on the policy. */
export function policyFixes(call: SyntaxNode, api: AsyncioApi, file: FileModel, python: PythonRange): readonly (Fix | undefined)[] {
	if (api.name === 'asyncio.get_event_loop_policy') return [loopFunction(call, file)];
	const [policy] = argumentsOf(call);
	const made = policy?.kind === 'call' && argumentsOf(policy).length === 0 ? file.qualifiedName(policy.field('function') ?? policy) : undefined;
	if (api.name !== 'asyncio.set_event_loop_policy' || made === undefined || !isStatement(call)) return [];
	switch (made) {
		case 'asyncio.WindowsProactorEventLoopPolicy':
			return [fixOf('Remove it: the proactor loop is the default', 'unsafe', deleteWithGuard(call, file))];
		case 'asyncio.WindowsSelectorEventLoopPolicy':
			return [selectorByFactory(call, file, python)];
		case 'uvloop.EventLoopPolicy':
			return [runOnUvloop(call, policy?.field('function') ?? call, file)];
		default:
			return [];
	}
}

/** `get_event_loop_policy().new_event_loop()` becomes `asyncio.new_event_loop()`. */
function loopFunction(call: SyntaxNode, file: FileModel): Fix | undefined {
	const method = call.parent?.kind === 'attribute' ? call.parent : undefined;
	const name = method?.field('attribute')?.text;
	// get_event_loop() would be the next mistake where no loop runs.
	if (method?.parent?.kind !== 'call' || (name !== 'new_event_loop' && name !== 'set_event_loop')) return undefined;
	const found = reference('asyncio', name, call, file);
	return found && fixOf(`Use asyncio.${name}()`, 'unsafe', [replaceNode(method, found.text)], found.edits);
}

/** The policy gives way to `loop_factory=` of the file's one `asyncio.run()`. */
function selectorByFactory(call: SyntaxNode, file: FileModel, python: PythonRange): Fix | undefined {
	const run = theOnlyRun(file);
	const arguments_ = run ? argumentsOf(run) : [];
	const last = arguments_.at(-1);
	if (python.floor < 12 || !run || !last || arguments_.some((one) => one.field('name')?.text === 'loop_factory')) return undefined;
	const loop = reference('asyncio', 'SelectorEventLoop', run, file);
	const isOnWindows = platformAt(call, file) === 'windows';
	const system = isOnWindows ? reference('sys', 'platform', run, file) : undefined;
	if (!loop || (isOnWindows && !system)) return undefined;
	const factory = system ? `${loop.text} if ${system.text} == "win32" else None` : loop.text;
	// The import that the guard used is used again here.
	const deleted = deleteWithGuard(call, file)?.filter((edit) => !system || !isImportOf(edit.range.start, system.text, file));
	return fixOf(
		'Give asyncio.run() a loop_factory instead',
		'unsafe',
		deleted,
		[insertAt(last, last.end, `, loop_factory=${factory}`)],
		loop.edits,
		system?.edits ?? [],
	);
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
