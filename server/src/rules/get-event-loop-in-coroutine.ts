import { isCaught } from '../rule-kit/caught.ts';
import { fixOf, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { variableOf } from '../rule-kit/get-event-loop.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { methodCalledOn } from '../rule-kit/references.ts';
import { defineRule } from '../rule-kit/rule.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';

export default defineRule({
	name: 'get-event-loop-in-coroutine',
	category: 'no-loop',
	severity: 'hint',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: '`asyncio.get_event_loop()` where a loop runs: `get_running_loop()` says what is meant',
	why: `Inside a coroutine \`asyncio.get_event_loop()\` returns the running loop, on every Python version, and never warns. So nothing is broken here.

\`asyncio.get_running_loop()\` (Python 3.7 and later) gives the same loop and says so. The difference shows when the line moves: outside a coroutine \`get_running_loop()\` always raises \`RuntimeError: no running event loop\`, while \`get_event_loop()\` makes a new loop up to Python 3.11, warns on 3.12 and 3.13, and raises on 3.14.`,
	messages: {
		inCoroutine: 'get_event_loop() gives the running loop here; get_running_loop() says so, and fails at once if the line ever moves out of the coroutine',
		fromCoroutines: 'get_event_loop() gives the running loop here, because {name} is called from coroutines; get_running_loop() says so',
	},
	examples: [
		{
			bad: `import asyncio


async def deadline(seconds):
    loop = asyncio.get_event_loop()
    return loop.time() + seconds
`,
			good: `import asyncio


async def deadline(seconds):
    loop = asyncio.get_running_loop()
    return loop.time() + seconds
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			if (!call.owner || file.qualifiedName(call.callee) !== 'asyncio.get_event_loop') return;
			if (call.owner.isAsync) {
				report({ at: call.node, message: 'inCoroutine', fixes: () => [running(call, file, 'safe')] });
				return;
			}
			// Whoever is ready for the error means code without a loop too.
			if (isCaught(call.node, ['RuntimeError'], file)) return;
			const contexts = project.contextsOf(call.owner, call.node);
			if (contexts.length === 0 || contexts.some((context) => context.kind !== 'on-loop') || isRunToo(call, file)) return;
			const [last] = contexts.flatMap((context) => context.chain.slice(-1));
			const name = call.owner.isLambda ? 'this lambda' : `${call.owner.class && call.owner.name === '__init__' ? call.owner.class.name : call.owner.name}()`;
			// Somebody else may call it where no loop runs, and get a new one.
			report({
				at: call.node,
				message: 'fromCoroutines',
				data: { name },
				related: last && [{ at: last.node, message: 'called here, on the running loop' }],
				fixes: () => [running(call, file, 'unsafe')],
			});
		},
	},
});

/** Who runs the loop wants one that does not run yet: what is wrong there is that a coroutine calls it. */
function isRunToo(call: CallSite, file: FileModel): boolean {
	const uses = variableOf(call, file)?.uses ?? [call.node];
	return uses.some((use) => /^run_(until_complete|forever)$/.test(methodCalledOn(use) ?? ''));
}

function running(call: CallSite, file: FileModel, safety: Fix['safety']): Fix | undefined {
	const title = 'Use asyncio.get_running_loop()';
	const { callee } = call;
	const attribute = callee.kind === 'attribute' ? callee.field('attribute') : undefined;
	// `asyncio.get_event_loop`: only the last name changes; an alias `g = asyncio.get_event_loop` or an import is replaced whole.
	if (attribute?.text === 'get_event_loop') return fixOf(title, safety, [replaceNode(attribute, 'get_running_loop')]);
	const written = reference('asyncio', 'get_running_loop', call.node, file);
	return written && fixOf(title, safety, [replaceNode(callee, written.text)], written.edits, unusedImportEdits(callee, [callee], file, written));
}
