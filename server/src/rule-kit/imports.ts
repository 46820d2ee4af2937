import type { FileModel } from '../semantics/file-model.ts';
import { perFile } from '../semantics/per-function.ts';
import type { Binding } from '../semantics/scopes.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { hasWord, wordsIn } from '../util/words.ts';
import { deleteStatement, lineEnding, replaceRange } from './edits.ts';
import type { DocumentEdit } from './finding.ts';

/** How to write an imported thing at a place, and what must be added for it. */
export interface Reference {
	readonly text: string;
	readonly edits: readonly DocumentEdit[];
}

/**
 * A reference to `module.name` at a node: by what the file imports already, else by a new import.
 * Undefined when the plain name means something else there.
 */
export function reference(module: string, name: string, at: SyntaxNode, file: FileModel): Reference | undefined {
	for (const local of importedAs(`${module}.${name}`, at, file)) return { text: local, edits: [] };
	for (const local of importedAs(module, at, file)) return { text: `${local}.${name}`, edits: [] };
	const root = module.split('.')[0] as string;
	const meaning = file.lookupName(root, file.scopeOf(at));
	const isModule = meaning.bindings.every((binding) => binding.kind === 'import' && (binding.target === root || binding.target?.startsWith(`${root}.`)));
	if (!isModule || meaning.isBuiltin) return undefined;
	const isThere = meaning.bindings.some((binding) => servesAt(binding, at) && importsSubmodule(binding.node, module));
	return { text: `${module}.${name}`, edits: isThere ? [] : [importEdit(module, file)] };
}

/** Whether the statement that binds a name is `import a.b`, which binds `a` alone, for the submodule `a.b`. */
function importsSubmodule(node: SyntaxNode, module: string): boolean {
	const statement = node.closest('import_statement');
	return statement?.children.some((child) => child.kind === 'dotted_name' && child.text === module) === true;
}

/** Local names that stand for a dotted path wherever `at` runs. */
function* importedAs(target: string, at: SyntaxNode, file: FileModel): Generator<string> {
	const scope = file.scopeOf(at);
	for (let current: typeof scope | undefined = scope; current; current = current.parent) {
		const names = current.parent ? current.bindings.keys() : (modulesNames(file).get(target) ?? []);
		for (const name of names) {
			const { bindings } = file.lookupName(name, scope);
			if (bindings.some((binding) => binding.kind !== 'import' || binding.target !== target)) continue;
			if (bindings.some((binding) => servesAt(binding, at))) yield name;
		}
	}
}

/** The names that a module's imports bind, by what they stand for. */
const modulesNames = perFile<ReadonlyMap<string, ReadonlySet<string>>>((file) => {
	const found = new Map<string, Set<string>>();
	for (const name of file.moduleNames()) {
		for (const { target } of file.moduleBindings(name)) {
			if (target === undefined) continue;
			const known = found.get(target);
			if (known) known.add(name);
			else found.set(target, new Set([name]));
		}
	}
	return found;
}, new Map());

/** An import at the top, or earlier in the same function; one under a condition may not have run. */
function servesAt({ node, scope }: Binding, at: SyntaxNode): boolean {
	const statement = node.closest('import_statement', 'import_from_statement');
	if (!statement) return false;
	if (!statement.parent) return true;
	return scope.function !== undefined && statement.end <= at.start && statement.parent === scope.function.body;
}

/** Adds `import module` once, after docstring and `__future__`, in alphabetical place among the first plain imports. */
export function importEdit(module: string, file: FileModel): DocumentEdit {
	const { source } = file;
	const roots = source.statements.map((statement) => statement.root);
	const ending = roots[0] ? lineEnding(roots[0]) : '\n';
	const firstImport = roots.findIndex((root) => root.kind === 'import_statement' || root.kind === 'import_from_statement');
	if (firstImport >= 0) {
		let next = firstImport;
		while (roots[next]?.kind === 'import_statement' && (roots[next]?.children[0]?.text ?? '') < module) next++;
		if (next === firstImport) return insertLine(file, (roots[firstImport] as SyntaxNode).start, `import ${module}${ending}`);
		const previous = roots[next - 1] as SyntaxNode;
		return insertLine(file, lineEnd(source.text, previous.end), `${ending}import ${module}`);
	}
	const lastOfHead = roots.findLast((root, i) => root.kind === 'future_import_statement' || (i === 0 && isDocstring(root)));
	if (lastOfHead) return insertLine(file, lineEnd(source.text, lastOfHead.end), `${ending}${ending}import ${module}`);
	return insertLine(file, firstCodeLine(file), `import ${module}${ending}${ending}`);
}

function isDocstring(root: SyntaxNode): boolean {
	return root.kind === 'expression_statement' && root.children[0]?.kind === 'string';
}

