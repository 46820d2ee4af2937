import { describe, expect, test } from 'vitest';
import type { Fix } from '../../server/src/rule-kit/finding.ts';
import { checkFiles, type Files, withEdits } from '../support/check-files.ts';

const isForAll = (fix: Fix): boolean => fix.title.startsWith('Make ');

/** The fix offered for the first finding, over all files; undefined when there is none. */
function offered(files: Files): Fix | undefined {
	const findings = checkFiles(files).filter(({ rule }) => rule.name === 'nested-event-loop');
	expect(findings.length).toBeGreaterThan(0);
	return findings.flatMap((finding) => finding.fixes().filter(isForAll))[0];
}

function project(files: Readonly<Record<string, string>>): Files {
	return new Map(Object.entries(files).map(([name, text]) => [`/fixture/${name}.py`, text]));
}

function changed(files: Files, fix: Fix | undefined): Readonly<Record<string, string>> {
	if (!fix) throw new Error('nothing is offered');
	const after = withEdits(files, fix.edits);
	return Object.fromEntries([...after].filter(([path, text]) => files.get(path) !== text).map(([path, text]) => [path.slice(9, -3), text]));
}

const work = 'import asyncio\n\n\nasync def work(key):\n    return key\n\n\n';
const load = `${work}def load(key):\n    return asyncio.run(work(key))\n`;
const main = 'from jobs import load\n\n\nasync def main():\n    return load(1)\n';

describe('making a helper async with its callers', () => {
	test('in two files', () => {
		const files = project({ jobs: load, main });
		const fix = offered(files);
		expect(fix).toMatchObject({ title: 'Make load() async and await it at its caller', safety: 'unsafe' });
		expect(changed(files, fix)).toEqual({
			jobs: '\n\nasync def work(key):\n    return key\n\n\nasync def load(key):\n    return await work(key)\n',
			main: 'from jobs import load\n\n\nasync def main():\n    return await load(1)\n',
		});
	});

	test('through helpers that call it, and in expressions that need parentheses', () => {
		const files = project({
			jobs: load,
			steps: 'import jobs\n\n\ndef step(key):\n    value = jobs.load(key).strip()\n    return [jobs.load(one) for one in value]\n',
			main: 'from steps import step\n\n\nasync def main():\n    if not step(1):\n        return step(2)[0]\n',
		});
		const fix = offered(files);
		expect(fix?.title).toBe('Make step() and 1 more function async and await them at their 4 callers');
		expect(changed(files, fix)).toMatchObject({
			steps: 'import jobs\n\n\nasync def step(key):\n    value = (await jobs.load(key)).strip()\n    return [await jobs.load(one) for one in value]\n',
			main: 'from steps import step\n\n\nasync def main():\n    if not await step(1):\n        return (await step(2))[0]\n',
		});
	});

	test('starts a loop where callers have none: at module level, under __main__, in plain functions, in what frameworks call', () => {
		const files = project({
			jobs: load,
			main,
			script:
				'import asyncio\nfrom jobs import load\n\n\nclass Box:\n    def __len__(self):\n        return len(load("x"))\n\n\ndef command():\n    return load(2)\n\n\nif __name__ == "__main__":\n    print(load(3))\n    command()\n',
			views: 'from flask import Flask\nfrom jobs import load\n\napp = Flask(__name__)\n\n\n@app.get("/")\ndef page():\n    return load(4)\n',
		});
		expect(changed(files, offered(files))).toMatchObject({
			script:
				'import asyncio\nfrom jobs import load\n\n\nclass Box:\n    def __len__(self):\n        return len(asyncio.run(load("x")))\n\n\ndef command():\n    return asyncio.run(load(2))\n\n\nif __name__ == "__main__":\n    print(asyncio.run(load(3)))\n    command()\n',
			views:
				'import asyncio\nfrom flask import Flask\nfrom jobs import load\n\napp = Flask(__name__)\n\n\n@app.get("/")\ndef page():\n    return asyncio.run(load(4))\n',
		});
	});

	test('wraps it where it is handed to a thread, and needs asyncio.to_thread() no more', () => {
		const files = project({
			jobs: load,
			main: 'import asyncio\nimport threading\nfrom jobs import load\n\n\nasync def main(pool):\n    load(1)\n    threading.Thread(target=load, args=(2,)).start()\n    await asyncio.to_thread(load, 3)\n    await asyncio.get_running_loop().run_in_executor(None, load, 4)\n',
		});
		expect(changed(files, offered(files))).toMatchObject({
			main: 'import asyncio\nimport threading\nfrom jobs import load\n\n\nasync def main(pool):\n    await load(1)\n    threading.Thread(target=lambda *args, **kwargs: asyncio.run(load(*args, **kwargs)), args=(2,)).start()\n    await load(3)\n    await asyncio.get_running_loop().run_in_executor(None, lambda *args, **kwargs: asyncio.run(load(*args, **kwargs)), 4)\n',
		});
	});

	test('takes the loop away that was made for it, and awaits methods', () => {
		const files = project({
			store: `${work}class Store:\n    def read(self):\n        loop = asyncio.new_event_loop()\n        try:\n            return loop.run_until_complete(work(1))\n        finally:\n            print("read")\n            loop.close()\n\n    def all(self):\n        return [self.read()]\n`,
			main: 'from store import Store\n\n\nasync def main():\n    return Store().all()\n',
		});
		expect(changed(files, offered(files))).toEqual({
			store: `${work}class Store:\n    async def read(self):\n        try:\n            return await work(1)\n        finally:\n            print("read")\n\n    async def all(self):\n        return [await self.read()]\n`,
			main: 'from store import Store\n\n\nasync def main():\n    return await Store().all()\n',
		});
	});

	test('a function that calls itself', () => {
		const files = project({ jobs: `${work}def load(key):\n    asyncio.run(work(key))\n    return load(key - 1)\n`, main });
		expect(changed(files, offered(files)).jobs).toContain('async def load(key):\n    await work(key)\n    return await load(key - 1)\n');
	});

	test('leaves what a framework awaits by itself', () => {
		const files = project({
			jobs: load,
			main,
			views: 'from fastapi import Depends\nfrom jobs import load\n\n\ndef page(value=Depends(load)):\n    return value\n',
		});
		expect(changed(files, offered(files))).not.toHaveProperty('views');
	});
});

