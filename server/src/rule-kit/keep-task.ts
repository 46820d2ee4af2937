import type { PythonRange } from '../project/python-version.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { indentationAt, insertAt, lineEnding, replaceNode, replaceRange, startsLine } from './edits.ts';
import type { DocumentEdit } from './finding.ts';
import { reference } from './imports.ts';

/** Where a task is kept: the expression for a set, and what must be added so that it exists. */
export interface Keeper {
	readonly text: string;
	readonly edits: readonly DocumentEdit[];
}

/**
 * Edits that keep the task of a statement until it is done: it gets a name, goes into a set, and leaves
 * that when it is done. `call` makes the task; `name` is the local it already has. Undefined where the
 * statement is no plain one.
 */
export function keepTask(
	call: SyntaxNode,
	statement: SyntaxNode,
	name: SyntaxNode | undefined,
	file: FileModel,
	python: PythonRange,
): readonly DocumentEdit[] | undefined {
	const owner = file.functionOf(statement);
	const local = name && name.text !== '_' ? name.text : freeName(owner, file);
	if (local === undefined) return undefined;
	// At module level the name itself keeps the task.
	if (!owner) return name ? undefined : [insertAt(statement, statement.start, `${local} = `)];
	const keeper = keeperFor(owner, statement, file, python);
	const start = startOf(call, statement, name, local);
	if (!keeper || !start) return undefined;
	return [...start, ...linesAfter(statement, linesThatKeep(local, keeper), file), ...keeper.edits];
}

/** `f()` becomes `task = f()`, `_ = f()` the same, `f().add_done_callback(g)` two statements. */
function startOf(call: SyntaxNode, statement: SyntaxNode, name: SyntaxNode | undefined, local: string): readonly DocumentEdit[] | undefined {
	if (name) return name.text === local ? [] : [replaceNode(name, local)];
	const assigned = insertAt(statement, statement.start, `${local} = `);
	if (statement.children[0] === call) return [assigned];
	const chained = call.parent;
	const isWhole = chained?.kind === 'attribute' && statement.children[0]?.field('function') === chained && statement.start === call.start;
	const dot = chained?.token('.');
	if (!isWhole || !dot || dot.start !== call.end) return undefined;
	return [assigned, insertAt(call, call.end, `${separator(statement)}${local}`)];
}

function separator(statement: SyntaxNode): string {
	return startsLine(statement) ? lineEnding(statement) + indentationAt(statement) : '; ';
}

function linesAfter(statement: SyntaxNode, lines: readonly string[], file: FileModel): readonly DocumentEdit[] {
	const { text } = file.source;
	let end = statement.end;
	while (end < text.length && !'\r\n'.includes(text[end] as string)) end++;
	const rest = text.slice(statement.end, end).trim();
	const isAlone = startsLine(statement) && (rest === '' || rest.startsWith('#'));
	if (!isAlone) return [insertAt(statement, statement.end, lines.map((line) => `; ${line}`).join(''))];
	const indentation = lineEnding(statement) + indentationAt(statement);
	return [replaceRange(file, { start: end, end }, lines.map((line) => indentation + line).join(''))];
}

/** A name that nothing in the function (or, at module level, the file) uses. */
function freeName(owner: FunctionModel | undefined, file: FileModel): string | undefined {
	return ['task', 'background_task', ...[2, 3, 4, 5, 6, 7, 8, 9].map((number) => `task_${number}`)].find((name) =>
		file.mentions(name).every((mention) => owner !== undefined && !mention.isInside(owner.node)),
	);
}

/** The set for the tasks that a statement makes: the object's in a method, else the module's. */
export function keeperFor(owner: FunctionModel | undefined, statement: SyntaxNode, file: FileModel, python: PythonRange): Keeper | undefined {
	return (owner && keeperInClass(owner, file, python)) ?? keeperInModule(statement, file, python);
}

/** The statements that keep the task of a variable until it is done. */
export function linesThatKeep(task: string, keeper: Keeper): readonly string[] {
	return [`${keeper.text}.add(${task})`, `${task}.add_done_callback(${keeper.text}.discard)`];
}

