import { type AsyncioApi, asyncioApi } from '../knowledge/asyncio-api.ts';
import type { PythonRange } from '../project/python-version.ts';
import { apiNamed, importedApis, lastParts, namesOfApis, versionsExposed } from '../rule-kit/asyncio-names.ts';
import { isExpected } from '../rule-kit/caught.ts';
import { fixOf, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { deleteWithGuard } from '../rule-kit/housekeeping.ts';
import { defineRule, type Report } from '../rule-kit/rule.ts';
import { type EffectOn, effectsText, errorsOnly, worstSeverity } from '../rule-kit/version-text.ts';
import { isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** `get_child_watcher`, `SafeChildWatcher`, ...: what went together in 3.14; their methods are reached through them. */
const watcherNames = namesOfApis((api) => api.removed === 14 && /^asyncio\.\w+$/.test(api.name));
const watcherParts = lastParts(watcherNames);

const messages = {
	removed: 'Child watchers are gone since Python 3.14: {name} gives {consequence}; remove it, asyncio watches child processes by itself',
} as const;

export default defineRule({
	name: 'child-watcher',
	category: 'versions',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'Child watchers, which Python 3.14 took away',
	why: `A child watcher told asyncio how to notice that a child process has ended. Since Python 3.12 asyncio chooses the way itself (a process file descriptor where Linux has them, else a thread), and the API is going:

- 3.12 and 3.13: \`DeprecationWarning: 'get_child_watcher' is deprecated as of Python 3.12 and will be removed in Python 3.14.\`; \`ThreadedChildWatcher\` and \`PidfdChildWatcher\` themselves do not warn
- 3.14 and later: \`AttributeError: module 'asyncio' has no attribute 'get_child_watcher'\`

Nothing replaces it: delete the lines. \`asyncio.create_subprocess_exec()\` works without them from every thread that runs a loop, on Python 3.8 and later.`,
	byHand: 'take out what is done with the watcher, asyncio needs none',
	messages,
	examples: [
		{
			bad: `import asyncio


async def main():
    process = await asyncio.create_subprocess_exec("true")
    await process.wait()


asyncio.set_child_watcher(asyncio.SafeChildWatcher())
asyncio.run(main())
`,
			good: `import asyncio


async def main():
    process = await asyncio.create_subprocess_exec("true")
    await process.wait()


asyncio.run(main())
`,
		},
	],
	on: {
		'node:attribute'(node, { file, python, report }) {
			if (!watcherParts.has(node.field('attribute')?.text ?? '')) return;
			const api = apiNamed(node, file);
			if (api && watcherNames.has(api.name)) reportUse(node, api, file, python, report);
		},
		call(call, { file, python, report }) {
			const api = call.callee.kind === 'identifier' ? apiNamed(call.callee, file) : undefined;
			if (api && watcherNames.has(api.name)) reportUse(call.callee, api, file, python, report);
		},
		'node:import_from_statement'(statement, { file, python, report }) {
			for (const { node, api } of importedApis(statement)) {
				if (!watcherNames.has(api.name)) continue;
				const effectOn: EffectOn = (minor) => (minor >= 14 ? { says: 'ImportError', severity: 'error' } : undefined);
				const range = versionsExposed(node, file, python, { removed: 14 }, ['ImportError']);
				const severity = range && worstSeverity(range, effectOn);
				if (severity)
					report({ at: node, message: 'removed', data: { name: textOf(api), consequence: effectsText(range, effectOn) }, severity, tags: ['deprecated'] });
			}
		},
	},
});

function reportUse(node: SyntaxNode, api: AsyncioApi, file: FileModel, python: PythonRange, report: (report: Report<typeof messages>) => void): void {
	// `set_child_watcher(SafeChildWatcher())` is one mistake.
	if (isInsideSetter(node, file)) return;
	const call = node.parent?.kind === 'call' && node.fieldName === 'function' ? node.parent : undefined;
	const warns = api.deprecated && (call || isBase(node));
	const missing = node.kind === 'identifier' ? 'ImportError' : 'AttributeError';
	const everything: EffectOn = (minor) =>
		minor >= 14 ? { says: missing, severity: 'error' } : minor >= 12 && warns ? { says: 'DeprecationWarning', severity: 'warning' } : undefined;
	const isKnown = isExpected(node, 'warning', file);
	const effectOn = isKnown ? errorsOnly(everything) : everything;
	const range = versionsExposed(node, file, python, { removed: 14 }, ['AttributeError']);
	const severity = range && worstSeverity(range, effectOn);
	if (severity)
		report({
			at: call ?? node,
			message: 'removed',
			data: { name: textOf(api), consequence: effectsText(range, effectOn) },
			severity: isKnown ? 'hint' : severity,
			tags: ['deprecated'],
			fixes: () => (call ? [removeIt(call, file)] : []),
		});
}

function textOf(api: AsyncioApi): string {
	return api.kind === 'class' ? api.name : `${api.name}()`;
}

function isInsideSetter(node: SyntaxNode, file: FileModel): boolean {
	for (const outer of node.ancestors()) {
		const callee = outer.kind === 'argument_list' ? outer.parent?.field('function') : undefined;
		if (callee && file.qualifiedName(callee) !== undefined && asyncioApi(file.qualifiedName(callee) ?? '')?.name === 'asyncio.set_child_watcher') return true;
	}
	return false;
}

function isBase(node: SyntaxNode): boolean {
	return node.parent?.kind === 'argument_list' && node.parent.parent?.kind === 'class_definition';
}

/** Deletes `set_child_watcher(...)` and `get_child_watcher().attach_loop(...)`, the statements that do nothing else. */
function removeIt(call: SyntaxNode, file: FileModel): Fix | undefined {
	const attribute = call.parent?.kind === 'attribute' ? call.parent : undefined;
	const outer = attribute?.parent?.kind === 'call' ? attribute.parent : call;
	if (!isStatement(outer) || statementOf(outer).kind !== 'expression_statement') return undefined;
	return fixOf('Remove it', 'unsafe', deleteWithGuard(outer, file));
}
