import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CodeActionKind } from 'vscode-languageserver';
import { refactorings } from '../../server/src/refactorings/index.ts';
import { testParser } from '../support/parser.ts';
import { isWellFormed } from '../support/well-formed.ts';
import { Editor } from './editor.ts';

const fixtures = join(import.meta.dirname, '../refactorings');

/** A program with the place of the cursor, and what is offered there: part of a title. */
interface Example {
	readonly name: string;
	readonly text: string;
	readonly cursor: string;
	readonly offered: boolean;
	readonly title: string;
	readonly python: string;
	readonly settings: Record<string, unknown>;
	readonly after: string | undefined;
}

const markLine = /^(\s*)#(\s*)\^ (offer|nothing): (.*)\n/m;

function examplesOf(refactoring: string): readonly Example[] {
	const folder = join(fixtures, refactoring);
	const files = readdirSync(folder).filter((file) => !file.endsWith('.after.py'));
	return files.map((file) => {
		const marked = readFileSync(join(folder, file), 'utf8');
		const mark = markLine.exec(marked);
		if (!mark) throw new Error(`${file} has no mark`);
		const before = marked.slice(0, mark.index);
		const line = before.slice(before.lastIndexOf('\n', before.length - 2) + 1, -1);
		const column = mark[0].indexOf('^');
		const after = join(folder, file.replace('.py', '.after.py'));
		return {
			name: file,
			text: marked.replace(markLine, ''),
			// From the cursor to the end of its line, which must not stand anywhere before.
			cursor: line.slice(column),
			offered: mark[3] === 'offer',
			title: mark[4] ?? '',
			python: /^# python: (.*)$/m.exec(marked)?.[1] ?? '3.11',
			settings: JSON.parse(/^# settings: (.*)$/m.exec(marked)?.[1] ?? '{}'),
			after: existsSync(after) ? readFileSync(after, 'utf8') : undefined,
		};
	});
}

const parser = await testParser();
let editor: Editor;
beforeAll(async () => {
	editor = await new Editor().start();
});
afterAll(() => editor.dispose());

/** Opens a text in a project of its own. */
async function open(example: Example, name: string, text: string): Promise<string> {
	await editor.settingsChanged(example.settings);
	editor.write(`${name}/pyproject.toml`, `[project]\nname = "x"\nrequires-python = ">=${example.python}"\n`);
	return editor.open(`${name}/${example.name}`, text);
}

async function rewrites(uri: string, at: string, title: string) {
	const actions = await editor.actions(uri, at, [CodeActionKind.RefactorRewrite]);
	return actions.filter((action) => action.title.includes(title));
}

describe.each(refactorings.map(({ name }) => name))('%s', (refactoring) => {
	it.each(examplesOf(refactoring))('$name', async (example) => {
		const { name, text, cursor, title, after } = example;
		const uri = await open(example, `${refactoring}-${name}`, text);
		const [action] = await rewrites(uri, cursor, title);
		if (!example.offered) {
			expect(action?.title).toBeUndefined();
			return;
		}
		expect(action?.kind).toBe('refactor.rewrite');
		const changed = editor.applied(action, uri);
		expect(changed).toBe(after);
		expect(isWellFormed(changed, parser)).toBe(true);
		const again = await open(example, `${refactoring}-${name}-after`, changed);
		const before = await editor.rules(uri);
		for (const rule of await editor.rules(again)) expect(before).toContain(rule);
		for (const line of changed.split('\n').filter((one) => one.trim() !== '' && !text.includes(one)))
			expect((await rewrites(again, line.trim(), title)).map((one) => one.title)).toEqual([]);
	});

	it('has an example where it is offered and one where it is not', () => {
		expect(new Set(examplesOf(refactoring).map(({ offered }) => offered)).size).toBe(2);
	});
});

it('is offered where something is wrong only once', async () => {
	const uri = editor.open(
		'wrong.py',
		'import asyncio\n\n\nasync def pack(f, x):\n    loop = asyncio.get_running_loop()\n    return await loop.run_in_executor(None, f, x)\n',
	);
	const titles = (await editor.actions(uri, 'run_in_executor')).map(({ title }) => title);
	expect(titles.filter((title) => title === 'Use asyncio.to_thread()')).toHaveLength(1);
});
