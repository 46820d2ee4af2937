import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureFiles } from '../support/fixture-files.ts';
import { fixtureFolders, fixturesOf } from '../support/fixtures.ts';
import { classModule } from './generated-class.ts';
import type { Random } from './random.ts';
import type { Start } from './world.ts';

/** Texts to paste from. */
export const fixtureTexts: readonly string[] = fixtureFiles().map((file) => readFileSync(file, 'utf8').replaceAll('\r\n', '\n'));

const projects = fixtureFolders()
	.flatMap(fixturesOf)
	.map(({ files }) => [...files].filter(([path]) => !path.endsWith('.ipynb')))
	.filter((files) => files.length > 1);

/** Python files below a folder, in an order that does not depend on the system; large ones and links are left out. */
export function pythonFilesBelow(folder: string, limit = 400_000): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.sort((a, b) => (a.name < b.name ? -1 : 1))
		.flatMap((entry) => {
			const path = join(folder, entry.name);
			if (entry.isDirectory()) return pythonFilesBelow(path, limit);
			return entry.isFile() && entry.name.endsWith('.py') && statSync(path).size <= limit ? [path] : [];
		});
}

/** What a session begins with: files that know each other, some of them open. */
export function anyStart(random: Random, ownFiles: readonly string[] = [], largest = 1500): Start {
	const files = new Map(
		random.weighted<() => readonly (readonly [string, string])[]>([
			[4, () => random.pick(projects).map(([path, text]) => [path.replace('/fixture/', '/project/'), text] as const)],
			[4, () => fixtureMix(random)],
			[1, () => generated(random, largest)],
			[ownFiles.length > 0 ? 6 : 0, () => neighbours(random, ownFiles)],
		])(),
	);
	const paths = [...files.keys()].filter((path) => path.endsWith('.py'));
	const open = paths.filter(() => random.chance(0.6));
	const cells = random.chance(0.15) ? notebookCells(random) : [];
	for (const [path, text] of cells) files.set(path, text);
	const notebooks = cells.length > 0 ? [['/project/notebook.ipynb', cells.map(([path]) => path)] as const] : [];
	return { files, open: open.length > 0 ? open : paths.slice(0, 1), notebooks };
}

/** Parts of fixtures as cells, and what only a notebook has. */
function notebookCells(random: Random): [string, string][] {
	return Array.from({ length: 2 + random.below(4) }, (_, i) => {
		const text = random.chance(0.3) ? random.pick(magics) : (random.pick(random.pick(fixtureTexts).split(/\n\n\n(?=\S)/)) as string);
		return [`/project/notebook.ipynb#c${i}`, text];
	});
}

const magics = [
	'%autoawait off\n',
	'%%time\nimport time\ntime.sleep(1)\n',
	'!pip install aiohttp\n',
	'import nest_asyncio\nnest_asyncio.apply()\n',
	'await main()\n',
	'asyncio.run(main())\n',
	'import asyncio\n',
];

/** Files of several fixtures put together, each importing another one. */
function fixtureMix(random: Random): [string, string][] {
	return Array.from({ length: 1 + random.below(3) }, (_, i) => {
		const parts = Array.from({ length: 1 + random.below(3) }, () => random.pick(fixtureTexts));
		const imports =
			i > 0 && random.chance(0.7)
				? [random.pick([`from module_${i - 1} import *\n`, `import module_${i - 1}\n`, `from module_${i - 1} import main, load, helper\n`])]
				: [];
		return [`/project/module_${i}.py`, [...imports, ...parts].join('\n')];
	});
}

function generated(random: Random, largest: number): [string, string][] {
	const lines = Math.round(150 * (largest / 150) ** random.next());
	return [
		['/project/service.py', classModule(random.below(1e6), lines, random.chance(0.5) ? lines : 80)],
		[
			'/project/use.py',
			'import asyncio\nfrom service import Service0\n\n\nasync def main():\n    service = Service0(None)\n    service.load()\n    await service.refresh()\n\n\nasyncio.run(main())\n',
		],
	];
}

/** Files of one folder, whose imports of each other lead somewhere. */
function neighbours(random: Random, ownFiles: readonly string[]): [string, string][] {
	const at = random.below(ownFiles.length);
	return ownFiles.slice(at, at + 1 + random.below(3)).flatMap((file) => {
		const text = readFileSync(file, 'utf8').replace(/^\ufeff/, '');
		return text.length < 150_000 ? [[`/project/${file.split('/').slice(-2).join('/')}`, text] as [string, string]] : [];
	});
}
