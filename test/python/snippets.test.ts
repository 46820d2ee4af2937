import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { defaultText, type Snippet } from '../../scripts/generate/snippets.ts';
import { newestFinalMinor, oldestMinor } from '../../server/src/knowledge/python-releases.ts';
import { checkText } from '../support/check-files.ts';
import { ForkServer } from '../support/fork-server.ts';
import { findPythons } from '../support/pythons.ts';
import { complaintsIn } from './outcome.ts';

/** A program with one line `# snippet: PREFIX`, where the default text of that snippet goes. What its names stand for is around it. */
interface Frame {
	readonly name: string;
	readonly prefix: string;
	readonly program: string;
	readonly floor: number;
	/** The lines it prints. */
	readonly prints: readonly string[];
}

const snippets = Object.values(JSON.parse(readFileSync(join(import.meta.dirname, '../../snippets/python.json'), 'utf8')) as Record<string, Snippet>);
const folder = join(import.meta.dirname, 'snippets');
const stubs = join(import.meta.dirname, 'stubs');
const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'asyncio-doctor-snippets-')));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const frames = readdirSync(folder).sort().map(readFrame);
const { selected } = await findPythons();

test('every snippet has its own prefixes and a program around it', () => {
	const prefixes = snippets.flatMap(({ prefix }) => prefix);
	expect(new Set(prefixes).size).toBe(prefixes.length);
	expect(snippets.map(({ prefix }) => prefix[0]).filter((prefix) => !frames.some((frame) => frame.prefix === prefix))).toEqual([]);
});

describe.each(frames.map((frame) => [frame.name, frame] as const))('%s', (_, frame) => {
	test('nothing is found in it', () => {
		const python = { floor: frame.floor, ceiling: newestFinalMinor, source: 'the test', isAssumed: false };
		expect(checkText(frame.program, { settings: [], python }).map(({ rule, message }) => `${rule.name}: ${message}`)).toEqual([]);
	});

	test('says from which version on it runs', () => {
		const snippet = snippets.find(({ prefix }) => prefix.includes(frame.prefix));
		const said = /\(Python 3\.(\d+)\)$/.exec(snippet?.description ?? '')?.[1];
		expect(Number(said ?? oldestMinor)).toBe(frame.floor);
	});
});

describe.each(selected)('CPython $version', (python) => {
	const server = new ForkServer(python, ['-X', 'dev', '-W', 'error']);
	afterAll(() => server.close());

	test.each(frames.filter(({ floor }) => floor <= python.minor).map((frame) => [frame.name, frame] as const))('%s runs clean', async (name, frame) => {
		const home = join(scratch, `${python.minor}-${name}`);
		mkdirSync(home);
		writeFileSync(join(home, 'main.py'), frame.program);
		const run = await server.run({ folder: home, program: 'main.py', path: [stubs], input: null, timeout: 15, watch: false });
		const complaints = complaintsIn(run.stderr).filter(({ text }) => !text.startsWith('WARNING:asyncio:Executing <'));
		expect({ status: run.status, complaints, printed: run.stdout.split('\n').filter(Boolean) }, run.stderr).toEqual({
			status: 0,
			complaints: [],
			printed: frame.prints,
		});
	});
});

function readFrame(file: string): Frame {
	const text = readFileSync(join(folder, file), 'utf8');
	const [line, indentation = '', prefix = ''] = /^([ \t]*)# snippet: (\S+)$/m.exec(text) ?? [];
	const snippet = snippets.find((one) => one.prefix.includes(prefix));
	if (!line || !snippet) throw new Error(`${file} has no place for a snippet`);
	const said = (name: string) => new RegExp(`^# ${name}: (.*)$`, 'm').exec(text)?.[1];
	const inserted = defaultText(snippet.body).replace(/^(?=.)/gm, indentation);
	return {
		name: file.replace(/\.py$/, ''),
		prefix,
		program: text.replace(line, () => inserted),
		floor: Number(/^3\.(\d+)-$/.exec(said('python') ?? '')?.[1] ?? oldestMinor),
		prints: said('prints')?.split(' | ') ?? [],
	};
}
