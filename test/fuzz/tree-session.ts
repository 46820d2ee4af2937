import type { ParsedDocument, Parser } from '../../server/src/syntax/parser.ts';
import type { SourceFile } from '../../server/src/syntax/source-file.ts';
import type { TextEdit } from '../../server/src/util/text.ts';
import { Random } from './random.ts';
import type { Session } from './shrink.ts';
import { Typist } from './typist.ts';
import { isCell, type Start, type Step, Texts } from './world.ts';

export interface TreeResult {
	readonly edits: number;
	/** Trees compared with those of a parse from scratch, by whether the text parses. */
	readonly whole: number;
	readonly broken: number;
	/** Sessions that end in a tree that a parse from scratch does not give. */
	readonly differentWhole: readonly Session[];
	readonly differentBroken: readonly Session[];
}

/** Random work on some files, with the trees compared after every edit with those of a parse from scratch. */
export function treeSession(parser: Parser, seed: number, start: Start, pool: readonly string[], edits: number): TreeResult {
	const typist = new Typist(new Random(seed), pool);
	const texts = new Texts({ files: start.files }, parser);
	const documents = new Map<string, ParsedDocument>();
	const steps: Step[] = [];
	const differentWhole: Session[] = [];
	const differentBroken: Session[] = [];
	let [made, whole, broken] = [0, 0, 0];
	const apply = (step: Step) => {
		texts.apply(step);
		if (step.kind === 'close') {
			documents.get(step.path)?.close();
			documents.delete(step.path);
		}
		if (step.kind !== 'edit' && step.kind !== 'open') return;
		const document = documents.get(step.path) ?? parser.open(step.path);
		documents.set(step.path, document);
		const text = texts.textOf(step.path);
		const file = document.update(text, step.kind === 'edit' && step.tells ? step.edits : undefined);
		if (step.kind === 'open') return;
		made += step.edits.length;
		const fresh = parser.parse(step.path, text);
		if (fresh.hasError) broken++;
		else whole++;
		if (!isSameTree(file, fresh)) (fresh.hasError || file.hasError ? differentBroken : differentWhole).push({ start, steps: [...steps] });
	};
	for (const path of start.open) apply({ kind: 'open', path });
	while (made < edits) {
		for (const step of typist.next(texts)) {
			steps.push(step);
			apply(step);
		}
	}
	for (const document of documents.values()) document.close();
	return { edits: made, whole, broken, differentWhole, differentBroken };
}

/** Whether what was edited has another tree, in the end, than a parse from scratch gives: see "Syntax errors" in docs/architecture.md. */
export function endsInOtherTree({ start, steps }: Session, parser: Parser): boolean {
	const texts = new Texts(start, parser);
	const documents = new Map<string, { readonly parsed: ParsedDocument; file: SourceFile }>();
	const update = (path: string, edits?: readonly TextEdit[]) => {
		const parsed = documents.get(path)?.parsed ?? parser.open(path);
		documents.set(path, { parsed, file: parsed.update(texts.textOf(path), edits) });
	};
	const apply = (step: Step) => {
		texts.apply(step);
		if (step.kind === 'edit' && !isCell(step.path)) update(step.path, step.tells ? step.edits : undefined);
		else if (step.kind === 'open') update(step.path);
		else if (step.kind === 'close') {
			documents.get(step.path)?.parsed.close();
			documents.delete(step.path);
		}
	};
	for (const path of start.open) apply({ kind: 'open', path });
	for (const step of steps) apply(step);
	const isOther = [...documents].some(([path, { file }]) => !isSameTree(file, parser.parse(path, texts.textOf(path))));
	for (const { parsed } of documents.values()) parsed.close();
	return isOther;
}

function isSameTree(one: SourceFile, other: SourceFile): boolean {
	return (
		one.hasError === other.hasError &&
		one.parts.length === other.parts.length &&
		one.parts.every((part, i) => {
			const same = other.parts[i];
			return (
				same !== undefined && part.start === same.start && part.nodes.length === same.nodes.length && part.nodes.every((word, k) => word === same.nodes[k])
			);
		})
	);
}
