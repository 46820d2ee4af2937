/**
 * `node --expose-gc`: what the analyser holds over many edits in one large class, over many files opened and closed, with a
 * hundred files open, and once they are closed. `--edits N`, `--files N`, `--only NAME`, `--json`.
 */
import { parseArgs } from 'node:util';
import { type Analyser, createAnalyser } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import { limitHeapGrowth } from '../../server/src/disk/heap.ts';
import type { Workspace } from '../../server/src/project/workspace.ts';
import { loadParser, logger } from '../bench/tools.ts';
import { classModule } from './generated-class.ts';
import { Random } from './random.ts';

/** What is held after a forced collection, in megabytes. */
interface Sample {
	readonly after: number;
	readonly live: number;
	/** The resident set. */
	readonly resident: number;
}

export interface MemoryFigures {
	readonly name: string;
	readonly samples: readonly Sample[];
	/** Live megabytes gained for each thousand steps of the second half. */
	readonly slope: number;
	/** Live before anything was opened, and after all was closed. */
	readonly before: number;
	readonly closed: number;
	/** Processor time of a step in milliseconds, without collecting. */
	readonly milliseconds: number;
}

const { values } = parseArgs({
	options: { edits: { type: 'string', default: '600' }, files: { type: 'string', default: '400' }, only: { type: 'string' }, json: { type: 'boolean' } },
});
const SAMPLES = 10;
limitHeapGrowth();
const parser = await loadParser();

const collect = globalThis.gc as () => void;

function sample(after: number): Sample {
	collect();
	const { heapUsed, external, rss } = process.memoryUsage();
	return { after, live: (heapUsed + external) / 1e6, resident: rss / 1e6 };
}

/** Runs `step` so many times with a sample now and then; `end` closes what is open. */
function measure(name: string, steps: number, step: (i: number) => void, end: () => void, before: number): MemoryFigures {
	const samples: Sample[] = [];
	const every = Math.max(1, Math.floor(steps / SAMPLES));
	let spent = 0;
	for (let i = every; i <= steps; i += every) {
		const start = process.cpuUsage();
		for (let k = i - every + 1; k <= i; k++) step(k);
		const { user, system } = process.cpuUsage(start);
		spent += (user + system) / 1000;
		samples.push(sample(i));
	}
	end();
	collect();
	return { name, samples, slope: slopeOf(samples.slice(samples.length / 2)), before, closed: sample(steps).live, milliseconds: spent / steps };
}

/** By least squares, so that one sample more or less decides nothing. */
function slopeOf(samples: readonly Sample[]): number {
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const [x, y] = [mean(samples.map(({ after }) => after)), mean(samples.map(({ live }) => live))];
	const over = samples.reduce((sum, { after, live }) => sum + (after - x) * (live - y), 0);
	return (1000 * over) / samples.reduce((sum, { after }) => sum + (after - x) ** 2, 0);
}

function analyserOf(workspace: Workspace): Analyser {
	const python = { floor: 9, ceiling: 14, isAssumed: false, source: 'the test' };
	return createAnalyser({ workspace, parser, logger, settingsFor: () => ({ settings: defaultSettings, problems: [], python }) });
}

/** A project in folders of a hundred files, whose texts are made when they are read. */
function projectOf(count: number, textOf: (number: number) => string): { readonly workspace: Workspace; readonly paths: readonly string[] } {
	const folders = Math.ceil(count / 100);
	const number = (path: string) => Number(/module_(\d+)\.py$/.exec(path)?.[1] ?? Number.NaN);
	const paths = Array.from({ length: count }, (_, i) => `/project/package_${Math.floor(i / 100)}/module_${i}.py`);
	const known = new Set(paths);
	const isPackage = (path: string) => /^\/project\/package_\d+\/__init__\.py$/.test(path);
	const workspace: Workspace = {
		roots: ['/project'],
		readText: (path) => (known.has(path) ? textOf(number(path)) : isPackage(path) ? '' : undefined),
		hasFile: (path) => known.has(path) || isPackage(path),
		listFolder: (path) => {
			if (path === '/project') return Array.from({ length: folders }, (_, i) => ({ name: `package_${i}`, kind: 'folder' as const }));
			const found = /^\/project\/package_(\d+)$/.exec(path);
			if (!found) return undefined;
			const first = Number(found[1]) * 100;
			const modules = Array.from({ length: Math.min(100, count - first) }, (_, i) => ({ name: `module_${first + i}.py`, kind: 'file' as const }));
			return [{ name: '__init__.py', kind: 'file' as const }, ...modules];
		},
	};
	return { workspace, paths };
}

/** Modules of 60 to 160 lines, each of which imports the one before. */
function moduleText(number: number): string {
	const own = classModule(number % 50, 60 + (number % 5) * 25, 60, `Service${number}_`);
	return number % 100 === 0
		? own
		: `from .module_${number - 1} import Service${number - 1}_0\n${own}\n\nasync def use():\n    Service${number - 1}_0(None).load()\n`;
}

