import { type StaleLibrary, staleLibraries } from '../knowledge/stale-libraries.ts';
import { isTypeCheckingOnly } from '../project/guards.ts';
import { failedBodies, isCaught } from '../rule-kit/caught.ts';
import { fixOf, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { defineRule, type Report } from '../rule-kit/rule.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = { stale: '{module} {state}; {instead}' } as const;

export default defineRule({
	name: 'stale-async-library',
	category: 'versions',
	severity: 'information',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['nest-asyncio'],
	summary: 'An asynchronous library that is not maintained any more',
	why: `The library still works where it is installed, but gets no fixes and may break on the next Python:

- **aioredis** has been part of \`redis\` since redis 4.2: \`from redis import asyncio as aioredis\`. Its version 1 (\`create_redis_pool\`) had another interface, which nothing replaces name by name.
- **motor** is deprecated since May 2025, and its end of life was in May 2026. \`pymongo.AsyncMongoClient\` replaces it; the interface differs in places.
- **aiopath**: \`anyio.Path\` offers the same, and so does \`pathlib\` with \`asyncio.to_thread()\`.
- **nest_asyncio** had its last release in January 2024; parts of it do not work on Python 3.14. \`await\` needs no nesting; \`nest_asyncio2\` is a fork that goes on.

An import in a \`try\` with \`except ImportError\` is taken for a fallback and left alone.`,
	byHand: 'change over to the library that the message names; names and behaviour differ in places',
	messages,
	examples: [
		{
			bad: `import aioredis


async def visits(cache: aioredis.Redis):
    return await cache.get("visits")
`,
			good: `from redis import asyncio as aioredis


async def visits(cache: aioredis.Redis):
    return await cache.get("visits")
`,
		},
	],
	on: {
		'node:import_statement'(statement, { file, report }) {
			for (const name of statement.fields('name')) {
				const dotted = (name.kind === 'aliased_import' ? name.field('name') : name)?.text ?? '';
				const library = staleNamed(dotted);
				if (library) reportImport(name, library, dotted, statement, file, report);
			}
		},
		'node:import_from_statement'(statement, { file, report }) {
			const module = statement.field('module_name');
			const library = module && staleNamed(module.text);
			if (module && library) reportImport(module, library, module.text, statement, file, report);
		},
	},
});

function staleNamed(dotted: string): StaleLibrary | undefined {
	return staleLibraries.find(({ module }) => dotted === module || dotted.startsWith(`${module}.`));
}

function reportImport(
	at: SyntaxNode,
	library: StaleLibrary,
	dotted: string,
	statement: SyntaxNode,
	file: FileModel,
	report: (report: Report<typeof messages>) => void,
): void {
	const errors = ['ImportError', 'ModuleNotFoundError'];
	const isFallback = isCaught(at, errors, file) || !failedBodies(at, errors, file).next().done;
	if (isFallback || isTypeCheckingOnly(at, file) || file.environment.imported(dotted, file)) return;
	report({
		at,
		message: 'stale',
		data: { module: library.module, state: library.state, instead: library.instead },
		fixes: () => [importSuccessor(at, library, dotted, statement, file)],
	});
}

/** The same names from the successor. Undefined when the file uses what the successor does not have. */
function importSuccessor(at: SyntaxNode, { module, successor }: StaleLibrary, dotted: string, statement: SyntaxNode, file: FileModel): Fix | undefined {
	if (!successor || dotted !== module || successor.droppedNames.some((name) => file.isMentioned(name))) return undefined;
	const title = `Import ${successor.module}`;
	const dot = successor.module.lastIndexOf('.');
	const [parent, last] = dot < 0 ? [undefined, successor.module] : [successor.module.slice(0, dot), successor.module.slice(dot + 1)];
	if (statement.kind === 'import_statement') {
		const alias = at.kind === 'aliased_import' ? at.field('alias')?.text : module;
		return statement.fields('name').length === 1
			? fixOf(title, 'unsafe', [replaceNode(statement, `${parent === undefined ? '' : `from ${parent} `}import ${last} as ${alias}`)])
			: undefined;
	}
	const names = statement.fields('name').map((node) => (node.kind === 'aliased_import' ? node.field('name') : node)?.text ?? '');
	return names.length > 0 && names.every((name) => successor.names.includes(name)) ? fixOf(title, 'unsafe', [replaceNode(at, successor.module)]) : undefined;
}
