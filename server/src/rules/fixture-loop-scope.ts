import { type FixtureDecorator, type FoundFixture, fixtureOf } from '../project/fixtures.ts';
import type { LoopScope, TestConfig } from '../project/test-config.ts';
import { fixOf, insertAt } from '../rule-kit/edits.ts';
import type { DocumentEdit, Fix } from '../rule-kit/finding.ts';
import { asyncFixturesOf, isLoopBound, loopOfFixture, loopOfTest } from '../rule-kit/fixture-loops.ts';
import { isPytestTest, marksOf, mayRunUnmarked, usesPytestAsyncio } from '../rule-kit/pytest.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { setTestOptions, settingsFileName } from '../rule-kit/test-settings-edits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';

export default defineRule({
	name: 'fixture-loop-scope',
	category: 'tests',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'A test that uses what a fixture made on another event loop',
	why: `pytest-asyncio gives every test function a loop of its own. An async fixture with a wider \`scope\` runs on a loop of that scope: it lives as long as the fixture's value. A connection, future, task or lock made there belongs to that loop. Used from a test, or from a fixture that runs on another loop, it fails with \`RuntimeError: Task ... got Future ... attached to a different loop\`, or waits for ever, because nobody runs the fixture's loop while the test waits.

Let both run on one loop: \`@pytest.mark.asyncio(loop_scope="session")\` on the tests, or \`asyncio_default_test_loop_scope = "session"\` in pytest's configuration (pytest-asyncio 0.26+).`,
	messages: {
		differs:
			'What the fixture {fixture} makes belongs to the loop of the {fixtureScope}, and {name}() runs on the loop of the {testScope}: awaiting it raises "attached to a different loop" or hangs',
	},
	examples: [
		{
			bad: `import asyncio

import pytest
import pytest_asyncio


@pytest_asyncio.fixture(scope="module")
async def ready():
    return asyncio.get_running_loop().create_future()


@pytest.mark.asyncio
async def test_ready(ready):
    asyncio.get_running_loop().call_later(0.05, ready.set_result, 1)
    assert await ready == 1
`,
			good: `import asyncio

import pytest
import pytest_asyncio


@pytest_asyncio.fixture(scope="module")
async def ready():
    return asyncio.get_running_loop().create_future()


@pytest.mark.asyncio(loop_scope="module")
async def test_ready(ready):
    asyncio.get_running_loop().call_later(0.05, ready.set_result, 1)
    assert await ready == 1
`,
		},
	],
	on: {
		function(model, { file, project, report }) {
			if (!model.isAsync) return;
			const config = project.testConfig(file.path);
			const own = fixtureOf(model, file);
			if (own ? isPlain(own, config) : !isPytestTest(model, file, config)) return;
			if (!usesPytestAsyncio(file, config) || !hasLoopScopes(config)) return;
			if (config.asyncioMode !== 'auto' && mayRunUnmarked(file, project, config)) return;
			const scope = own ? loopOfFixture(own, config) : loopOfTest(model, file, config);
			if (!scope) return;
			for (const fixture of asyncFixturesOf(model, file, project, config)) {
				const fixtureScope = loopOfFixture(fixture.decorator, config);
				if (!fixtureScope || fixtureScope === scope || isPlain(fixture.decorator, config) || overridesLoop(file, fixture) || !isLoopBound(fixture)) continue;
				const data = { fixture: fixture.decorator.name, fixtureScope, testScope: scope, name: model.name };
				const related = [{ at: fixture.model.nameNode, message: 'made here' }];
				const fixes = () => (own ? [allOnLoopOf(fixtureScope, config)] : fixesFor(model, fixtureScope, config, file));
				report({ at: model.nameNode, message: 'differs', data, related, fixes });
				return;
			}
		},
	},
});

/** Whether pytest-asyncio leaves a fixture to pytest. */
function isPlain({ plugin }: FixtureDecorator, { asyncioMode }: TestConfig): boolean {
	return plugin === 'pytest' && asyncioMode !== 'auto';
}

/** Releases before 0.24 have one loop for all, which the event_loop fixture decides on. */
function hasLoopScopes({ pytestAsyncio }: TestConfig): boolean {
	return pytestAsyncio.some((release) => !/^0\.(\d|1\d|2[0-3])(\.|$)/.test(release));
}

function overridesLoop(file: FileModel, fixture: FoundFixture): boolean {
	return file.isMentioned('event_loop') || fixture.file.isMentioned('event_loop');
}

/** Unsafe: tests that share a loop see what others leave on it. */
function fixesFor(model: FunctionModel, scope: LoopScope, config: TestConfig, file: FileModel): (Fix | undefined)[] {
	const option = scope === 'package' || scope === 'class' ? undefined : setTestOptions(config, { asyncio_default_test_loop_scope: scope });
	return [
		fixOf(`Run the test on the loop of the ${scope}`, 'unsafe', inMark(model, scope, file)),
		fixOf(`Run all tests on the loop of the ${scope}, in ${settingsFileName(config)}`, 'unsafe', option),
	];
}

/** A fixture's loop is that of whoever uses what it makes, so all of them change together. */
function allOnLoopOf(scope: LoopScope, config: TestConfig): Fix | undefined {
	const option =
		scope === 'package' || scope === 'class'
			? undefined
			: setTestOptions(config, { asyncio_default_fixture_loop_scope: scope, asyncio_default_test_loop_scope: scope });
	return fixOf(`Run all fixtures and tests on the loop of the ${scope}, in ${settingsFileName(config)}`, 'unsafe', option);
}

function inMark(model: FunctionModel, scope: LoopScope, file: FileModel): DocumentEdit[] | undefined {
	const mark = marksOf(model, file).named.find(({ name, node }) => name === 'asyncio' && model.decorators.includes(node))?.node;
	if (!mark) return undefined;
	const list = mark.kind === 'call' ? mark.field('arguments') : undefined;
	if (!list) return [insertAt(mark, mark.end, `(loop_scope="${scope}")`)];
	return list.children.length === 0 ? [insertAt(mark, list.end - 1, `loop_scope="${scope}"`)] : undefined;
}
