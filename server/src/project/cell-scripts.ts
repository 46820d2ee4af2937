import { isAwaitPoint } from '../semantics/flow.ts';
import { perFile } from '../semantics/per-function.ts';
import type { SourceFile, SyntaxNode } from '../syntax/source-file.ts';
import { untracked } from '../util/tracking.ts';

/**
 * How a Python file is run, as far as its text tells:
 * - `script`: by the interpreter;
 * - `cells`: it has cells, begun by `# %%`, which an editor runs in a kernel, one by one; but the file may be run whole as well;
 * - `interactive`: it has such cells and awaits outside of functions, which only a kernel takes.
 */
export type ScriptKind = 'script' | 'cells' | 'interactive';

/** What begins a cell, as editors and notebook converters write it: `# %%`, `# In[3]:`, `# <codecell>`. */
const cellMark = /^#(?:\s*%%|\s*In\[[\d ]*\]|\s*<codecell>)/;

/** How a file is run. */
export const kindOfScript = perFile<ScriptKind>((file) => {
	file.useText();
	return untracked(() => scriptKind(file.source));
}, 'script');

const known = new WeakMap<SourceFile, ScriptKind>();

export function scriptKind(source: SourceFile): ScriptKind {
	let kind = known.get(source);
	if (!kind) {
		const hasCells = source.comments.some(({ text, isAlone }) => isAlone && cellMark.test(text));
		kind = !hasCells ? 'script' : source.statements.some(({ root }) => awaitsAtTop(root)) ? 'interactive' : 'cells';
		known.set(source, kind);
	}
	return kind;
}

const bodies: ReadonlySet<string> = new Set(['function_definition', 'lambda', 'class_definition', 'generator_expression']);

function awaitsAtTop(root: SyntaxNode): boolean {
	if (bodies.has(root.kind)) return false;
	if (isAwaitPoint(root)) return true;
	for (const node of root.descendants((inner) => !bodies.has(inner.kind))) if (isAwaitPoint(node)) return true;
	return false;
}
