import { collectionHooks, runnerMarks } from '../knowledge/test-plugins.ts';
import type { ProjectModel } from '../project/project.ts';
import type { TestConfig } from '../project/test-config.ts';
import { baseName } from '../project/workspace.ts';
import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import { classLimit } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { exactly, fitsWildcards, type WildcardPart } from '../util/wildcards.ts';

/** Marks on a test, from its decorators, its class and `pytestmark`. */
export interface Marks {
	/** Names behind `pytest.mark`, with the call where there is one. */
	readonly named: readonly { readonly name: string; readonly node: SyntaxNode }[];
	/** Whether there is nothing beside them that might mark, wrap or run the test. */
	readonly isAll: boolean;
}

/** Decorators after which pytest still collects the coroutine function itself. */
const transparent = /^(?:unittest\.mock\.patch(?:\.(?:object|dict|multiple))?|staticmethod|typing\.\w+|freezegun\.freeze_time)$/;

/** Whether pytest collects a function as a test: by its name, its class's and its file's. */
export function isPytestTest(model: FunctionModel, file: FileModel, config: TestConfig): boolean {
	if (!/^test/.test(model.name) || model.owner || model.isLambda || model.isGenerator) return false;
	// A file of another name is collected when it is named; one with asyncio marks is meant for that.
	if (!config.pythonFiles.some((pattern) => matches(pattern, baseName(file.path))) && !seesAsyncioMark(file)) return false;
	const owner = model.class;
	return !owner || (/^Test/.test(owner.name) && !owner.owner && owner.node.closest('function_definition') === undefined);
}

/** As the shell does: `*` is anything, `?` one character, `[ab]` one of some. */
function matches(pattern: string, name: string): boolean {
	return fitsWildcards(
		name,
		(pattern.match(/\[[^[\]]+\]|[\s\S]/g) ?? []).map((part) => {
			if (part === '*') return part;
			if (part === '?') return () => true;
			return part.length > 1 ? oneOf(part) : exactly(part);
		}),
	);
}

function oneOf(characters: string): WildcardPart {
	try {
		const expression = new RegExp(`^${characters.replace(/[\\^]/g, '\\$&')}$`);
		return (character) => expression.test(character);
	} catch {
		// A range that runs backwards.
		return () => false;
	}
}

/** The marks of a test. */
export function marksOf(model: FunctionModel, file: FileModel): Marks {
	const parts = [marksIn(model.decorators, file), moduleMarks(file)];
	if (model.class) parts.push(...classMarks(model.class, file));
	return { named: parts.flatMap((part) => part.named), isAll: parts.every((part) => part.isAll) };
}

/** Marks of a class and its bases; a base from elsewhere may bring any. */
function classMarks(model: ClassModel, file: FileModel, seen = new Set<ClassModel>()): Marks[] {
	if (seen.has(model)) return [];
	if (seen.size >= classLimit) return [{ named: [], isAll: false }];
	seen.add(model);
	const own = model.scope.bindings.get('pytestmark') ?? [];
	const bases = model.bases.filter((base) => file.qualifiedName(base) !== 'builtins.object');
	const inherited = bases.map((base): Marks | Marks[] => {
		const found = file.classNamed(base);
		const home = found?.statement.file;
		return found && home ? [...classMarks(found, home, seen), moduleMarks(home)] : { named: [], isAll: false };
	});
	return [marksIn(model.decorators, file), ...own.map((binding) => marksIn(binding.value ? listed(binding.value) : undefined, file)), ...inherited.flat()];
}

/** What `pytestmark` at module level says. */
function moduleMarks(file: FileModel): Marks {
	const values = file.moduleBindings('pytestmark').map((binding) => marksIn(binding.value ? listed(binding.value) : undefined, file));
	const extended = file.mentions('pytestmark').filter((mention) => !mention.closest('class_definition')).length > values.length;
	return { named: values.flatMap((one) => one.named), isAll: !extended && values.every((one) => one.isAll) };
}

function listed(value: SyntaxNode): readonly SyntaxNode[] {
	const node = unparenthesized(value);
	return node.kind === 'list' || node.kind === 'tuple' ? node.children : [node];
}

function marksIn(nodes: readonly SyntaxNode[] | undefined, file: FileModel): Marks {
	if (!nodes) return { named: [], isAll: false };
	const named: { name: string; node: SyntaxNode }[] = [];
	let isAll = true;
	for (const node of nodes) {
		const name = file.qualifiedName((node.kind === 'call' ? node.field('function') : node) ?? node)?.replace(/^builtins\./, '');
		const mark = /^pytest\.mark\.(\w+)$/.exec(name ?? '')?.[1];
		if (mark !== undefined) named.push({ name: mark, node });
		else if (name === undefined || !transparent.test(name)) isAll = false;
	}
	return { named, isAll };
}

/** Whether a mark tells some plugin to run the test. */
export function isRunnerMark(name: string): boolean {
	return runnerMarks.has(name);
}

/** What may run an async test or fixture without a mark of pytest-asyncio: another plugin, a hook in a conftest.py, another kind of loop. */
export function mayRunUnmarked(file: FileModel, project: ProjectModel, config: TestConfig): boolean {
	if (config.asyncioMode !== 'strict' || config.hasOtherPlugin) return true;
	if (['anyio', 'trio', 'aiohttp.test_utils', 'aiohttp.pytest_plugin'].some((module) => file.imports(module))) return true;
	if (collectionHooks.some((hook) => file.isMentioned(hook))) return true;
	return config.conftests.some((path) => {
		const conftest = project.file(path);
		return !conftest || collectionHooks.some((hook) => conftest.isMentioned(hook));
	});
}

/** Whether a test file is known to be run with pytest-asyncio: `declared` by the project, or `seen` in the file itself. */
export function usesPytestAsyncio(file: FileModel, config: TestConfig): 'declared' | 'seen' | undefined {
	if (config.hasPytestAsyncio) return 'declared';
	if (file.imports('pytest_asyncio')) return 'seen';
	return seesAsyncioMark(file) ? 'seen' : undefined;
}

/** Whether `pytest.mark.asyncio` stands anywhere in a file. */
export function seesAsyncioMark(file: FileModel): boolean {
	if (!file.imports('pytest')) return false;
	return file.mentions('asyncio').some((node) => file.qualifiedName(node.parent?.kind === 'attribute' ? node.parent : node) === 'pytest.mark.asyncio');
}
