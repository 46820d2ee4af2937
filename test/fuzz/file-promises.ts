import type { FileReport } from '../../server/src/analysis/analyser.ts';
import type { Parser } from '../../server/src/syntax/parser.ts';
import { markdown } from '../../server/src/util/markup.ts';
import { applyEdits, type TextRange } from '../../server/src/util/text.ts';
import type { Random } from './random.ts';
import { stackOf, World } from './world.ts';

/** What a text made go wrong. */
export interface Broken {
	readonly kind: string;
	readonly detail: string;
}

/** Processor time that the first look at an open document may cost, where facts are noted; a check of closed files has a third of it. Texts below a tenth of a megabyte count as that. */
const SECONDS_PER_MB = 6;

const path = '/project/module.py';

/** Looks at one text as an editor would: findings, fixes, hovers and offers at some places, then the same after each of some changes. */
export function brokenPromises(text: string, parser: Parser, random: Random, mutations: number): Broken[] {
	const found: Broken[] = [];
	const world = new World({ files: new Map([[path, text]]), open: [] }, parser);
	try {
		world.analyser.change(path, text);
		world.open.set(path, text);
		look(world, parser, random, found);
		for (let i = 0; i < mutations; i++) {
			const before = world.textOf(path);
			// Later changes start anew: what one broke should not hide the others.
			const next = mutated(i % 3 === 0 ? text : before, random);
			world.open.set(path, next);
			world.analyser.change(path, next);
			look(world, parser, random, found);
		}
	} catch (error) {
		found.push({ kind: `threw ${frames(error)}`, detail: stackOf(error) });
	} finally {
		world.analyser.close(path);
	}
	return found;
}