describe('nothing is offered', () => {
	test.each([
		[
			'to a dunder method on the way',
			{ jobs: load, main: 'from jobs import load\n\n\nclass Box:\n    def __init__(self):\n        self.value = load(1)\n\n\nasync def main():\n    Box()\n' },
		],
		[
			'to a property',
			{
				jobs: `${load}\n\nclass Box:\n    @property\n    def value(self):\n        return load(1)\n`,
				main: `${main}\n\nfrom jobs import Box\n\n\nasync def other():\n    return Box().value\n`,
			},
		],
		[
			'to a method that overrides one',
			{
				jobs: `${load}\n\nclass Base:\n    def run(self):\n        pass\n\n\nclass Box(Base):\n    def run(self):\n        return load(1)\n`,
				main: 'from jobs import Box\n\n\nasync def main():\n    Box().run()\n',
			},
		],
		[
			'to a method that a subclass overrides',
			{
				jobs: `${load}\n\nclass Box:\n    def run(self):\n        return load(1)\n`,
				child: 'from jobs import Box\n\n\nclass Child(Box):\n    def run(self):\n        pass\n',
				main: 'from jobs import Box\n\n\nasync def main():\n    Box().run()\n',
			},
		],
		[
			'to a method of a class that a library may know',
			{
				jobs: `${load}\n\nfrom library import Plugin\n\n\nclass Box(Plugin):\n    def run(self):\n        return load(1)\n`,
				main: 'from jobs import Box\n\n\nasync def main():\n    Box().run()\n',
			},
		],
		['where it is called in a lambda', { jobs: load, main: `${main}\n\nasync def other(keys):\n    return sorted(keys, key=lambda key: load(key))\n` }],
		['where it is called in a generator expression', { jobs: load, main: `${main}\n\nasync def other(keys):\n    return sum(load(key) for key in keys)\n` }],
		['where it is passed to something unknown', { jobs: load, main: `${main}\n\nregister(load)\n` }],
		['where it has another name', { jobs: load, main: 'from jobs import load as fetch, load\n\n\nasync def main():\n    load(1)\n' }],
		[
			'to a function with a decorator',
			{ jobs: `${work}import functools\n\n\n@functools.lru_cache\ndef load(key):\n    return asyncio.run(work(key))\n`, main },
		],
		[
			'to a function that is defined twice',
			{
				jobs: `${work}try:\n    import uvloop\nexcept ImportError:\n    def load(key):\n        return asyncio.run(work(key))\nelse:\n    def load(key):\n        return asyncio.run(work(key))\n`,
				main,
			},
		],
		['where the loop runs for ever', { jobs: `${work}def load(key):\n    loop = asyncio.new_event_loop()\n    loop.run_forever()\n`, main }],
		['to a callback of the loop', { jobs: load, main: `import asyncio\n${main}\n\nasync def other():\n    asyncio.get_running_loop().call_soon(load, 1)\n` }],
		[
			'where somebody may call the method of a thing that is not known',
			{
				jobs: `${load}\n\nclass Box:\n    def run(self):\n        return load(1)\n`,
				main: 'from jobs import Box\n\n\nasync def main():\n    Box().run()\n\n\ndef other(box):\n    box.run()\n',
			},
		],
	])('%s', (_, files) => {
		expect(offered(project(files))?.title).toBeUndefined();
	});
});
