import type { NotebookModule } from '../notebook/module.ts';
import { LineIndex, type TextRange } from '../util/text.ts';
import { type Comment, commentsIn } from './comments.ts';
import type { Statement, SyntaxNode } from './syntax-node.ts';

export type { Statement, SyntaxNode } from './syntax-node.ts';

/** A parsed text. Made by the parser; the newest one of a document is the valid one. */
export class SourceFile {
	readonly path: string;
	readonly text: string;
	/** Of which cells the text consists; undefined for a file of its own. */
	readonly notebook: NotebookModule | undefined;
	/** Children of the module in order, comments and stray punctuation between statements too. */
	parts: readonly Statement[] = [];
	/** `parts` without comments and punctuation. */
	statements: readonly Statement[] = [];
	/** The statements, each followed by the functions in it that are items of their own. */
	items: readonly Statement[] = [];
	/** Whether anything does not parse. */
	hasError = false;
	#lines: LineIndex | undefined;
	#debris: { readonly first: Statement | undefined } | undefined;
	#brokenAt: { readonly first: number | undefined } | undefined;
	#comments: readonly Comment[] | undefined;

	constructor(path: string, text: string, notebook?: NotebookModule) {
		this.path = path;
		this.text = text;
		this.notebook = notebook;
	}

	/** The same text and syntax without all that was asked of it: what to keep of a file that may be needed again. */
	bare(): SourceFile {
		const copy = new SourceFile(this.path, this.text, this.notebook);
		copy.hasError = this.hasError;
		copy.take(this.parts.map((part) => part.copyFor(copy)));
		return copy;
	}

	/** Sets `parts`, and `statements` by them. */
	take(parts: readonly Statement[]): void {
		this.parts = parts;
		this.statements = parts.filter((part) => part.isCode);
		this.items = this.statements.flatMap((statement) => (statement.members.length === 0 ? statement : [statement, ...statement.members]));
		for (const [order, item] of this.items.entries()) item.order = order;
	}

	/** The top-level statements behind one of them. */
	statementsAfter(statement: Statement): SyntaxNode[] {
		return this.statements.slice(this.statements.indexOf(statement) + 1).map((one) => one.root);
	}

	get lines(): LineIndex {
		this.#lines ??= new LineIndex(this.text);
		return this.#lines;
	}

	get comments(): readonly Comment[] {
		this.#comments ??= commentsIn(this);
		return this.#comments;
	}

	/** Ranges that do not parse: ERROR nodes, and the place of each missing token (an empty range). */
	errors(): TextRange[] {
		if (!this.hasError) return [];
		const found: TextRange[] = [];
		for (const part of this.parts.flatMap((one) => [one, ...one.members])) {
			if (!part.hasOwnError) continue;
			for (let i = 0; i < part.count; i++) {
				const node = part.node(i);
				if (node.kind === 'ERROR' || node.isMissing) found.push({ start: node.start, end: node.end });
			}
		}
		const debris = this.debris;
		if (debris) found.push({ start: debris.start, end: this.text.length });
		else if (found.length === 0) found.push({ start: 0, end: this.text.length });
		return found;
	}

	/** The first offset of something that was not understood, also of a cell that was left out; undefined where all was. */
	get brokenAt(): number | undefined {
		if (this.#brokenAt === undefined) {
			const indented = this.statements.find((statement) => this.isIndented(statement));
			const cell = this.notebook?.cells.find(({ path }) => this.notebook?.leftOut.has(path));
			const starts = [firstInnermost(this.errors()), this.debris, indented, cell].flatMap((one) => one?.start ?? []);
			this.#brokenAt = { first: starts.length > 0 ? Math.min(...starts) : undefined };
		}
		return this.#brokenAt.first;
	}

	/** Whether white space stands before a top-level statement on its line: tree-sitter does not mind, Python does. */
	isIndented({ start }: Statement): boolean {
		let from = start;
		while (from > 0 && ' \t'.includes(this.text[from - 1] as string)) from--;
		return from < start && (from === 0 || '\r\n'.includes(this.text[from - 1] as string));
	}

	/** Where nothing could be made of the end of the file (an unclosed bracket), its pieces stand beside the statements: the first of them. */
	get debris(): Statement | undefined {
		if (!this.hasError) return undefined;
		this.#debris ??= {
			first: this.parts.find(
				(part) => part.root.kind !== 'ERROR' && !part.root.isExtra && part.root.kind !== ';' && !/_(statement|definition)$/.test(part.root.kind),
			),
		};
		return this.#debris.first;
	}

	/** The innermost named node of a statement at an offset; a node's end counts as inside where nothing else begins. None in a comment between statements. */
	nodeAt(offset: number): SyntaxNode | undefined {
		let best: SyntaxNode | undefined;
		for (const part of this.statements) {
			if (part.start > offset) break;
			const { root } = part;
			if (offset <= root.end) best = root;
		}
		for (let node = best; node !== undefined; ) {
			best = node;
			node = node
				.allChildren()
				.findLast((child) => child.isNamed && child.start <= offset && offset <= child.end && (offset < child.end || child.start < child.end));
		}
		return best;
	}
}

/** The first range in which none of the others lies: an ERROR may hold the whole text, and in it what it came from. */
function firstInnermost(ranges: readonly TextRange[]): TextRange | undefined {
	const inOrder = [...ranges].sort((a, b) => a.start - b.start || b.end - a.end);
	return inOrder.find((range, i) => (inOrder[i + 1]?.start ?? range.end) >= range.end);
}
