import { type AsyncioApi, asyncioApi, asyncioApis } from '../knowledge/asyncio-api.ts';
import { newestMinor } from '../knowledge/python-releases.ts';
import { isTypeCheckingOnly, pythonAt } from '../project/guards.ts';
import type { Minor, PythonRange } from '../project/python-version.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { failedBodies, isCaught, isExpected, passedBodies } from './caught.ts';
import { isOpen, type ToldRange } from './version-text.ts';

/** From when to when something exists: from `since`, until before `removed`. */
export interface Lifetime {
	readonly since?: Minor | undefined;
	readonly removed?: Minor | undefined;
}

/** Last parts of the names of some APIs: a quick way to pass over all other attributes. */
export function lastParts(names: Iterable<string>): ReadonlySet<string> {
	return new Set([...names].map((name) => name.slice(name.lastIndexOf('.') + 1)));
}

/** All that asyncio has or had and for which a condition holds. */
export function namesOfApis(condition: (api: AsyncioApi) => boolean): ReadonlySet<string> {
	return new Set([...asyncioApis.values()].filter(condition).map((api) => api.name));
}

/** What is known of the name that an identifier or attribute stands for. */
export function apiNamed(node: SyntaxNode, file: FileModel): AsyncioApi | undefined {
	const name = file.qualifiedName(node);
	return name?.startsWith('asyncio.') ? asyncioApi(name) : undefined;
}

/** What `from asyncio import a, b as c` brings, with the node of each. */
export function importedApis(statement: SyntaxNode): readonly { readonly node: SyntaxNode; readonly api: AsyncioApi }[] {
	const module = statement.field('module_name')?.text ?? '';
	if (module !== 'asyncio' && !module.startsWith('asyncio.')) return [];
	return statement.fields('name').flatMap((node) => {
		const name = (node.kind === 'aliased_import' ? node.field('name') : node)?.text ?? '';
		const api = asyncioApi(`${module}.${name}`);
		return api ? [{ node, api }] : [];
	});
}

/**
 * The versions on which a node runs and nothing round it is ready for a missing name; undefined when there are none.
 * Guards, handlers of the error, and code that type checkers alone read are understood.
 */
export function versionsExposed(node: SyntaxNode, file: FileModel, python: PythonRange, life: Lifetime, errors: readonly string[]): ToldRange | undefined {
	const range = pythonAt(node, file, isOpen(python) ? { ...python, ceiling: newestMinor } : python);
	if (!range || isTypeCheckingOnly(node, file) || isNeverEvaluated(node, file) || isExpected(node, 'error', file)) return undefined;
	const isReady = isCaught(node, errors, file);
	const bodies = [...failedBodies(node, ['AttributeError', 'ImportError', 'ModuleNotFoundError'], file)];
	const passed = [...passedBodies(node)];
	const left: Minor[] = [];
	for (let minor = range.floor; minor <= range.ceiling; minor++) {
		if (isReady && !exists(life, minor)) continue;
		if (bodies.every((body) => mayFail(body, minor, file)) && passed.every((body) => mayPass(body, minor, file))) left.push(minor);
	}
	const [floor, toldTo] = [left[0], left.at(-1)];
	if (floor === undefined || toldTo === undefined || floor > python.ceiling) return undefined;
	return { ...python, floor, ceiling: Math.min(toldTo, python.ceiling), toldTo };
}

/** Whether a file uses, with nothing ready for its absence, what asyncio has only since a version: whatever the project declares, the file is for that one or newer. */
export function needsPython(since: Minor, file: FileModel, python: PythonRange): boolean {
	const newer = namesOfApis((api) => api.since !== undefined && api.since >= since);
	return [...lastParts(newer)].some((part) =>
		file.mentions(part).some((mention) => {
			const node = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
			const api = apiNamed(node, file);
			if (api?.since === undefined || api.since < since) return false;
			return versionsExposed(node, file, python, { since: api.since }, ['AttributeError', 'ImportError'])?.floor === python.floor;
		}),
	);
}

function exists({ since = 0, removed = newestMinor + 1 }: Lifetime, minor: Minor): boolean {
	return minor >= since && minor < removed;
}

/** Whether the body of a `try` can miss a name on a version: one of asyncio's that is not there, or one of which nothing is known. */
function mayFail(body: SyntaxNode, minor: Minor, file: FileModel): boolean {
	const lives = livesNamed(body, file);
	return lives.length === 0 || lives.some((life) => life === undefined || !exists(life, minor));
}

function mayPass(body: SyntaxNode, minor: Minor, file: FileModel): boolean {
	return livesNamed(body, file).every((life) => life === undefined || exists(life, minor));
}

/** What is known of the names that code imports or takes from asyncio; undefined for imports of which nothing is known. */
function livesNamed(body: SyntaxNode, file: FileModel): readonly (Lifetime | undefined)[] {
	const lives: (Lifetime | undefined)[] = [];
	for (const node of body.descendants()) {
		if (node.kind === 'import_statement') lives.push(undefined);
		if (node.kind === 'import_from_statement') {
			const imported = importedApis(node);
			if (imported.length > 0) lives.push(...imported.map(({ api }) => api));
			else lives.push(node.field('module_name')?.text === 'inspect' ? {} : undefined);
		}
		const api = node.kind === 'attribute' ? apiNamed(node, file) : undefined;
		if (api) lives.push(api);
	}
	return lives;
}

/** Annotations that Python does not evaluate: all with `from __future__ import annotations`, and those of local variables. */
function isNeverEvaluated(node: SyntaxNode, file: FileModel): boolean {
	const annotation = node.closest('type');
	if (!annotation) return false;
	if (file.moduleBindings('annotations').some((binding) => binding.target === '__future__.annotations')) return true;
	return annotation.parent?.kind === 'assignment' && file.functionOf(node) !== undefined;
}
