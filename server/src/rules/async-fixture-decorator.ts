import { fixtureOf } from '../project/fixtures.ts';
import { fixOf, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { mayRunUnmarked, seesAsyncioMark, usesPytestAsyncio } from '../rule-kit/pytest.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { setTestOptions, settingsFileName } from '../rule-kit/test-settings-edits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'async-fixture-decorator',
	category: 'tests',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: 'An async fixture made with `@pytest.fixture`, which nobody awaits',
	why: `\`@pytest.fixture\` calls the function and hands over what it returns: of an \`async def\` that is a coroutine, or an async generator where it has a \`yield\`. In strict mode, the default, pytest-asyncio leaves such a fixture alone. The test gets the coroutine in place of the value (\`AttributeError: 'coroutine' object has no attribute ...\`), setup and cleanup never run. pytest-asyncio 2.0 refuses it with a \`UsageError\`.

Decorate it with \`@pytest_asyncio.fixture\`, or set \`asyncio_mode = "auto"\`, which takes over plain async fixtures too.`,
	messages: {
		plain: 'In strict mode nobody awaits this async fixture: tests get a coroutine or async generator in place of its value; use @pytest_asyncio.fixture',
	},
	examples: [
		{
			bad: `import asyncio

import pytest


@pytest.fixture
async def pond():
    await asyncio.sleep(0)
    return ["duck"]


@pytest.mark.asyncio
async def test_ducks(pond):
    assert pond == ["duck"]
`,
			good: `import asyncio

import pytest
import pytest_asyncio


@pytest_asyncio.fixture
async def pond():
    await asyncio.sleep(0)
    return ["duck"]


@pytest.mark.asyncio
async def test_ducks(pond):
    assert pond == ["duck"]
`,
		},
	],
	on: {
		function(model, { file, project, report }) {
			if (!model.isAsync || model.decorators.length !== 1) return;
			const fixture = fixtureOf(model, file);
			if (fixture?.plugin !== 'pytest') return;
			const config = project.testConfig(file.path);
			if (mayRunUnmarked(file, project, config) || file.isMentioned('anyio')) return;
			const evidence = usesPytestAsyncio(file, config);
			// Where anyio's plugin may be at work, only a file that uses pytest-asyncio itself is known to be its.
			if (!evidence || (evidence === 'declared' && project.dependencies(file.path).has('anyio') && !seesAsyncioMark(file))) return;
			const fixes = () => [
				decorateIt(fixture.callee, file),
				fixOf(`Set asyncio_mode = auto in ${settingsFileName(config)}`, 'unsafe', setTestOptions(config, { asyncio_mode: 'auto' })),
			];
			report({ at: model.nameNode, message: 'plain', severity: evidence === 'declared' ? undefined : 'warning', fixes });
		},
	},
});

/** Safe: its users got a coroutine that was never awaited, and now get its value. */
function decorateIt(callee: SyntaxNode, file: FileModel): Fix | undefined {
	const fixture = reference('pytest_asyncio', 'fixture', callee, file);
	return (
		fixture &&
		fixOf('Use @pytest_asyncio.fixture', 'safe', [replaceNode(callee, fixture.text)], fixture.edits, unusedImportEdits(callee, [callee], file, fixture))
	);
}
