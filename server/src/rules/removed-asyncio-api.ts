import { type AsyncioApi, asyncioApis } from '../knowledge/asyncio-api.ts';
import type { PythonRange } from '../project/python-version.ts';
import { withoutArgument } from '../rule-kit/arguments.ts';
import { apiNamed, importedApis, lastParts, versionsExposed } from '../rule-kit/asyncio-names.ts';
import { isExpected } from '../rule-kit/caught.ts';
import { coroutineOfGenerator } from '../rule-kit/coroutine-decorator.ts';
import { fixOf, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { defineRule, type Report } from '../rule-kit/rule.ts';
import { type EffectOn, effectsText, errorsOnly, worstSeverity } from '../rule-kit/version-text.ts';
import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What to write in place of what is gone, by module and name. */
const replacements: Readonly<Record<string, readonly [module: string, name: string, instead: string]>> = {
	'asyncio.iscoroutinefunction': ['inspect', 'iscoroutinefunction', 'use inspect.iscoroutinefunction()'],
	'asyncio.Task.all_tasks': ['asyncio', 'all_tasks', 'use asyncio.all_tasks(), which leaves finished tasks out'],
	'asyncio.Task.current_task': ['asyncio', 'current_task', 'use asyncio.current_task()'],
	'asyncio.coroutine': ['', '', 'write async def, and await in place of yield from'],
};
const removedParts = lastParts(Object.keys(replacements));
const removedKeywords = new Set(
	[...asyncioApis.values()].flatMap((api) => Object.entries(api.keywords ?? {}).flatMap(([name, { removed }]) => (removed === undefined ? [] : [name]))),
);

const messages = {
	removed: '{name} is going or gone: {consequence}; {instead}',
	keyword: 'The argument {keyword} of {name}() is gone: {consequence}; leave it out',
} as const;

export default defineRule({
	name: 'removed-asyncio-api',
	category: 'versions',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: 'asyncio API that newer Python versions do not have',
	why: `asyncio has dropped what \`async def\` made superfluous:

| name | warns since | gone in | instead |
|---|---|---|---|
| \`asyncio.iscoroutinefunction()\` | 3.14 | 3.16 | \`inspect.iscoroutinefunction()\` |
| \`@asyncio.coroutine\` with \`yield from\` | 3.8 | 3.11 | \`async def\` with \`await\` |
| \`asyncio.Task.all_tasks()\` | 3.8 | 3.9 | \`asyncio.all_tasks()\` |
| \`asyncio.Task.current_task()\` | 3.8 | 3.9 | \`asyncio.current_task()\` |
| \`create_datagram_endpoint(reuse_address=)\` | | 3.11 | leave it out |

A warning is a \`DeprecationWarning\`, and fails where tests turn warnings into errors; what is gone raises \`AttributeError\`, an import of it \`ImportError\`, an argument \`TypeError\`.

\`inspect.iscoroutinefunction()\` answers like the one of asyncio for every \`async def\`. Below Python 3.12 it does not know the private mark by which some libraries make other callables pass for coroutine functions; therefore the fix is only offered there.`,
	byHand: 'what it is used for cannot be told from here: write it anew with what the message names',
	messages,
	examples: [
		{
			bad: `import asyncio


async def brew():
    await asyncio.sleep(0)


print(asyncio.iscoroutinefunction(brew))
asyncio.run(brew())
`,
			good: `import asyncio
import inspect


async def brew():
    await asyncio.sleep(0)


print(inspect.iscoroutinefunction(brew))
asyncio.run(brew())
`,
		},
	],
	on: {
		'node:attribute'(node, { file, python, report }) {
			if (!removedParts.has(node.field('attribute')?.text ?? '')) return;
			const api = apiNamed(node, file);
			if (api && api.name in replacements) reportUse(node, api, file, python, report);
		},
		call(call, { file, python, report }) {
			if (call.callee.kind === 'identifier') {
				const api = apiNamed(call.callee, file);
				if (api?.name === 'asyncio.iscoroutinefunction') reportUse(call.callee, api, file, python, report);
			}
			const keyword = argumentsOf(call.node).find((one) => one.kind === 'keyword_argument' && removedKeywords.has(one.field('name')?.text ?? ''));
			const api = keyword && apiNamed(call.callee, file);
			const removed = api?.keywords?.[keyword?.field('name')?.text ?? '']?.removed;
			if (!api || !keyword || removed === undefined) return;
			const effectOn: EffectOn = (minor) => (minor >= removed ? { says: 'TypeError', severity: 'error' } : undefined);
			const range = versionsExposed(keyword, file, python, { removed }, ['TypeError']);
			const severity = range && worstSeverity(range, effectOn);
			const data = { keyword: keyword.field('name')?.text ?? '', name: api.name, consequence: range ? effectsText(range, effectOn) : '' };
			if (severity)
				report({
					at: call.callee,
					message: 'keyword',
					data,
					severity,
					tags: ['deprecated'],
					fixes: () => [fixOf('Leave it out', 'unsafe', withoutArgument(call.node, keyword, file))],
				});
		},
		'node:decorator'(decorator, { file, python, report }) {
			const named = decorator.children[0];
			const api = named?.kind === 'identifier' ? apiNamed(named, file) : undefined;
			if (named && api?.name === 'asyncio.coroutine') reportUse(named, api, file, python, report);
		},
		'node:import_from_statement'(statement, { file, python, report }) {
			for (const { node, api } of importedApis(statement)) {
				const removed = api.name in replacements ? api.removed : undefined;
				if (removed === undefined) continue;
				const effectOn: EffectOn = (minor) => (minor >= removed ? { says: 'ImportError', severity: 'error' } : undefined);
				const range = versionsExposed(node, file, python, { removed }, ['ImportError']);
				const severity = range && worstSeverity(range, effectOn);
				const data = { name: api.name, consequence: range ? effectsText(range, effectOn) : '', instead: replacements[api.name]?.[2] ?? '' };
				if (severity) report({ at: node, message: 'removed', data, severity, tags: ['deprecated'] });
			}
		},
	},
});

function reportUse(node: SyntaxNode, api: AsyncioApi, file: FileModel, python: PythonRange, report: (report: Report<typeof messages>) => void): void {
	const { deprecated, removed = 99 } = api;
	const missing = node.kind === 'identifier' ? 'ImportError' : 'AttributeError';
	const everything: EffectOn = (minor) =>
		minor >= removed
			? { says: missing, severity: 'error' }
			: deprecated && minor >= deprecated.in
				? { says: 'DeprecationWarning', severity: 'warning' }
				: undefined;
	const isKnown = isExpected(node, 'warning', file);
	const effectOn = isKnown ? errorsOnly(everything) : everything;
	const range = versionsExposed(node, file, python, api, ['AttributeError']);
	const severity = range && worstSeverity(range, effectOn);
	const data = {
		name: `${api.name}()`.replace('coroutine()', 'coroutine'),
		consequence: range ? effectsText(range, effectOn) : '',
		instead: replacements[api.name]?.[2] ?? '',
	};
	const at = api.name === 'asyncio.coroutine' ? (node.closest('decorator') ?? node) : node;
	if (severity)
		report({
			at,
			message: 'removed',
			data,
			severity: isKnown ? 'hint' : severity,
			tags: ['deprecated'],
			fixes: () => [api.name === 'asyncio.coroutine' ? coroutineOfGenerator(node, file, python) : renamed(node, api, file, python)],
		});
}

/** Safe where the old one always raises, and for iscoroutinefunction where both give the same answers. */
function renamed(node: SyntaxNode, api: AsyncioApi, file: FileModel, python: PythonRange): Fix | undefined {
	const [module, name] = replacements[api.name] ?? [];
	const found = module && name ? reference(module, name, node, file) : undefined;
	const isSafe = python.floor >= (api.name === 'asyncio.iscoroutinefunction' ? 12 : (api.removed ?? 99));
	return (
		found &&
		fixOf(`Use ${module}.${name}()`, isSafe ? 'safe' : 'unsafe', [replaceNode(node, found.text)], found.edits, unusedImportEdits(node, [node], file, found))
	);
}
