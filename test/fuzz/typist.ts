import { applyEdits, type TextEdit, type TextRange } from '../../server/src/util/text.ts';
import type { Random } from './random.ts';
import { isCell, type Step, settingsCount, type Texts } from './world.ts';

/** Lines that change what code elsewhere means. */
const lines = [
	...['import asyncio', 'import time', 'from time import sleep', 'from x import *', 'import requests', 'time = None', 'asyncio = print', 'del asyncio'],
	...['async def main():\n    pass', 'def helper():\n    time.sleep(1)', 'class Service:\n    pass', 'helper()', 'asyncio.run(main())', 'await main()'],
	...['return', 'raise SystemExit', 'time.sleep(1)', 'await asyncio.sleep(1)', 'asyncio.create_task(main())', 'self.load = time.sleep', 'self.client = None'],
	...[
		'loop = asyncio.get_event_loop()',
		'async with asyncio.timeout(1):\n    pass',
		'if __name__ == "__main__":\n    main()',
		'requests.get("x")',
		'global time',
	],
	...[
		'# asyncio-doctor: ignore',
		'x = 1  # asyncio-doctor: ignore[blocking-sleep]',
		'# noqa',
		'',
		'pass',
		'nonlocal value',
		'yield',
		'async for x in y:\n    pass',
	],
	...['try:\n    pass\nexcept Exception:\n    pass', 'with open("x") as f:\n    pass', 'print("é😀")', 'lambda: time.sleep(1)', '[x for x in y]', 'x: int = 1'],
];

const decorators = [
	'@property',
	'@staticmethod',
	'@classmethod',
	'@pytest.fixture',
	'@contextlib.asynccontextmanager',
	'@app.get("/")',
	'@functools.cache',
	'@unknown',
];
const broken = [
	'"',
	"'",
	'"""',
	'(',
	')',
	'[',
	'{',
	':',
	'\\\n',
	'f"{',
	'def ',
	'async ',
	'class ',
	'=',
	'@',
	'.',
	',',
	';',
	'\t',
	'\r\n',
	'\u00a0',
	'!',
	'  ',
	'\0',
	'<<<<<<< ours\n',
];
const brackets = [
	['(', ')'],
	['[', ']'],
	['{', '}'],
	['"', '"'],
	["'", "'"],
	['"""', '"""'],
	['f"', '"'],
	['(', ''],
	['"""', ''],
] as const;
const words = ['asyncio', 'time', 'sleep', 'self', 'await', 'async', 'def', 'load', 'main', 'helper', 'None', 'run', 'x', 'return', 'import', 'super', 'loop'];

/** What an intention is given: the text as it is, what it was before, and where to paste from. */
interface Given {
	readonly before: string;
	readonly earlier: readonly string[];
	readonly pool: readonly string[];
	readonly random: Random;
}

/** Edits in order, each against the result of the one before; none where the intention does not fit. */
type Intention = (given: Given) => readonly TextEdit[];

interface Block extends TextRange {
	readonly indent: number;
}

/** Edits as people and their editors make them. Each call gives the steps of one intention, several keys often. */
export class Typist {
	readonly #random: Random;
	readonly #pool: readonly string[];
	/** What was there before, by path, to undo to. */
	readonly #earlier = new Map<string, string[]>();
	/** The last text that parsed, by path: nobody leaves a text broken for long. */
	readonly #whole = new Map<string, string>();

	/** `pool`: texts to paste from. */
	constructor(random: Random, pool: readonly string[]) {
		this.#random = random;
		this.#pool = pool;
	}

