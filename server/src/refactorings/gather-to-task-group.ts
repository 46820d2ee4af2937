import { fixOf, indentationUnit, replaceRange, statementOf } from '../rule-kit/edits.ts';
import { unusedImportEdits } from '../rule-kit/imports.ts';
import { freeName, makesCoroutine, taskGroupBlock } from '../rule-kit/task-group-block.ts';
import { argumentsOf } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Refactoring } from './refactoring.ts';

/** What the tasks are started by, and what their results are put into. */
interface Lines {
	readonly start: (group: string) => readonly string[];
	readonly results: readonly string[];
}

export const gatherToTaskGroup: Refactoring = {
	name: 'gather-to-task-group',
	summary: '`asyncio.gather()` becomes a TaskGroup',
	effect: `When one of the tasks fails, a TaskGroup cancels the others and waits for them; \`gather()\` lets them run on. The failure then arrives in an \`ExceptionGroup\`: an \`except\` round it has to become \`except*\`. Offered from Python 3.11 on, for coroutines, without \`return_exceptions\`.`,
	offer(at, { file, python }) {
		const statement = statementOf(at);
		const [expression] = statement.kind === 'expression_statement' ? statement.children : [];
		const target = expression?.kind === 'assignment' ? expression.field('left') : undefined;
		const awaited = target ? expression?.field('right') : expression;
		const call = awaited?.kind === 'await' ? awaited.children[0] : undefined;
		const callee = call?.kind === 'call' ? call.field('function') : undefined;
		if (!call || !callee || python.floor < 11 || file.qualifiedName(callee) !== 'asyncio.gather' || !file.functionOf(call)?.isAsync) return [];
		if (file.source.comments.some((comment) => comment.start >= statement.start && comment.end <= statement.end)) return [];
		const lines = linesFor(argumentsOf(call), target, statement, file);
		const block = lines && taskGroupBlock(statement, file, lines.start, lines.results);
		if (!block) return [];
		return [fixOf('Use a TaskGroup', 'unsafe', [replaceRange(file, statement, block.text)], block.edits, importLeft(callee, file))];
	},
};

/** `from asyncio import gather` that nothing else needs. */
function importLeft(callee: SyntaxNode, file: FileModel): ReturnType<typeof unusedImportEdits> {
	return callee.kind === 'identifier' ? unusedImportEdits(callee, [callee], file) : [];
}

function linesFor(given: readonly SyntaxNode[], target: SyntaxNode | undefined, statement: SyntaxNode, file: FileModel): Lines | undefined {
	const [only] = given;
	if (given.length === 1 && only?.kind === 'list_splat') return forMany(only, target, statement, file);
	return given.length > 1 && given.every((one) => makesCoroutine(one, file)) ? forEach(given, target, statement, file) : undefined;
}

/** `gather(f(), g())`. */
function forEach(given: readonly SyntaxNode[], target: SyntaxNode | undefined, statement: SyntaxNode, file: FileModel): Lines | undefined {
	if (!target) return { start: (group) => given.map((call) => `${group}.create_task(${call.text})`), results: [] };
	const targets = target.kind === 'pattern_list' ? target.children : [];
	const isUnpacked = targets.length === given.length && targets.every(({ kind }) => kind === 'identifier');
	if (!isUnpacked && target.kind !== 'identifier') return undefined;
	const names = given.map((_, index) => freeName([isUnpacked ? `${targets[index]?.text}_task` : `${target.text}_task_${index + 1}`], statement, file));
	if (names.some((name) => name === undefined) || new Set(names).size < names.length) return undefined;
	return {
		start: (group) => given.map((call, index) => `${names[index]} = ${group}.create_task(${call.text})`),
		results: isUnpacked
			? targets.map(({ text }, index) => `${text} = ${names[index]}.result()`)
			: [`${target.text} = [${names.map((name) => `${name}.result()`).join(', ')}]`],
	};
}

/** `gather(*[f(x) for x in xs])`. */
function forMany(splat: SyntaxNode, target: SyntaxNode | undefined, statement: SyntaxNode, file: FileModel): Lines | undefined {
	const [comprehension] = splat.children;
	const body = /^(list_comprehension|generator_expression)$/.test(comprehension?.kind ?? '') ? comprehension?.field('body') : undefined;
	const tasks = freeName(['tasks', 'running'], statement, file);
	const task = freeName(['task', 'one'], statement, file);
	if (!comprehension || !body || !makesCoroutine(body, file) || tasks === undefined || task === undefined || (target && target.kind !== 'identifier'))
		return undefined;
	const clauses = file.source.text.slice(body.end, comprehension.end - 1).trim();
	if (/[\r\n]/.test(clauses)) return undefined;
	const each = (group: string) => `${group}.create_task(${body.text})`;
	if (!target) {
		const variable = comprehension.children[1]?.field('left');
		// The variable is no longer the comprehension's own.
		const isPlain = comprehension.children.length === 2 && variable?.kind === 'identifier' && isOnlyIn(comprehension, variable.text, file);
		return isPlain ? { start: (group) => [`${clauses}:`, `${indentationUnit(file)}${each(group)}`], results: [] } : undefined;
	}
	return {
		start: (group) => [`${tasks} = [${each(group)} ${clauses}]`],
		results: [`${target.text} = [${task}.result() for ${task} in ${tasks}]`],
	};
}

function isOnlyIn(node: SyntaxNode, name: string, file: FileModel): boolean {
	const owner = file.functionOf(node)?.node;
	return owner !== undefined && file.mentions(name, owner).every((use) => use.isInside(node));
}
