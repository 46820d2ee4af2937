import { dirname } from 'node:path/posix';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Analyser, createAnalyser, type FileReport } from '../../server/src/analysis/analyser.ts';
import { defaultSettings } from '../../server/src/analysis/settings.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { fixtureFolders, fixturesOf } from '../support/fixtures.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';
import { isWellFormed } from '../support/well-formed.ts';

const parser = await testParser();
const settings = {
	...defaultSettings,
	severity: Object.fromEntries(rules.filter((rule) => rule.severity === 'off').map((rule) => [rule.name, 'hint' as const])),
};
const python = { floor: 9, ceiling: 14, isAssumed: false, source: 'the test' };

/** A package whose files lean on each other in every way that an edit, a deletion or a new name may break. */
const chain: ReadonlyMap<string, string> = new Map([
	['/fixture/app/__init__.py', 'from .jobs import refresh\nfrom .store import *\n'],
	[
		'/fixture/app/views.py',
		'import asyncio\nfrom app import refresh, Store\nfrom . import jobs\n\n\nasync def handle():\n    refresh()\n    jobs.refresh()\n    Store().load()\n\n\ndef command():\n    refresh()\n\n\nif __name__ == "__main__":\n    command()\n',
	],
	[
		'/fixture/app/jobs.py',
		'import time\nimport threading\nfrom .store import load as fetch\n\n\ndef refresh():\n    time.sleep(1)\n    return fetch()\n\n\ndef start():\n    threading.Thread(target=refresh).start()\n',
	],
	[
		'/fixture/app/store.py',
		'import asyncio\n\n__all__ = ["load", "Store"]\n\n\nasync def read():\n    pass\n\n\ndef load():\n    return asyncio.run(read())\n\n\nclass Store:\n    def __init__(self):\n        self.value = load()\n\n    def load(self):\n        return asyncio.get_event_loop().run_until_complete(read())\n',
	],
	[
		'/fixture/app/child.py',
		'import time\nfrom app.store import Store\n\n\nclass Child(Store):\n    def run(self):\n        time.sleep(1)\n        return self.load()\n\n\nasync def main():\n    Child().run()\n    Child().load()\n',
	],
	[
		'/fixture/main.py',
		'import asyncio\nimport app.jobs\nfrom app.child import Child\n\n\nasync def main():\n    app.jobs.refresh()\n    await asyncio.to_thread(app.jobs.refresh)\n    Child().run()\n\n\nasyncio.run(main())\n',
	],
]);

const projects: readonly (readonly [string, ReadonlyMap<string, string>])[] = [
	['a chain through a package', chain],
	...fixtureFolders()
		.flatMap(fixturesOf)
		.filter(({ files }) => [...files.keys()].filter(isPython).length > 1)
		.map(({ name, files }) => [name, files] as const),
];

/** Lines and words of the projects themselves, so that names meet names, and what changes the meaning of code elsewhere. */
const words = [
	'refresh',
	'load',
	'Store',
	'Child',
	'run',
	'main',
	'jobs',
	'store',
	'app',
	'read',
	'async def',
	'def',
	'await ',
	'time',
	'asyncio',
	'self',
	'()',
	'import',
	'from',
];
const lines = [
	...new Set(projects.flatMap(([, files]) => [...files].filter(([path]) => isPython(path)).flatMap(([, text]) => text.split('\n')))),
	...[
		'from .store import load as refresh',
		'from app.jobs import *',
		'def refresh():\n    pass',
		'async def refresh():\n    pass',
		'import app.store as jobs',
		'class Store:\n    pass',
		'refresh = load',
		'if x:\n    raise SystemExit',
		'from .views import handle as load',
	],
];

interface Step {
	readonly kind: 'edit' | 'create' | 'delete' | 'rename' | 'open' | 'close' | 'replace';
	readonly file: number;
	readonly other: number;
	readonly place: number;
	readonly text: string;
	readonly drop: number;
}

const step: fc.Arbitrary<Step> = fc.record({
	kind: fc.oneof(
		{ weight: 6, arbitrary: fc.constant('edit' as const) },
		{ weight: 6, arbitrary: fc.constantFrom('create' as const, 'delete' as const, 'rename' as const, 'open' as const, 'close' as const, 'replace' as const) },
	),
	file: fc.nat(20),
	other: fc.nat(20),
	place: fc.double({ min: 0, max: 1, noNaN: true }),
	text: fc.oneof(
		fc.constantFrom(...words),
		fc.constantFrom(...lines).map((line) => `${line}\n`),
		fc.constant(''),
	),
	drop: fc.nat(3),
});

/** Names that files are created under and renamed to: those of the project and some that hide or complete them. */
function possibleNames(files: ReadonlyMap<string, string>): readonly string[] {
	const folders = [...new Set([...files.keys()].filter(isPython).map((path) => dirname(path)))];
	return [
		...files.keys(),
		...folders.flatMap((folder) => ['__init__', 'app', 'jobs', 'store', 'time', 'helpers'].map((name) => `${folder}/${name}.py`)),
	].filter(isPython);
}

/** An analyser under test with what it stands for: the files on disk and the documents open over them. */
class World {
	readonly disk: Map<string, string>;
	readonly open = new Map<string, string>();
	readonly analyser: Analyser;