/** Behind shebang, coding and licence comments at the top. */
function firstCodeLine(file: FileModel): number {
	const { text, comments, statements } = file.source;
	let offset = 0;
	for (const comment of comments) {
		if (comment.start > (statements[0]?.start ?? text.length) || text.slice(offset, comment.start).trim() !== '') break;
		if (/\n\s*\n|\r\s*\r/.test(text.slice(offset, comment.start).replace(/\r\n/g, '\n')) && offset > 0) break;
		offset = lineEnd(text, comment.end);
	}
	if (offset === 0) return 0;
	return text.startsWith('\r\n', offset) ? offset + 2 : Math.min(text.length, offset + 1);
}

function lineEnd(text: string, offset: number): number {
	let end = offset;
	while (end < text.length && !'\n\r'.includes(text[end] as string)) end++;
	return end;
}

function insertLine(file: FileModel, offset: number, newText: string): DocumentEdit {
	return replaceRange(file, { start: offset, end: offset }, newText);
}

/**
 * Removes the import of a name that a fix leaves without use. `removed` are the nodes the fix takes
 * away, `written` what it writes in their place. No edits when the name is still used, exported, or when a comment would be lost.
 */
export function unusedImportEdits(name: SyntaxNode, removed: readonly SyntaxNode[], file: FileModel, written?: Reference): readonly DocumentEdit[] {
	const root = leftmost(name);
	// What is written in its place may need the same import.
	if (written?.text.split('.')[0] === root?.text) return [];
	// In a notebook people go on to use what was imported, in cells that are not written yet; so may code that was not understood.
	if (!root || file.source.notebook || file.source.brokenAt !== undefined) return [];
	const { bindings } = file.lookup(root);
	const [binding] = bindings;
	if (bindings.length !== 1 || binding?.kind !== 'import' || file.path.endsWith('__init__.py')) return [];
	const statement = binding.node.closest('import_statement', 'import_from_statement');
	if (!statement || statement.closest('try_statement', 'if_statement')) return [];
	if (isUsed(binding, statement, removed, file) || hasCommentOnLine(statement, file)) return [];
	const all = statement.fields('name');
	if (all.length === 1) return deleteStatement(statement, file) ?? [];
	return withoutName(all, binding.node, file);
}

function isUsed(binding: Binding, statement: SyntaxNode, removed: readonly SyntaxNode[], file: FileModel): boolean {
	const isLeft = (use: SyntaxNode) => !use.isInside(statement) && !removed.some((node) => use.isInside(node));
	// An attribute, a keyword or a module of that name in another import is something else; a name in `__all__` is a use.
	const isName = (use: SyntaxNode) =>
		use.closest('import_statement', 'import_from_statement') === undefined &&
		!(use.parent?.kind === 'attribute' && use.fieldName === 'attribute') &&
		!(use.parent?.kind === 'keyword_argument' && use.fieldName === 'name');
	return (
		file.mentions(binding.name).some((use) => isName(use) && isLeft(use)) ||
		hasWord(wordsInQuotes(file), binding.name) ||
		file.environment.isTakenFrom(binding.name, file)
	);
}

/** Words of strings and type comments that may be code: annotations in quotes, `__all__`, what `exec` runs. Of prose only those with a dot behind them. */
const wordsInQuotes = perFile<Int32Array>((file) => {
	const { items, comments } = file.source;
	const strings = items.flatMap((item) => item.indexesOf('string').map((index) => item.node(index)));
	const texts = strings.flatMap((node) => {
		if (node.parent?.kind === 'expression_statement') return [];
		const isProse = /[\p{L}\p{N}_]\s+[\p{L}_]/u.test(node.text);
		return isProse ? (node.text.match(/(?<![\p{L}\p{N}_.])[\p{L}\p{N}_]+(?=\.[\p{L}_])/gu) ?? []) : [node.text];
	});
	return wordsIn(...texts, ...comments.map(({ text }) => text).filter((text) => /^#\s*type:/.test(text)));
}, new Int32Array());

function hasCommentOnLine(statement: SyntaxNode, file: FileModel): boolean {
	const end = lineEnd(file.source.text, statement.end);
	return file.source.comments.some((comment) => comment.start >= statement.start && comment.start <= end);
}

/** Takes one name with its comma out of `import a, b` or `from m import a, b`. */
function withoutName(all: readonly SyntaxNode[], name: SyntaxNode, file: FileModel): readonly DocumentEdit[] {
	const index = all.indexOf(name);
	const next = all[index + 1];
	const previous = all[index - 1];
	if (next) return [replaceRange(file, { start: name.start, end: next.start }, '')];
	return previous ? [replaceRange(file, { start: previous.end, end: name.end }, '')] : [];
}

function leftmost(expression: SyntaxNode): SyntaxNode | undefined {
	let node: SyntaxNode | undefined = expression;
	while (node && node.kind !== 'identifier') node = node.kind === 'attribute' ? node.field('object') : undefined;
	return node;
}
