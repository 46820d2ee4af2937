import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { awaitArgument, canAwait, fixOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { withoutHeader } from './main-guard.ts';

/** `with asyncio.Runner() as runner: runner.run(main())` becomes `await main()`. Undefined where the runner has other uses. */
export function awaitRunner(call: CallSite, file: FileModel): Fix | undefined {
	const name = call.callee.field('object');
	const [binding, ...others] = name?.kind === 'identifier' ? file.lookup(name).bindings : [];
	const statement = binding?.kind === 'with' ? binding.node.closest('with_statement') : undefined;
	if (!binding || others.length > 0 || !statement || statement.hasToken('async') || statement.children[0]?.children.length !== 1) return undefined;
	const runs = file
		.usesOf(binding)
		.filter((use) => use !== binding.node)
		.map((use) => runOf(use, file));
	if (runs.includes(undefined)) return undefined;
	const awaited = runs.flatMap((run) => (run ? awaitArgument(run, argumentsOf(run)[0] as SyntaxNode, file) : []));
	return fixOf('Await it instead', 'safe', withoutHeader(statement, statement.field('body'), file), awaited);
}

/** The call `runner.run(x)` of which a use of `runner` is a part. */
function runOf(use: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	const call = use.parent?.kind === 'attribute' && use.parent.field('attribute')?.text === 'run' ? use.parent.parent : undefined;
	if (call?.kind !== 'call' || call.field('function') !== use.parent || !canAwait(call, file)) return undefined;
	const [first, ...rest] = argumentsOf(call);
	return first?.kind === 'call' && rest.length === 0 ? call : undefined;
}
