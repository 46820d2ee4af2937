import { type AsyncioApi, asyncioApi } from '../knowledge/asyncio-api.ts';
import type { PythonRange } from '../project/python-version.ts';
import { apiNamed, lastParts, namesOfApis, versionsExposed } from '../rule-kit/asyncio-names.ts';
import { isExpected } from '../rule-kit/caught.ts';
import { policyFixes } from '../rule-kit/policy-fixes.ts';
import { defineRule, type Report, type RuleContext } from '../rule-kit/rule.ts';
import { type EffectOn, effectsText, errorsOnly, worstSeverity } from '../rule-kit/version-text.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** `get_event_loop_policy`, `DefaultEventLoopPolicy`, ...; methods are reached through them. */
const policyNames = namesOfApis((api) => /^asyncio\.\w*([pP]olicy)$/.test(api.name));
const policyParts = lastParts(policyNames);

const messages = { going: 'Event loop policies are going: {name} gives {consequence}; {instead}' } as const;

export default defineRule({
	name: 'event-loop-policy',
	category: 'versions',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'Event loop policies, deprecated in Python 3.14 and gone in 3.16',
	why: `A policy said which event loop \`asyncio.run()\` and \`get_event_loop()\` make. Python takes policies away:

- 3.14 and 3.15: \`DeprecationWarning: 'asyncio.set_event_loop_policy' is deprecated and slated for removal in Python 3.16\`; the policy classes warn already when they are named
- 3.16 and later: \`AttributeError: module 'asyncio' has no attribute 'set_event_loop_policy'\`

What to write instead:

| for | write |
|---|---|
| \`set_event_loop_policy(WindowsSelectorEventLoopPolicy())\`, then \`asyncio.run(main())\` | \`asyncio.run(main(), loop_factory=asyncio.SelectorEventLoop)\` from 3.12, \`asyncio.Runner(loop_factory=...)\` on 3.11 |
| \`WindowsProactorEventLoopPolicy\` | nothing: it is the default on Windows since 3.8 |
| \`uvloop.EventLoopPolicy()\` | \`uvloop.run(main())\` |
| a policy class of your own | a function that makes the loop, as \`loop_factory\` |
| \`get_event_loop_policy().new_event_loop()\` | \`asyncio.new_event_loop()\` |

Up to Python 3.13 policies work without a warning, and a project that ends there is left in peace.`,
	byHand:
		'find what starts the loop and give it a loop_factory (asyncio.run() from 3.12, asyncio.Runner from 3.11), or tell the server that starts it which loop to take',
	messages,
	examples: [
		{
			bad: `import asyncio


async def main():
    await asyncio.sleep(0)


loop = asyncio.get_event_loop_policy().new_event_loop()
try:
    loop.run_until_complete(main())
finally:
    loop.close()
`,
			good: `import asyncio


async def main():
    await asyncio.sleep(0)


asyncio.run(main())
`,
		},
	],
	on: {
		'node:attribute'(node, { file, project, python, report }) {
			if (!policyParts.has(node.field('attribute')?.text ?? '')) return;
			const api = apiNamed(node, file);
			if (api && policyNames.has(api.name)) reportUse(node, api, file, { project, python }, report);
		},
		call(call, { file, project, python, report }) {
			const api = call.callee.kind === 'identifier' ? apiNamed(call.callee, file) : undefined;
			if (api && policyNames.has(api.name)) reportUse(call.callee, api, file, { project, python }, report);
		},
		'node:class_definition'(definition, { file, project, python, report }) {
			for (const base of definition.field('superclasses')?.children ?? []) {
				const api = base.kind === 'identifier' ? apiNamed(base, file) : undefined;
				if (api && policyNames.has(api.name)) reportUse(base, api, file, { project, python }, report);
			}
		},
	},
});

function reportUse(
	node: SyntaxNode,
	api: AsyncioApi,
	file: FileModel,
	{ project, python }: Pick<RuleContext, 'project' | 'python'>,
	report: (report: Report<typeof messages>) => void,
): void {
	// `set_event_loop_policy(DefaultEventLoopPolicy())` is one mistake.
	if (isInsideSetter(node, file)) return;
	const call = node.parent?.kind === 'call' && node.fieldName === 'function' ? node.parent : undefined;
	const missing = node.kind === 'identifier' ? 'ImportError' : 'AttributeError';
	const everything: EffectOn = (minor) =>
		minor >= 16 ? { says: missing, severity: 'error' } : minor >= 14 ? { says: 'DeprecationWarning', severity: 'warning' } : undefined;
	const isKnown = isExpected(node, 'warning', file);
	const effectOn = isKnown ? errorsOnly(everything) : everything;
	const range = versionsExposed(node, file, python, { removed: 16 }, ['AttributeError']);
	const severity = range && worstSeverity(range, effectOn);
	if (!severity) return;
	const data = { name: api.kind === 'class' ? api.name : `${api.name}()`, consequence: effectsText(range, effectOn), instead: insteadOf(call, api, python) };
	report({
		at: call ?? node,
		message: 'going',
		data,
		severity: isKnown ? 'hint' : severity,
		tags: ['deprecated'],
		fixes: () => (call ? policyFixes(call, api, file, python, project) : []),
	});
}

function isInsideSetter(node: SyntaxNode, file: FileModel): boolean {
	for (const outer of node.ancestors()) {
		const callee = outer.kind === 'argument_list' ? outer.parent?.field('function') : undefined;
		if (callee && asyncioApi(file.qualifiedName(callee) ?? '')?.name === 'asyncio.set_event_loop_policy') return true;
	}
	return false;
}

function insteadOf(call: SyntaxNode | undefined, api: AsyncioApi, python: PythonRange): string {
	const text = call?.field('arguments')?.text ?? '';
	const method = call?.parent?.kind === 'attribute' ? call.parent.field('attribute')?.text : undefined;
	if (method === 'new_event_loop' || method === 'set_event_loop' || method === 'get_event_loop') return `call asyncio.${method}() itself`;
	if (/WindowsProactorEventLoopPolicy/.test(api.name + text)) return 'leave it out, the proactor loop is the default on Windows since 3.8';
	if (/\buvloop\b/.test(text)) return 'start the program with uvloop.run()';
	return python.floor >= 12 ? 'give asyncio.run() a loop_factory' : 'give asyncio.run() (3.12 and later) or asyncio.Runner (3.11 and later) a loop_factory';
}