/** `self._tasks`, made in `__init__`, when nothing else of that name can be in the class or its bases. */
function keeperInClass(method: FunctionModel, file: FileModel, python: PythonRange): Keeper | undefined {
	const owner = method.class;
	const self = method.parameters[0];
	if (!owner || self?.kind !== 'positional' || decoratorNames(method).some((name) => name === 'staticmethod' || name === 'classmethod')) return undefined;
	const text = `${self.name}._tasks`;
	const present = owner.attributes.get('_tasks') ?? [];
	if (present.length > 0) return isSetMade(present.map((one) => one.value)) ? { text, edits: [] } : undefined;
	const isPlain =
		owner.bases.every((base) => file.qualifiedName(base) === 'builtins.object' || base.text === 'ABC' || base.text === 'abc.ABC') &&
		owner.decorators.length === 0;
	if (!isPlain || owner.scope.bindings.has('_tasks') || owner.scope.bindings.has('__slots__')) return undefined;
	return madeInConstructor(owner, text, file, python);
}

function madeInConstructor(owner: ClassModel, text: string, file: FileModel, python: PythonRange): Keeper | undefined {
	const maker = owner.scope.bindings.get('__init__')?.findLast((binding) => binding.function)?.function;
	const self = maker?.parameters[0]?.name;
	const statements = maker?.body.children ?? [];
	const [first, second] = statements;
	const isDocstring = first?.kind === 'expression_statement' && first.children[0]?.kind === 'string';
	const before = isDocstring ? second : first;
	if (!maker || self === undefined || !before || !startsLine(before)) return undefined;
	const line = `${self}._tasks${annotated(before, file, python)} = set()`;
	return { text, edits: [insertAt(before, before.start, line + lineEnding(before) + indentationAt(before))] };
}

/** `_background_tasks` in the module: the one that is there, or a new one behind the imports. */
function keeperInModule(statement: SyntaxNode, file: FileModel, python: PythonRange): Keeper | undefined {
	const text = '_background_tasks';
	const meaning = file.lookupName(text, file.scopeOf(statement));
	if (meaning.scope) return undefined;
	if (meaning.bindings.length > 0) return isSetMade(meaning.bindings.map((binding) => binding.value)) ? { text, edits: [] } : undefined;
	const roots = file.source.statements.map((one) => one.root);
	const lastImport = headOf(roots);
	if (!lastImport) return undefined;
	const ending = lineEnding(lastImport);
	const source = file.source.text;
	let end = lastImport.end;
	while (end < source.length && !'\r\n'.includes(source[end] as string)) end++;
	const isTight = source.slice(end).startsWith(ending) && /^[^\s]/.test(source.slice(end + ending.length));
	const line = `${text}${annotated(lastImport, file, python)} = set()`;
	return { text, edits: [replaceRange(file, { start: end, end }, `${ending}${ending}${line}${isTight ? ending : ''}`)] };
}

/** The last import of those at the top, or the docstring. */
function headOf(roots: readonly SyntaxNode[]): SyntaxNode | undefined {
	const firstDefinition = roots.findIndex((root) => /definition$/.test(root.kind));
	const head = firstDefinition < 0 ? roots : roots.slice(0, firstDefinition);
	const isDocstring = (root: SyntaxNode, i: number) => i === 0 && root.kind === 'expression_statement' && root.children[0]?.kind === 'string';
	return head.findLast((root, i) => /import(_from)?_statement$/.test(root.kind) || isDocstring(root, i));
}

function isSetMade(values: readonly (SyntaxNode | undefined)[]): boolean {
	return values.every((value) => value?.kind === 'call' && value.field('function')?.text === 'set');
}

/** `: set[asyncio.Task]` where Python can evaluate it (3.9) and the file can name it. */
function annotated(at: SyntaxNode, file: FileModel, python: PythonRange): string {
	const task = python.floor >= 9 ? reference('asyncio', 'Task', at, file) : undefined;
	return task && task.edits.length === 0 ? `: set[${task.text}]` : '';
}
