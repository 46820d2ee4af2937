import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkJson, folderWith, run } from './run.ts';

const main = `import asyncio
import sys

from jobs import Jobs


async def main():
    await Jobs().run()


def start():
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    loop = asyncio.get_event_loop()
    try:
        loop.run_until_complete(main())
    finally:
        loop.close()


if __name__ == "__main__":
    start()
`;
const jobs = `import asyncio


class Jobs:
    def __init__(self):
        self.lock = asyncio.Lock(loop=asyncio.get_event_loop())

    async def run(self):
        async with self.lock:
            await rest(0)
        print(asyncio.iscoroutinefunction(rest))


@asyncio.coroutine
def rest(seconds):
    # Waits.
    yield from asyncio.sleep(seconds)
`;
const kept = `import asyncio


def current():
    return asyncio.get_event_loop()


print(current())
`;
const pyproject = (range: string) => `[project]\nname = "jobs"\nrequires-python = "${range}"\n`;
const everything = ['--select', 'versions,implicit-event-loop', '--target-version', '3.16'];
const migrated = jobs
	.replace('import asyncio\n', 'import asyncio\nimport inspect\n')
	.replace('loop=asyncio.get_event_loop()', '')
	.replace('asyncio.iscoroutinefunction', 'inspect.iscoroutinefunction')
	.replace('@asyncio.coroutine\ndef', 'async def')
	.replace('yield from', 'await');

test.each([
	[
		'>=3.8',
		`    if sys.version_info >= (3, 12):
        asyncio.run(main(), loop_factory=asyncio.SelectorEventLoop if sys.platform == "win32" else None)
    else:
        if sys.platform == "win32":
            asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
        asyncio.run(main())
`,
	],
	[
		'>=3.11',
		`    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop if sys.platform == "win32" else None) as runner:
        runner.run(main())
`,
	],
	['>=3.12,<3.14', '    asyncio.run(main(), loop_factory=asyncio.SelectorEventLoop if sys.platform == "win32" else None)\n'],
])('a project of %s is brought to newer versions, and still runs on its oldest', (range, started) => {
	const cwd = folderWith({ 'pyproject.toml': pyproject(range), 'main.py': main, 'jobs.py': jobs });
	const { changes, byHand, findings } = checkJson(cwd, ['--fix', '--unsafe-fixes', ...everything, '.']);
	expect(readFileSync(join(cwd, 'jobs.py'), 'utf8')).toBe(migrated);
	expect(readFileSync(join(cwd, 'main.py'), 'utf8')).toBe(main.replace(/ {4}if sys[\s\S]*?loop\.close\(\)\n/, started));
	expect(findings).toEqual([]);
	expect(byHand).toEqual([]);
	expect(changes?.map(({ path, rule, count }) => `${path} ${rule} ${count}`)).toEqual([
		'jobs.py removed-asyncio-api 1',
		'jobs.py removed-asyncio-api 1',
		'jobs.py removed-loop-argument 1',
		'main.py event-loop-policy 1',
		'main.py implicit-event-loop 1',
	]);
	expect(checkJson(cwd, ['--fix', '--unsafe-fixes', ...everything, '.'])).toMatchObject({ changes: [], findings: [] });
});

test('without a target the declared versions are all that counts', () => {
	const cwd = folderWith({ 'pyproject.toml': pyproject('>=3.8,<3.10'), 'a.py': kept });
	const found = (...more: string[]) => checkJson(cwd, ['--select', 'versions,implicit-event-loop', ...more, 'a.py']).findings;
	expect(found()).toMatchObject([{ severity: 'hint' }]);
	expect(found('--target-version', '3.14')).toMatchObject([{ severity: 'error', message: expect.stringContaining('RuntimeError on 3.14') }]);
	expect(run(['check', '--target-version', '4', 'a.py'], { cwd })).toMatchObject({ status: 2, stderr: expect.stringContaining('--target-version: "4"') });
});

test('safe changes alone, and a summary of what was changed and what is left', () => {
	const cwd = folderWith({ 'pyproject.toml': pyproject('>=3.10'), 'main.py': main, 'jobs.py': jobs, 'kept.py': kept });
	const { stdout, status } = run(['check', '--fix', ...everything, '.'], { cwd });
	expect(readFileSync(join(cwd, 'main.py'), 'utf8')).toBe(main);
	expect(stdout).toContain('Changed:\n  jobs.py\n    removed-loop-argument: Leave loop= out\n\n');
	const left = stdout.slice(stdout.indexOf('Left for a person:')).split('\n');
	expect(left[1]).toMatch(/^ {2}jobs\.py:11:15 removed-asyncio-api: the fix "Use inspect\.iscoroutinefunction\(\)" may change what the code does/);
	expect(left).toContainEqual(
		expect.stringMatching(/^ {2}kept\.py:5:12 implicit-event-loop: the loop is given to every caller: decide who makes and closes it/),
	);
	expect(status).toBe(1);
});