	next(world: Texts): readonly Step[] {
		const random = this.#random;
		const open = [...world.open.keys()];
		if (open.length === 0 || random.chance(0.08)) return this.#elsewhere(world);
		const path = random.pick(open);
		const before = world.textOf(path);
		const whole = this.#whole.get(path);
		if (world.isWholeAt(path)) this.#whole.set(path, before);
		else if (whole !== undefined && random.chance(0.5))
			return this.#steps(
				path,
				[difference(before, whole)].filter((edit) => edit !== undefined),
			);
		const edits = this.#intend(path, before);
		if (edits.length > 0) this.#earlier.set(path, [...(this.#earlier.get(path) ?? []).slice(-5), before]);
		return this.#steps(path, edits);
	}

	#intend(path: string, before: string): readonly TextEdit[] {
		const intention = this.#random.weighted(intentions);
		return intention({ before, earlier: this.#earlier.get(path) ?? [], pool: this.#pool, random: this.#random });
	}

	/** One edit after another, or all in one notification; asked in between or not. */
	#steps(path: string, edits: readonly TextEdit[]): readonly Step[] {
		const random = this.#random;
		const tells = random.chance(0.85);
		if (random.chance(0.2)) return [{ kind: 'edit', path, edits, tells, isAsked: random.chance(0.7) }];
		return edits.map((edit) => ({ kind: 'edit', path, edits: [edit], tells, isAsked: random.chance(0.6) }));
	}

	/** What happens outside the text at hand: documents open and close, files come, change and go, settings are changed. */
	#elsewhere(world: Texts): readonly Step[] {
		const random = this.#random;
		const { paths } = world;
		const path = random.pick(paths);
		const open = [...world.open.keys()].filter((one) => !isCell(one));
		const closed = paths.filter((one) => !world.open.has(one));
		const otherName = path.replace(/\w+\.py$/, `${random.pick(words)}.py`);
		const write = (one: string, text: string | undefined): Step => ({ kind: 'write', path: one, text });
		return random.weighted<() => readonly Step[]>([
			[4, () => (closed.length > 0 ? [{ kind: 'open', path: random.pick(closed) }] : [])],
			[2, () => (open.length > 1 ? [{ kind: 'close', path: random.pick(open) }] : [])],
			[1, () => [{ kind: 'settings', number: random.below(settingsCount) }]],
			[2, () => [{ kind: 'ask', path }]],
			[world.notebooks.size > 0 ? 4 : 0, () => this.#cells(world)],
			[4, () => (closed.length > 0 ? this.#write(world, random.pick(closed)) : [])],
			[1, () => (world.disk.has(path) && paths.length > 2 ? [write(path, undefined)] : [])],
			[1, () => (paths.length < 12 ? [write(otherName, random.pick(this.#pool))] : [])],
			[1, () => (world.disk.has(path) && otherName !== path ? [write(otherName, world.disk.get(path)), write(path, undefined)] : [])],
		])();
	}

	/** A cell comes, goes, or is moved. */
	#cells(world: Texts): readonly Step[] {
		const random = this.#random;
		const [path, cells] = random.pick([...world.notebooks]);
		const at = random.below(cells.length + 1);
		const without = cells.filter((_, i) => i !== at);
		const moved = cells[at];
		return random.weighted<() => readonly Step[]>([
			[2, () => [{ kind: 'cells', path, cells: [...cells.slice(0, at), `${path}#new${random.below(1e6)}`, ...cells.slice(at)] }]],
			[1, () => (without.length > 0 ? [{ kind: 'cells', path, cells: without }] : [])],
			[1, () => (moved === undefined ? [] : [{ kind: 'cells', path, cells: random.chance(0.5) ? [moved, ...without] : [...without, moved] }])],
		])();
	}

	#write(world: Texts, path: string): readonly Step[] {
		const before = world.textOf(path);
		const edits = this.#intend(path, before);
		return edits.length > 0 ? [{ kind: 'write', path, text: edits.reduce((text, edit) => applyEdits(text, [edit]), before) }] : [];
	}
}

/** Key by key, as far as people go before they stop and look. */
function typed(at: number, text: string): TextEdit[] {
	return [...text].map((key, i) => insertion(at + [...text].slice(0, i).join('').length, key));
}

function insertion(at: number, newText: string): TextEdit {
	return { range: { start: at, end: at }, newText };
}

function removal({ start, end }: TextRange): TextEdit {
	return { range: { start, end }, newText: '' };
}

/** The one edit between two texts. */
export function difference(before: string, after: string): TextEdit | undefined {
	if (before === after) return undefined;
	const shorter = Math.min(before.length, after.length);
	let start = 0;
	while (start < shorter && before[start] === after[start]) start++;
	let tail = 0;
	while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
	return { range: { start, end: before.length - tail }, newText: after.slice(start, after.length - tail) };
}

/** The line round an offset, its end included. */
function lineAt(text: string, offset: number): TextRange {
	const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
	return { start, end: text.indexOf('\n', offset) + 1 || text.length };
}

/** Often one of the module itself: what stands there changes what code elsewhere means. */
function anyLine({ before, random }: Given): TextRange {
	let line = lineAt(before, random.below(before.length));
	if (random.chance(0.3))
		for (let tries = 0; tries < 40 && line.end < before.length && /\s/.test(before[line.start] ?? ''); tries++) line = lineAt(before, line.end);
	return line;
}

/** One that changes what other code means, or any of the texts. */
function lineToType({ pool, random }: Given): string {
	if (random.chance(0.5)) return random.pick(lines);
	const text = random.pick(pool);
	const { start, end } = lineAt(text, random.below(text.length));
	return text.slice(start, end).trimEnd();
}

function indentOf(text: string, { start }: TextRange): string {
	return /^[ \t]*/.exec(text.slice(start, start + 200))?.[0] ?? '';
}

/** A word somewhere: where it stands. */
function anyWord({ before, random }: Given): TextRange | undefined {
	const from = random.below(before.length);
	const found = /[A-Za-z_]\w*/.exec(before.slice(from, from + 2000));
	if (!found) return undefined;
	let start = from + found.index;
	while (start > 0 && /\w/.test(before[start - 1] as string)) start--;
	return { start, end: from + found.index + found[0].length };
}

/** A definition with its decorators and body, found by indentation. */
function anyBlock(given: Given, pattern = /^[ \t]*(?:async )?(?:def|class) /): Block | undefined {
	const { before, random } = given;
	let line = lineAt(before, random.below(before.length));
	for (let tries = 0; !pattern.test(before.slice(line.start, line.end)); tries++) {
		if (line.end >= before.length || tries > 80) return undefined;
		line = lineAt(before, line.end);
	}
	const indent = indentOf(before, line).length;
	let { start, end } = line;
	for (let above = start; above > 0; ) {
		const previous = lineAt(before, above - 1);
		if (!before.startsWith('@', previous.start + indent) || indentOf(before, previous).length !== indent) break;
		start = above = previous.start;
	}
	for (let last = end; last < before.length; ) {
		const next = lineAt(before, last);
		const isBlank = before.slice(next.start, next.end).trim() === '';
		if (!isBlank && indentOf(before, next).length <= indent) break;
		last = next.end;
		if (!isBlank) end = last;
	}
	return { start, end, indent };
}

/** A text of several lines, indented anew. */
function indented(text: string, by: string): string {
	const body = text.replaceAll('\t', '    ');
	const own = Math.min(...[...body.matchAll(/^( *)\S/gm)].map((match) => (match[1] as string).length), 40);
	return body
		.split('\n')
		.map((line) => (line.trim() === '' ? '' : by + line.slice(own)))
		.join('\n');
}

const typeWord: Intention = (given) => {
	const word = anyWord(given);
	if (!word) return [];
	const { random } = given;
	return random.chance(0.5)
		? typed(word.end, random.pick(words))
		: [removal({ start: word.end - 1, end: word.end }), ...typed(word.end - 1, random.pick(words))];
};

const typeLine: Intention = (given) => {
	const line = anyLine(given);
	const { before, random } = given;
	const by = indentOf(before, line) + (/:\s*(#.*)?$/.test(before.slice(line.start, line.end)) ? '    ' : '');
	const text = `${indented(lineToType(given), by)}\n`;
	return text.length < 30 && random.chance(0.5) ? typed(line.end, text) : [insertion(line.end, text)];
};

const swapWord: Intention = (given) => {
	const [word, other] = [anyWord(given), anyWord(given)];
	if (!word || !other) return [];
	const { before, random } = given;
	return [{ range: word, newText: random.chance(0.3) ? random.pick(words) : before.slice(other.start, other.end) }];
};

const deleteLines: Intention = (given) => {
	const { start, end } = anyLine(given);
	let last = end;
	for (let more = given.random.below(4); more > 0; more--) last = lineAt(given.before, last).end;
	return [removal({ start, end: last })];
};

const deleteBlock: Intention = (given) => {
	const block = anyBlock(given);
	return block && block.end - block.start < 5000 ? [removal(block)] : [];
};

/** A method or function goes behind another one, of another class perhaps. */
const moveBlock: Intention = (given) => {
	const [block, other] = [anyBlock(given), anyBlock(given)];
	if (!block || !other || (other.start < block.end && block.start < other.end)) return [];
	const text = indented(given.before.slice(block.start, block.end), ' '.repeat(other.indent));
	const removed = block.end - block.start;
	return block.start < other.start
		? [insertion(other.end, text), removal(block)]
		: [removal(block), insertion(other.end, text)].map((edit, i) => (i === 1 && other.end > block.start ? insertion(other.end - removed, text) : edit));
};

const copyBlock: Intention = (given) => {
	const [block, other] = [anyBlock(given), anyBlock(given)];
	return block && other && given.before.length < 200_000
		? [insertion(other.end, indented(given.before.slice(block.start, block.end), ' '.repeat(other.indent)))]
		: [];
};

/** A stretch of lines by one step inwards or outwards, line by line as editors tell it. */
const indentBlock: Intention = (given) => {
	const { before, random } = given;
	const block = anyBlock(given, /\S/);
	if (!block || block.end - block.start > 3000) return [];
	const isInwards = random.chance(0.5);
	const edits: TextEdit[] = [];
	for (let line = lineAt(before, block.start), moved = 0; line.start < block.end; line = lineAt(before, line.end)) {
		const text = before.slice(line.start, line.end);
		const by = isInwards ? 4 : -Math.min(4, indentOf(before, line).length);
		if (text.trim() !== '' && by !== 0)
			edits.push(by > 0 ? insertion(line.start + moved, '    ') : removal({ start: line.start + moved, end: line.start + moved - by }));
		if (text.trim() !== '') moved += by;
		if (line.end >= before.length) break;
	}
	return edits;
};

const toggleAsync: Intention = (given) => {
	const { before, random } = given;
	const word = random.pick(['async ', 'await ']);
	const from = random.below(before.length);
	const present = before.indexOf(word, from);
	if (present >= 0 && random.chance(0.5)) return [removal({ start: present, end: present + word.length })];
	const place = (word === 'async ' ? /(?:def|with|for) / : /[A-Za-z_][\w.]*\(/).exec(before.slice(from));
	return place ? typed(from + place.index, word) : [];
};

const changeDecorator: Intention = (given) => {
	const { before, random } = given;
	const block = anyBlock(given, /^[ \t]*(?:async )?def /);
	if (!block) return [];
	const first = lineAt(before, block.start);
	if (before.startsWith('@', block.start + block.indent) && random.chance(0.5)) return [removal(first)];
	return [insertion(block.start, `${' '.repeat(block.indent)}${random.pick(decorators)}\n`)];
};

const wrapInClass: Intention = (given) => {
	const { before, random } = given;
	const block = anyBlock(given);
	if (!block || block.end - block.start > 3000) return [];
	const by = ' '.repeat(block.indent);
	const header = random.pick(['class Wrapped:', 'class Wrapped(Base):', 'if True:', 'def wrapper():', 'async def wrapper():', 'try:', 'async with lock:']);
	const tail = header === 'try:' ? `${by}finally:\n${by}    pass\n` : '';
	return [{ range: block, newText: `${by}${header}\n${indented(before.slice(block.start, block.end), `${by}    `)}${tail}` }];
};

/** An opening bracket or quote; editors put the closing one behind the pointer. */
const pair: Intention = (given) => {
	const word = anyWord(given);
	const [opening, closing] = given.random.pick(brackets);
	if (!word) return [];
	const at = given.random.chance(0.5) ? word.start : word.end;
	return [insertion(at, opening), ...(closing === '' ? [] : [insertion((at === word.start ? word.end : word.end) + opening.length, closing)])];
};

const breakSyntax: Intention = ({ before, random }) => [insertion(random.below(before.length + 1), random.pick(broken))];

const breakLine: Intention = (given) => {
	const { before, random } = given;
	const line = anyLine(given);
	const at = line.start + random.below(line.end - line.start);
	return [{ range: { start: at, end: Math.max(at, line.end - 1) }, newText: random.pick(['', '(', '.', ' =', ':', '"', 'def']) }].filter(
		({ range, newText }) => newText !== '' || before.slice(range.start, range.end) !== '',
	);
};

/** A function or class of another text, at the end of a definition here. */
const paste: Intention = (given) => {
	const source = given.random.pick(given.pool);
	const block = anyBlock({ ...given, before: source });
	const other = anyBlock(given);
	if (!block || block.end - block.start > 4000) return [];
	return [insertion(other?.end ?? 0, indented(source.slice(block.start, block.end), ' '.repeat(other?.indent ?? 0)))];
};

/** All uses of a word at once, as an editor's rename does. */
const rename: Intention = (given) => {
	const word = anyWord(given);
	if (!word) return [];
	const name = given.before.slice(word.start, word.end);
	const newName = given.random.chance(0.5) ? `${name}_` : given.random.pick(words);
	const found = [...given.before.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].slice(0, 100);
	return found.map(({ index }, i) => ({
		range: { start: index + i * (newName.length - name.length), end: index + i * (newName.length - name.length) + name.length },
		newText: newName,
	}));
};

const comment: Intention = (given) => {
	const { before, random } = given;
	const line = anyLine(given);
	const at = line.start + indentOf(before, line).length;
	if (before.startsWith('# ', at)) return [removal({ start: at, end: at + 2 })];
	return [random.chance(0.5) ? insertion(at, '# ') : insertion(Math.max(line.start, line.end - 1), '  # asyncio-doctor: ignore')];
};

const deleteCharacters: Intention = ({ before, random }) => {
	const start = random.below(before.length);
	return before === '' ? [] : [removal({ start, end: Math.min(before.length, start + 1 + random.below(4)) })];
};

const undo: Intention = ({ before, earlier, random }) => {
	const edit = earlier.length > 0 ? difference(before, random.pick(earlier)) : undefined;
	return edit ? [edit] : [];
};

const intentions: readonly (readonly [weight: number, intention: Intention])[] = [
	[8, typeWord],
	[7, typeLine],
	[5, swapWord],
	[4, deleteLines],
	[3, deleteBlock],
	[4, moveBlock],
	[2, copyBlock],
	[3, indentBlock],
	[3, toggleAsync],
	[3, changeDecorator],
	[3, wrapInClass],
	[3, pair],
	[3, breakSyntax],
	[2, breakLine],
	[3, paste],
	[2, rename],
	[3, comment],
	[2, deleteCharacters],
	[4, undo],
];
