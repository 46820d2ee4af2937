import { type AsyncioApi, asyncioApi, documentationRoot } from '../knowledge/asyncio-api.ts';
import { scriptKind } from '../project/cell-scripts.ts';
import { pythonAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { TextRange } from '../util/text.ts';
import { contextsText, type HoverStyle } from './hover-contexts.ts';
import { factsText, keywordFacts } from './hover-facts.ts';

export interface Hover {
	readonly range: TextRange;
	readonly text: string;
}

/** What to say of the thing at an offset: an asyncio name, or a function of the project. Undefined when there is nothing worth saying. */
export function hoverAt(file: FileModel, offset: number, project: ProjectModel, python: PythonRange, style: HoverStyle): Hover | undefined {
	const node = file.source.nodeAt(offset);
	if (node?.kind !== 'identifier') return undefined;
	const expression = node.parent?.kind === 'attribute' && node.fieldName === 'attribute' ? node.parent : node;
	const range = pythonAt(node, file, python) ?? python;
	const ours = keywordText(node, file, range) ?? apiText(node, expression, file, project, range);
	const paragraphs = ours?.map(style.markup.own) ?? functionText(node, expression, file, project, style);
	return paragraphs.length > 0 ? { range: { start: node.start, end: node.end }, text: paragraphs.join('\n\n') } : undefined;
}

/** What is known of a keyword argument at its name in a call of asyncio. */
function keywordText(node: SyntaxNode, file: FileModel, python: PythonRange): readonly string[] | undefined {
	const call = node.parent?.kind === 'keyword_argument' && node.fieldName === 'name' ? node.closest('call') : undefined;
	const callee = call?.field('function');
	const api = callee && asyncioApi(file.qualifiedName(callee) ?? '');
	const facts = api && keywordFacts(api, node.text, python);
	return facts === undefined || !api ? undefined : [`**${node.text}=** of ${api.name}()`, facts, documentationLink(api)];
}

function apiText(node: SyntaxNode, expression: SyntaxNode, file: FileModel, project: ProjectModel, python: PythonRange): readonly string[] | undefined {
	const name = importedName(node) ?? file.qualifiedName(expression);
	const api = name === undefined ? undefined : asyncioApi(name);
	if (!api) return undefined;
	const facts = factsText(api, project.contextsOf(file.functionOf(node), node), python);
	return [heading(api), api.summary, ...cellsText(api, node, file), ...facts, documentationLink(api)];
}

/** Whether a loop runs at the top of a file with `# %%` cells depends on who runs it. */
function cellsText({ raisesOnLoop, needsRunningLoop }: AsyncioApi, node: SyntaxNode, file: FileModel): readonly string[] {
	if (file.source.notebook || file.functionOf(node) || scriptKind(file.source) !== 'cells' || !(raisesOnLoop ?? needsRunningLoop)) return [];
	const instead = raisesOnLoop ? ', and the cell can `await` instead' : '';
	return [`This file has \`# %%\` cells: no loop runs here when it runs as a script; in the interactive window the kernel's loop does${instead}.`];
}

/** Where a function of the project runs: at its definition, and wherever it is named. */
function functionText(node: SyntaxNode, expression: SyntaxNode, file: FileModel, project: ProjectModel, style: HoverStyle): readonly string[] {
	const model = file.functions.find((one) => one.nameNode === node) ?? file.functionNamed(expression);
	return model ? contextsText(project.contextsOf(model, model.node), style) : [];
}

/** `from asyncio import sleep`: the name in the import statement itself. */
function importedName(node: SyntaxNode): string | undefined {
	const statement = node.closest('import_from_statement');
	const module = statement?.field('module_name');
	return module && !node.isInside(module) && module.kind === 'dotted_name' ? `${module.text}.${node.text}` : undefined;
}

function documentationLink(api: AsyncioApi): string {
	return `[Python documentation](${documentationRoot}${api.docs})`;
}

function heading(api: AsyncioApi): string {
	const kind = {
		coroutine: 'coroutine: must be awaited',
		awaitable: 'awaitable: under way already',
		function: 'function',
		class: 'class',
		'async-context-manager': 'for `async with`',
		'async-iterator': 'for `async for`',
		constant: '',
	}[api.kind];
	return `**${api.name}**${kind ? ` (${kind})` : ''}`;
}
