import { fixOf, indentationAt, insertAt, lineEnding } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { isPytestTest, isRunnerMark, marksOf, mayRunUnmarked, usesPytestAsyncio } from '../rule-kit/pytest.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { setTestOptions, settingsFileName } from '../rule-kit/test-settings-edits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';

export default defineRule({
	name: 'unmarked-async-test',
	category: 'tests',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: 'An async test without a mark, which pytest cannot run',
	why: `pytest itself cannot run an \`async def\` test: it needs a plugin. pytest-asyncio works in **strict mode** unless the project chooses another, and then takes only tests that carry \`@pytest.mark.asyncio\`. All others are left to pytest, which since 8.4 fails them with \`async def functions are not natively supported.\`, and before skipped them with a warning, so that they tested nothing.

Mark the test (or the class, or the module with \`pytestmark = pytest.mark.asyncio\`), or set \`asyncio_mode = "auto"\` in pytest's configuration, which marks every async test.`,
	messages: {
		unmarked: '{name}() carries no @pytest.mark.asyncio, and in strict mode pytest-asyncio leaves it alone: pytest 8.4 and later fails it, older ones skip it',
	},
	examples: [
		{
			bad: `import asyncio

import pytest


@pytest.mark.asyncio
async def test_opens():
    await asyncio.sleep(0)


async def test_closes():
    await asyncio.sleep(0)
`,
			good: `import asyncio

import pytest


@pytest.mark.asyncio
async def test_opens():
    await asyncio.sleep(0)


@pytest.mark.asyncio
async def test_closes():
    await asyncio.sleep(0)
`,
		},
	],
	on: {
		function(model, { file, project, report }) {
			if (!model.isAsync || !/^test/.test(model.name)) return;
			const config = project.testConfig(file.path);
			if (!isPytestTest(model, file, config) || mayRunUnmarked(file, project, config)) return;
			const marks = marksOf(model, file);
			if (!marks.isAll || marks.named.some(({ name }) => isRunnerMark(name) || name === 'skip')) return;
			const evidence = usesPytestAsyncio(file, config);
			// A project that names its dependencies, and this plugin not among them, may run its tests in another way.
			if (!evidence && config.declaresDependencies) return;
			const fixes = () => [
				markIt(model, file),
				fixOf(`Set asyncio_mode = auto in ${settingsFileName(config)}`, 'unsafe', setTestOptions(config, { asyncio_mode: 'auto' })),
			];
			report({ at: model.nameNode, message: 'unmarked', data: { name: model.name }, severity: evidence === 'declared' ? undefined : 'warning', fixes });
		},
	},
});

/** Safe: the test never ran, and now does. */
function markIt(model: FunctionModel, file: FileModel): Fix | undefined {
	const mark = reference('pytest', 'mark', model.node, file);
	const line = `@${mark?.text}.asyncio${lineEnding(model.node)}${indentationAt(model.node)}`;
	return mark && fixOf('Mark it with @pytest.mark.asyncio', 'safe', [insertAt(model.node, model.node.start, line)], mark.edits);
}