/** Keys one after another in methods of a class of six thousand lines, taken out again after a while; what is meant when people type. */
function edits(count: number, lines = 6000): MemoryFigures {
	const { live } = sample(0);
	const analyser = analyserOf({ roots: ['/project'], readText: () => undefined, hasFile: () => false, listFolder: () => undefined });
	const path = '/project/service.py';
	const original = classModule(1, lines);
	const places = [...original.matchAll(/\n {8}(?=\w)/g)].map((match) => match.index + match[0].length);
	const random = new Random(1);
	let text = original;
	let [place, typed] = [0, ''];
	analyser.change(path, text);
	analyser.check(path);
	const apply = (start: number, end: number, newText: string) => {
		text = text.slice(0, start) + newText + text.slice(end);
		analyser.change(path, text, [{ range: { start, end }, newText }]);
		analyser.check(path);
	};
	const step = () => {
		if (typed === '') place = random.pick(places);
		if (typed.length === 12) {
			apply(place, place + typed.length, '');
			typed = '';
			return;
		}
		const key = 'value = key\n        '[typed.length] as string;
		apply(place + typed.length, place + typed.length, key);
		typed += key;
	};
	return measure('edits in a class of 6,000 lines', count, step, () => analyser.close(path), live);
}

/** Every file of a project of fifty, over and over. */
function openedAgain(count: number): MemoryFigures {
	const { live } = sample(0);
	const { workspace, paths } = projectOf(50, moduleText);
	const analyser = analyserOf(workspace);
	analyser.setProjectFiles(paths);
	return measure(
		'files of a project of 50 opened and closed',
		count,
		(i) => openAndClose(analyser, workspace, paths[i % paths.length] as string),
		() => {},
		live,
	);
}

/** Each file once, of a project that has all of them. */
function openedOnce(count: number): MemoryFigures {
	const { live } = sample(0);
	const { workspace, paths } = projectOf(count, moduleText);
	const analyser = analyserOf(workspace);
	analyser.setProjectFiles(paths);
	return measure(
		'files opened and closed once',
		count,
		(i) => openAndClose(analyser, workspace, paths[i - 1] as string),
		() => {},
		live,
	);
}

function openAndClose(analyser: Analyser, workspace: Workspace, path: string): void {
	analyser.change(path, workspace.readText(path) as string);
	analyser.check(path);
	analyser.close(path);
}

/** A hundred files stay open while keys are typed in one after another. */
function hundredOpen(count: number): MemoryFigures {
	const { live } = sample(0);
	const { workspace, paths } = projectOf(100, moduleText);
	const analyser = analyserOf(workspace);
	analyser.setProjectFiles(paths);
	const texts = new Map(paths.map((path) => [path, workspace.readText(path) as string]));
	for (const [path, text] of texts) analyser.change(path, text);
	for (const path of paths) analyser.check(path);
	const step = (i: number) => {
		const path = paths[i % paths.length] as string;
		const before = texts.get(path) as string;
		const at = before.indexOf('RETRIES') + 7;
		const isTyped = before[at] === '_';
		const edit = isTyped ? { range: { start: at, end: at + 1 }, newText: '' } : { range: { start: at, end: at }, newText: '_' };
		const text = before.slice(0, edit.range.start) + edit.newText + before.slice(edit.range.end);
		texts.set(path, text);
		analyser.change(path, text, [edit]);
		analyser.check(path);
	};
	const end = () => {
		for (const path of paths) analyser.close(path);
	};
	return measure('edits with 100 files open', count, step, end, live);
}

const programs: Readonly<Record<string, () => MemoryFigures>> = {
	edits: () => edits(Number(values.edits)),
	open: () => hundredOpen(Number(values.edits)),
	again: () => openedAgain(Number(values.files)),
	once: () => openedOnce(Number(values.files)),
};

// The code that a first run compiles and the tables that are made once are not what is looked for.
for (const warmUp of [() => edits(40, 300), () => openedOnce(5)]) warmUp();
const figures = Object.entries(programs)
	.filter(([name]) => values.only === undefined || values.only === name)
	.map(([, run]) => run());
if (values.json) console.log(JSON.stringify(figures));
else for (const one of figures) print(one);

function print({ name, samples, slope, before, closed, milliseconds }: MemoryFigures): void {
	console.log(`\n${name}\n     after   live MB  resident MB`);
	for (const { after, live, resident } of samples)
		console.log(`${after.toLocaleString('en').padStart(10)}${live.toFixed(1).padStart(10)}${resident.toFixed(0).padStart(13)}`);
	console.log(
		`second half: ${slope.toFixed(2)} MB for each 1,000; before ${before.toFixed(1)} MB, all closed ${closed.toFixed(1)} MB; ${milliseconds.toFixed(1)} ms a step`,
	);
}
