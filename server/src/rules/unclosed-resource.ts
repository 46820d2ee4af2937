import { isTestFile } from '../project/test-files.ts';
import { closeIt } from '../rule-kit/close-resource.ts';
import { statementOf } from '../rule-kit/edits.ts';
import { runInstead } from '../rule-kit/get-event-loop.ts';
import { mentionsOfSame, methodCalledOn } from '../rule-kit/references.ts';
import { closesIn, endsOtherwise, isOwned } from '../rule-kit/resource-owners.ts';
import { isUsedInPassing, resourceOf, targetOf } from '../rule-kit/resources.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { followers } from '../rule-kit/wrap.ts';
import { isAwaited, withParentheses } from '../semantics/calls.ts';
import { mayMiss } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'unclosed-resource',
	category: 'loop-lifetime',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'A session, client, connection, stream or loop is never closed',
	why: `Sessions, clients, connections and streams hold sockets, and a loop holds file descriptors, until they are closed. Python closes them when the garbage collector finds them, if it does: with a \`ResourceWarning\` or a message like \`Unclosed client session\`, at some time, perhaps when the loop they belong to is closed already.

Use \`async with\`, which closes on every way out, exceptions too. A stream writer is closed in a \`finally\`: \`writer.close()\`, then \`await writer.wait_closed()\`. A loop is best left to \`asyncio.run()\`.

To see such warnings: \`python -X dev\`, \`PYTHONASYNCIODEBUG=1\`, and \`-W error::ResourceWarning\` in tests.`,
	messages: {
		never: '{name} is never closed: what it holds stays open until the garbage collector finds it',
		sometimes: '{name} is not closed on every way out of {function}(): what it holds then stays open until the garbage collector finds it',
		passing: '{name} is made in passing and cannot be closed: what it holds stays open until the garbage collector finds it',
	},
	examples: [
		{
			bad: `import asyncio


async def ask(port, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    await writer.drain()
    return await reader.readline()
`,
			good: `import asyncio


async def ask(port, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(text.encode())
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			const resource = call.owner && resourceOf(call, file);
			if (!call.owner || !resource) return;
			const value = isAwaited(call.node) ? withParentheses(withParentheses(call.node).parent as SyntaxNode) : withParentheses(call.node);
			const method = resource.part === undefined ? methodCalledOn(value) : undefined;
			if (method !== undefined && !resource.closers.includes(method) && !method.startsWith('__') && isUsedInPassing(call, resource)) {
				report({ at: call.node, message: 'passing', severity: severityIn(file), data: { name: `${call.callee.text}()` } });
				return;
			}
			const target = targetOf(value, resource.part, file);
			if (!target || !isOwned(target, call.owner, resource, file, project)) return;
			if (endsOtherwise(call, value, resource, file)) return;
			const closings = mentionsOfSame(target, file).filter((one) => resource.closers.includes(methodCalledOn(one) ?? ''));
			// Whether a loop is closed on every way is manual-loop-lifecycle's to say.
			if (closings.length > 0 && resource.kind === 'loop') return;
			const statement = statementOf(call.node);
			// Opened as the last thing and never used: to see that it fails.
			if (mentionsOfSame(target, file).length === 1 && followers(statement).length === 0) return;
			if (!mayMiss(statement, call.owner.body, (one) => closesIn(one, target, closings))) return;
			// A loop for one coroutine need not be made by hand, let alone closed.
			const run = () => (resource.kind === 'loop' ? runInstead(call, file, project) : undefined);
			const fixes = () => [closings.length > 0 ? undefined : (run() ?? closeIt(call, target, resource, file))];
			if (closings.length === 0) report({ at: call.node, message: 'never', severity: severityIn(file), data: { name: target.text }, fixes });
			else report({ at: call.node, message: 'sometimes', severity: severityIn(file), data: { name: target.text, function: call.owner.name }, fixes });
		},
	},
});

/** What tests leave open goes with them. */
function severityIn(file: FileModel): 'hint' | undefined {
	return isTestFile(file.path) ? 'hint' : undefined;
}