function look(world: World, parser: Parser, random: Random, found: Broken[]): void {
	const text = world.textOf(path);
	const allowed = SECONDS_PER_MB * Math.max(0.1, text.length / 1e6);
	const [seconds, report] = timed(() => world.analyser.check(path) as FileReport);
	if (seconds > allowed) {
		// What is compiled on the way, and what else the machine does, comes once.
		const again = timed(() => checkAnew(world))[0];
		if (again > allowed) found.push({ kind: 'slow check', detail: `${again.toFixed(2)} s for ${text.length} characters` });
	}
	for (const error of world.errors.splice(0)) found.push({ kind: /Rule [\w-]+ failed/.exec(error)?.[0] ?? 'error', detail: error });
	const isInside = ({ start: from, end }: TextRange) => 0 <= from && from <= end && end <= text.length;
	for (const finding of report.findings) {
		const places = [finding.range, ...finding.related.filter((one) => one.path === path).map((one) => one.range)];
		if (!places.every(isInside)) found.push({ kind: `${finding.rule.name} lies outside of the text`, detail: JSON.stringify(places) });
		if (/\{\w+\}|undefined|\[object/.test(finding.message)) found.push({ kind: `${finding.rule.name} has a hole in its message`, detail: finding.message });
	}
	const isWhole = !parser.parse(path, text).hasError;
	for (const finding of sample(report.findings, 25, random)) {
		try {
			for (const fix of finding.fixes())
				judgeFix(
					fix.title,
					finding.rule.name,
					fix.edits.filter((edit) => edit.path === path),
					text,
					isWhole,
					parser,
					found,
				);
			finding.byHand();
			finding.otherCodes();
		} catch (error) {
			found.push({ kind: `fix of ${finding.rule.name} threw ${frames(error)}`, detail: stackOf(error) });
		}
	}
	const everywhere = Array.from({ length: text.length + 1 }, (_, i) => i);
	for (const at of text.length < 100 ? everywhere : [0, text.length, ...Array.from({ length: 8 }, () => random.below(text.length + 1))]) {
		for (const ask of ['hover', 'refactorings'] as const) {
			try {
				if (ask === 'hover') world.analyser.hover(path, at, { markup: markdown, addressOf: (file, line) => `${file}:${line}` });
				else for (const fix of world.analyser.refactorings(path, at)) judgeFix(fix.title, 'refactoring', fix.edits, text, isWhole, parser, found);
			} catch (error) {
				found.push({ kind: `${ask} threw ${frames(error)}`, detail: `at ${at}: ${stackOf(error)}` });
			}
		}
	}
}

function checkAnew(world: World): void {
	const fresh = world.fresh();
	fresh.check(path);
	world.release(fresh);
}

/** Seconds of processor time, and the answer. */
function timed<T>(compute: () => T): [number, T] {
	const start = process.cpuUsage();
	const answer = compute();
	const { user, system } = process.cpuUsage(start);
	return [(user + system) / 1e6, answer];
}

function judgeFix(
	title: string,
	rule: string,
	edits: readonly { readonly range: TextRange; readonly newText: string }[],
	text: string,
	isWhole: boolean,
	parser: Parser,
	found: Broken[],
): void {
	const inOrder = [...edits].sort((a, b) => a.range.start - b.range.start || a.range.end - b.range.end);
	const fits = inOrder.every(
		({ range }, i) => 0 <= range.start && range.start <= range.end && range.end <= text.length && (i === 0 || (inOrder[i - 1]?.range.end ?? 0) <= range.start),
	);
	if (!fits) found.push({ kind: `${rule}: edits overlap or lie outside`, detail: `${title}: ${JSON.stringify(inOrder)}` });
	else if (isWhole && parser.parse(path, applyEdits(text, edits)).hasError)
		found.push({ kind: `${rule}: fixed text does not parse`, detail: `${title}: ${JSON.stringify(inOrder)}` });
}

function frames(error: unknown): string {
	const [message = '', ...stack] = stackOf(error).split('\n');
	return `${message.slice(0, 80)} ${stack
		.slice(0, 3)
		.map((line) => line.trim())
		.join(' ')}`;
}

function sample<T>(values: readonly T[], count: number, random: Random): readonly T[] {
	return values.length <= count ? values : Array.from({ length: count }, () => random.pick(values));
}

const pieces = [
	'"',
	"'",
	'"""',
	'(',
	')',
	'[',
	']',
	'{',
	'}',
	':',
	',',
	';',
	'\\\n',
	'\n',
	'\t',
	'#',
	'async ',
	'await ',
	'def f(',
	'class ',
	'lambda',
	'import asyncio\n',
	'f"{',
	'*',
	'=',
	'\0',
	'\ufeff',
	'\r',
	'\u2028',
	'😀',
	'\ud800',
	'<<<<<<< HEAD\n',
	'    ',
];

/** A text that somebody, or a merge, or a broken disk may leave behind. */
export function mutated(text: string, random: Random): string {
	const at = random.below(text.length + 1);
	const other = random.below(text.length + 1);
	const [start, end] = [Math.min(at, other), Math.max(at, other)];
	const near = Math.min(text.length, at + random.below(60));
	const line = text.lastIndexOf('\n', at - 1) + 1;
	return random.weighted<() => string>([
		[4, () => text.slice(0, at) + random.pick(pieces) + text.slice(at)],
		[3, () => text.slice(0, at) + text.slice(near)],
		[1, () => text.slice(0, at)],
		[1, () => text.slice(at)],
		[1, () => text.slice(0, start) + text.slice(end)],
		[1, () => text.slice(0, at) + text.slice(at, near).repeat(2) + text.slice(near)],
		[2, () => `${text.slice(0, line)}${random.pick(['    ', '\t', 'async ', 'await ', '@x\n', 'class A:\n', '# '])}${text.slice(line)}`],
		[1, () => text.replaceAll('await ', '')],
		[1, () => text.replaceAll('async ', '')],
		[1, () => text.replace(/\n/g, random.pick(['\r\n', '\r', '\n\n']))],
		[1, () => text.replace(/^ {4}/gm, random.pick(['', '\t', '  ']))],
	])();
}

/** The text with as many lines, then characters, taken out as leave the kind of failure there. */
export function shrunkText(text: string, fails: (text: string) => boolean, milliseconds = 20_000): string {
	const deadline = Date.now() + milliseconds;
	let pieces = text.split(/(?<=\n)/);
	const reduce = () => {
		for (let size = pieces.length >> 1; size >= 1; size >>= 1) {
			for (let from = 0; from < pieces.length && Date.now() < deadline; ) {
				const without = [...pieces.slice(0, from), ...pieces.slice(from + size)];
				if (fails(without.join(''))) pieces = without;
				else from += size;
			}
		}
	};
	reduce();
	if (pieces.join('').length < 2000) {
		pieces = pieces.join('').split(/(?<=\W)|(?=\W)/);
		reduce();
	}
	return pieces.join('');
}