	constructor(files: ReadonlyMap<string, string>) {
		this.disk = new Map(files);
		this.analyser = analyserOf(this.disk, this.open);
	}

	get paths(): string[] {
		return [...new Set([...this.disk.keys(), ...this.open.keys()])].filter(isPython);
	}

	/** What a server does when it is told that files have changed, come or gone. */
	tell(...paths: readonly string[]): void {
		for (const path of paths) this.analyser.invalidate(path);
		this.analyser.setProjectFiles([...this.disk.keys()].filter(isPython));
	}

	apply(one: Step, names: readonly string[]): void {
		const path = this.paths[one.file % Math.max(1, this.paths.length)];
		const name = names[one.other % names.length] as string;
		if (one.kind === 'create') {
			this.disk.set(name, this.#content(one));
			this.tell(name);
		}
		if (path === undefined) return;
		if (one.kind === 'edit' || one.kind === 'replace') this.#change(path, one);
		if (one.kind === 'delete' && this.disk.delete(path)) this.tell(path);
		if (one.kind === 'rename' && this.disk.has(path)) {
			this.disk.set(name, this.disk.get(path) as string);
			if (name !== path) this.disk.delete(path);
			this.tell(path, name);
		}
		if (one.kind === 'open') this.#show(path, this.open.get(path) ?? this.disk.get(path) ?? '');
		if (one.kind === 'close' && this.open.delete(path)) this.analyser.close(path);
	}

	#change(path: string, one: Step): void {
		const before = this.open.get(path) ?? this.disk.get(path) ?? '';
		const after = one.kind === 'replace' ? this.#content(one) : edited(before, one);
		if (this.open.has(path)) {
			this.#show(path, after);
			return;
		}
		this.disk.set(path, after);
		this.tell(path);
	}

	#show(path: string, text: string): void {
		this.open.set(path, text);
		this.analyser.change(path, text);
	}

	/** What another file of the project holds: a file that was copied, or comes from another branch. */
	#content({ place }: Step): string {
		const texts = this.paths.map((path) => this.open.get(path) ?? this.disk.get(path) ?? '');
		return texts[Math.floor(place * texts.length)] ?? '';
	}
}

function edited(before: string, { place, text, drop }: Step): string {
	const anywhere = Math.min(before.length, Math.floor(place * (before.length + 1)));
	if (!text.endsWith('\n') && text !== '') return swappedWord(before, anywhere, text);
	const start = before.lastIndexOf('\n', anywhere - 1) + 1;
	let end = start;
	for (let i = 0; i < drop && end < before.length; i++) end = before.indexOf('\n', end) + 1 || before.length;
	return before.slice(0, start) + text + before.slice(end);
}

/** Another word in place of the next one: what a person does who renames something here and forgets it there. */
function swappedWord(before: string, from: number, word: string): string {
	const found = /\w+/.exec(before.slice(from));
	if (!found) return before + word;
	const start = from + found.index;
	return before.slice(0, start) + word + before.slice(start + found[0].length);
}

function isPython(path: string): boolean {
	return path.endsWith('.py');
}

function analyserOf(disk: ReadonlyMap<string, string>, open: ReadonlyMap<string, string>): Analyser {
	const logger = { error: (message: string) => expect.fail(message), warn() {}, debug() {} };
	const onDisk = memoryWorkspace(disk);
	const workspace = { ...onDisk, readText: (path: string) => open.get(path) ?? disk.get(path), hasFile: (path: string) => open.has(path) || disk.has(path) };
	const analyser = createAnalyser({ workspace, parser, logger, settingsFor: () => ({ settings, problems: [], python }) });
	analyser.setProjectFiles([...disk.keys()].filter(isPython));
	return analyser;
}

/** All that a user sees of a report. */
function shown(report: FileReport | undefined): unknown {
	return (
		report && {
			findings: report.findings.map(({ rule, severity, range, message, related, tags, hover, fixes }) => ({
				rule: rule.name,
				severity,
				range,
				message,
				related,
				tags,
				hover,
				fixes: fixes(),
			})),
			hints: report.hints,
		}
	);
}

function expectSameAsFresh(files: ReadonlyMap<string, string>, steps: readonly Step[]): void {
	const world = new World(files);
	const names = possibleNames(files);
	for (const path of world.paths) world.analyser.check(path);
	for (const one of steps) {
		world.apply(one, names);
		if (![...world.open.values()].every((text) => isWellFormed(text, parser))) continue;
		const fresh = analyserOf(world.disk, world.open);
		for (const [path, text] of world.open) fresh.change(path, text);
		for (const path of [...world.paths, ...names])
			expect(shown(world.analyser.check(path)), `${path} after ${JSON.stringify(one)}`).toEqual(shown(fresh.check(path)));
		for (const path of world.open.keys()) fresh.close(path);
	}
	for (const path of world.open.keys()) world.analyser.close(path);
}

describe('after edits, creations, deletions and renames every answer equals that of an analyser that saw nothing before', () => {
	test.each(projects)(
		'%s',
		(name, files) => {
			const runs = Number(process.env.INCREMENTAL_RUNS ?? (name === projects[0]?.[0] ? 150 : 20));
			fc.assert(
				fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => expectSameAsFresh(files, steps)),
				{ numRuns: runs },
			);
		},
		300_000,
	);
});
