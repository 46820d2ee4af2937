import { platformAt } from '../project/guards.ts';
import type { DeclaredPlatforms } from '../project/platforms.ts';
import { apiNamed, importedApis, lastParts, namesOfApis, versionsExposed } from '../rule-kit/asyncio-names.ts';
import { isCaught } from '../rule-kit/caught.ts';
import { chosenLoop, isMeantFor } from '../rule-kit/platform-evidence.ts';
import { guardByPlatform, guardByTry } from '../rule-kit/platform-fixes.ts';
import { defineRule, type Severity } from '../rule-kit/rule.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What only Windows has. */
const windowsNames = namesOfApis((api) => api.platform === 'windows');
const windowsParts = lastParts(windowsNames);
const signalMethod = 'asyncio.AbstractEventLoop.add_signal_handler';
const subprocessCalls = new Set([
	'asyncio.create_subprocess_exec',
	'asyncio.create_subprocess_shell',
	'asyncio.AbstractEventLoop.subprocess_exec',
	'asyncio.AbstractEventLoop.subprocess_shell',
]);
const watchingMethods = new Set(['asyncio.AbstractEventLoop.add_reader', 'asyncio.AbstractEventLoop.add_writer']);
const methodNames = lastParts([signalMethod, ...subprocessCalls, ...watchingMethods]);

export default defineRule({
	name: 'platform-specific-loop-api',
	category: 'versions',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'Loop API that one operating system does not have',
	why: `Some of asyncio exists on one side only:

- \`WindowsSelectorEventLoopPolicy\`, \`WindowsProactorEventLoopPolicy\` and \`ProactorEventLoop\` exist on Windows alone; elsewhere naming them raises \`AttributeError\` (\`ImportError\` in \`from asyncio import ...\`).
- \`loop.add_signal_handler()\` raises \`NotImplementedError\` on Windows, with either loop.
- \`create_subprocess_exec()\` and \`create_subprocess_shell()\` raise \`NotImplementedError\` on Windows when the loop is a selector loop. The default there, the proactor loop, has them.
- \`loop.add_reader()\` and \`loop.add_writer()\` raise \`NotImplementedError\` on the proactor loop.

Test the platform first: \`if sys.platform == "win32":\`. For signals \`try\` with \`except NotImplementedError\` does as well; on Windows \`signal.signal()\` with \`loop.call_soon_threadsafe()\` takes their place.

A project that runs on Linux and its like only (by its classifiers, or because it is deployed by a Dockerfile) hears nothing of what Windows lacks; one that says nothing of its platforms hears of signal handlers by an information.`,
	byHand: 'guard it by the system, or do it another way on the systems that lack it',
	messages: {
		windows: '{name} exists on Windows only: {error} everywhere else; test sys.platform first',
		signal: 'add_signal_handler() raises NotImplementedError on Windows; test sys.platform first, or be ready for the error',
		selector: '{name}() raises NotImplementedError on Windows, where {choice} makes the loop a selector loop',
		proactor: '{name}() raises NotImplementedError on Windows, where {choice} makes the loop a proactor loop',
	},
	examples: [
		{
			bad: `import asyncio


async def main():
    await asyncio.sleep(0)


with asyncio.Runner(loop_factory=asyncio.ProactorEventLoop) as runner:
    runner.run(main())
`,
			good: `import asyncio


async def main():
    await asyncio.sleep(0)


asyncio.run(main())
`,
		},
	],
	on: {
		'node:attribute'(node, { file, python, report }) {
			if (!windowsParts.has(node.field('attribute')?.text ?? '')) return;
			const api = apiNamed(node, file);
			if (!api || !windowsNames.has(api.name) || platformAt(node, file) === 'windows' || isMeantFor('windows', file)) return;
			if (isCaught(node, ['AttributeError'], file) || !versionsExposed(node, file, python, {}, [])) return;
			report({
				at: node,
				message: 'windows',
				severity: failsAnyway(node) ? 'hint' : undefined,
				data: { name: api.name, error: 'AttributeError' },
				fixes: () => [guardByPlatform(node, 'windows', file)],
			});
		},
		'node:import_from_statement'(statement, { file, python, report }) {
			for (const { node, api } of importedApis(statement)) {
				if (!windowsNames.has(api.name) || platformAt(node, file) === 'windows' || isMeantFor('windows', file)) continue;
				if (!isCaught(node, ['ImportError'], file) && versionsExposed(node, file, python, {}, []))
					report({ at: node, message: 'windows', data: { name: api.name, error: 'ImportError' } });
			}
		},
		call(call, { file, project, report }) {
			const last = call.callee.kind === 'attribute' ? call.callee.field('attribute')?.text : call.callee.kind === 'identifier' ? 'name' : undefined;
			if (last === undefined || (last !== 'name' && !methodNames.has(last))) return;
			const api = apiNamed(call.callee, file);
			const isSignal = api?.name === signalMethod;
			const wanted = api && subprocessCalls.has(api.name) ? 'selector' : api && watchingMethods.has(api.name) ? 'proactor' : undefined;
			if (!api || (!isSignal && !wanted) || platformAt(call.node, file) === 'posix' || isCaught(call.node, ['NotImplementedError', 'RuntimeError'], file))
				return;
			if (isSignal) {
				const severity = signalSeverity(project.platforms(file.path), isMeantFor('posix', file));
				if (severity)
					report({
						at: call.node,
						message: 'signal',
						// A script may know where it runs.
						severity: severity === 'warning' && !call.owner ? 'information' : severity,
						fixes: () => [guardByPlatform(call.node, 'posix', file), guardByTry(call.node, 'NotImplementedError', file)],
					});
				return;
			}
			const choice = wanted && chosenLoop(wanted, file);
			if (wanted && choice)
				report({
					at: call.node,
					message: wanted,
					data: { name: api.name, choice: choice.name },
					related: [{ at: choice.node, message: `The loop on Windows is chosen here` }],
				});
		},
	},
});

/** `if not isinstance(loop, asyncio.ProactorEventLoop): raise ...`: elsewhere it was to fail, though with another error. */
function failsAnyway(node: SyntaxNode): boolean {
	const statement = node.closest('if_statement', 'function_definition');
	const condition = statement?.kind === 'if_statement' ? statement.field('condition') : undefined;
	return condition !== undefined && node.isInside(condition) && statement?.field('consequence')?.children.at(-1)?.kind === 'raise_statement';
}

/** What runs on Linux only may use its signals; where nothing is said, it is worth a word. */
function signalSeverity(platforms: DeclaredPlatforms, isForPosix: boolean): Severity | undefined {
	if (platforms === 'posix-only' || isForPosix) return undefined;
	return platforms === 'windows-too' ? 'warning' : 'information';
}
