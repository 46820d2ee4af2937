import { libraryApi } from '../knowledge/libraries.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { canAwait, fixOf, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { mentionsOfSame } from './references.ts';
import type { Resource } from './resources.ts';
import { followers, openBlock, wrapInFinally } from './wrap.ts';

/** `async with` where the thing can be used so, else a `finally` round all that follows. */
export function closeIt(call: CallSite, target: SyntaxNode, resource: Resource, file: FileModel): Fix | undefined {
	const statement = statementOf(call.node);
	const last = followers(statement).at(-1);
	const name = file.qualifiedName(call.callee);
	const first = followers(statement)[0];
	if (!last || !first || name === undefined || mentionsOfSame(target, file).some((one) => one !== target && !one.isInside(statement.parent ?? one)))
		return undefined;
	if (resource.kind === 'loop') return fixOf('Close the loop in finally', 'unsafe', wrapInFinally(first, last, [`${target.text}.close()`], file));
	if (!canAwait(call.node, file)) return undefined;
	if (resource.kind === 'stream')
		return fixOf(
			`Close ${target.text} in finally`,
			'unsafe',
			wrapInFinally(first, last, [`${target.text}.close()`, `await ${target.text}.wait_closed()`], file),
		);
	const api = libraryApi(name);
	if (api?.asyncWith)
		return fixOf('Use async with, which closes it', 'unsafe', openBlock(statement, `async with ${call.node.text} as ${target.text}:`, last, file));
	return fixOf(`Close ${target.text} in finally`, 'unsafe', wrapInFinally(first, last, [`await ${target.text}.${api?.closedBy}()`], file));
}
