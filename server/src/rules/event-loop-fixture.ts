import { type FixtureDecorator, fixtureOf } from '../project/fixtures.ts';
import type { ProjectModel } from '../project/project.ts';
import type { TestConfig } from '../project/test-config.ts';
import { deleteStatement, fixOf, replaceNode, replaceRange } from '../rule-kit/edits.ts';
import type { DocumentEdit, Fix } from '../rule-kit/finding.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { isPytestTest, usesPytestAsyncio } from '../rule-kit/pytest.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { setTestOptions, settingsFileName } from '../rule-kit/test-settings-edits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel, Parameter } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'event-loop-fixture',
	category: 'tests',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'The `event_loop` fixture, which pytest-asyncio 1.0 removed',
	why: `pytest-asyncio had a fixture \`event_loop\`: tests asked for it to get at their loop, and projects overrode it to share one loop among several tests. Overriding it was deprecated in 0.22 and 0.23, and with **1.0 (2025-05-26) the fixture is gone**. A test that asks for it ends in \`fixture 'event_loop' not found\`. A project's own fixture of that name is now a fixture like any other: it makes a loop on which no test runs, so that whatever is built on it belongs to another loop.

Inside an async test or fixture, \`asyncio.get_running_loop()\` gives the loop. To share a loop, say \`loop_scope="session"\` in the mark and the fixtures, or set \`asyncio_default_fixture_loop_scope\` and \`asyncio_default_test_loop_scope\` in pytest's configuration.`,
	messages: {
		asked: "pytest-asyncio 1.0 removed the event_loop fixture: fixture 'event_loop' not found; use asyncio.get_running_loop()",
		overridden: 'pytest-asyncio 1.0 and later ignores this fixture: tests run on another loop than the one it makes; choose a loop scope instead',
	},
	examples: [
		{
			bad: `import asyncio

import pytest


@pytest.fixture(scope="session")
def event_loop():
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.mark.asyncio
async def test_runs():
    await asyncio.sleep(0)
`,
			good: `import asyncio

import pytest


@pytest.mark.asyncio(loop_scope="session")
async def test_runs():
    await asyncio.sleep(0)
`,
		},
	],
	on: {
		function(model, { file, project, report }) {
			const asked = model.parameters.find((one) => one.name === 'event_loop');
			const fixture = fixtureOf(model, file);
			if (!asked && fixture?.name !== 'event_loop') return;
			const config = project.testConfig(file.path);
			const certainty = sinceRemoval(config, file);
			if (!certainty) return;
			const severity = certainty === 'certain' ? undefined : ('warning' as const);
			if (fixture?.name === 'event_loop') {
				// Defined under a condition: for the releases that want it.
				if (model.node.closest('if_statement', 'try_statement')) return;
				report({ at: model.nameNode, message: 'overridden', severity, fixes: () => removals(model, fixture, config, file) });
			} else if (asked && (fixture || isPytestTest(model, file, config)) && !isDefinedNear(file, project, config)) {
				report({ at: asked.node, message: 'asked', severity, fixes: () => [useRunningLoop(model, asked, file)] });
			}
		},
	},
});

/** Whether the plugin in use is one without the fixture; undefined when it is none or an old one. */
function sinceRemoval(config: TestConfig, file: FileModel): 'certain' | 'possible' | undefined {
	const evidence = usesPytestAsyncio(file, config);
	if ((!evidence && config.declaresDependencies) || config.hasOtherPlugin) return undefined;
	const without = config.pytestAsyncio.filter((release) => !release.startsWith('0.'));
	if (without.length === 0) return undefined;
	return evidence === 'declared' && without.length === config.pytestAsyncio.length ? 'certain' : 'possible';
}

/** Whether the project has a fixture of that name for the file, or a plugin that may. */
function isDefinedNear(file: FileModel, project: ProjectModel, { conftests }: TestConfig): boolean {
	const defines = (one: FileModel | undefined) =>
		!one || one.isMentioned('pytest_plugins') || one.moduleBindings('event_loop').length > 0 || one.starImports.length > 0 || definesByName(one);
	return defines(file) || conftests.some((path) => defines(project.file(path)));
}

/** `@pytest.fixture(name="event_loop")` */
function definesByName(file: FileModel): boolean {
	return file.mentions('fixture').some((node) => /name\s*=\s*["']event_loop["']/.test(node.closest('decorator')?.text ?? ''));
}

function removals(model: FunctionModel, { node, scope }: FixtureDecorator, config: TestConfig, file: FileModel): (Fix | undefined)[] {
	const definition = model.node.parent?.kind === 'decorated_definition' ? model.node.parent : model.node;
	const removed = withBlankLines(deleteStatement(definition, file), file);
	const imports = importsOnlyIn(definition, file);
	const scopes =
		scope === 'unknown' || scope === 'function'
			? undefined
			: setTestOptions(config, { asyncio_default_fixture_loop_scope: scope, asyncio_default_test_loop_scope: scope });
	// Whoever still asks for it would then find none.
	const isAskedFor = file.mentions('event_loop').some((one) => !one.isInside(definition));
	if (node.closest('class_definition') || isAskedFor) return [];
	return [
		scopes && fixOf(`Delete it, and share one loop per ${scope} in ${settingsFileName(config)}`, 'unsafe', removed, imports, scopes),
		fixOf('Delete it', 'unsafe', removed, imports),
	];
}

/** Takes the blank lines below away too. */
function withBlankLines(edits: DocumentEdit[] | undefined, file: FileModel): DocumentEdit[] | undefined {
	return edits?.map((edit) => {
		const blank = /^(?:[ \t]*\r?\n)*/.exec(file.source.text.slice(edit.range.end))?.[0].length ?? 0;
		return { ...edit, range: { start: edit.range.start, end: edit.range.end + blank } };
	});
}

/** Edits for imports that nothing needs once a definition is gone. */
function importsOnlyIn(definition: SyntaxNode, file: FileModel): DocumentEdit[] {
	const names = new Map<string, SyntaxNode>();
	for (const node of definition.descendants()) if (node.kind === 'identifier' && node.parent?.field('attribute') !== node) names.set(node.text, node);
	return [...names.values()].flatMap((name) => unusedImportEdits(name, [definition], file));
}

/** Takes the parameter away and asks for the loop where it is used. Unsafe: with another fixture of that name this would be another loop. */
function useRunningLoop(model: FunctionModel, asked: Parameter, file: FileModel): Fix | undefined {
	const uses = file.mentions('event_loop').filter((node) => node.isInside(model.body));
	const isPlainUse = (node: SyntaxNode) =>
		file.functionOf(node) === model && !(node.parent?.kind === 'attribute' && node.fieldName === 'attribute') && node.parent?.kind !== 'keyword_argument';
	const isRun = (node: SyntaxNode) => node.parent?.kind === 'attribute' && /^(run_|close$|stop$)/.test(node.parent.field('attribute')?.text ?? '');
	if (!model.isAsync || !uses.every((node) => isPlainUse(node) && !isRun(node))) return undefined;
	const loop = uses.length > 0 ? reference('asyncio', 'get_running_loop', model.body, file) : undefined;
	if (uses.length > 0 && !loop) return undefined;
	const whole = asked.node.closest('typed_parameter', 'default_parameter', 'typed_default_parameter') ?? asked.node;
	const list = whole.parent?.children ?? [];
	const index = list.indexOf(whole);
	const [previous, next] = [list[index - 1], list[index + 1]];
	const range = next ? { start: whole.start, end: next.start } : previous ? { start: previous.end, end: whole.end } : whole;
	return fixOf(
		'Use asyncio.get_running_loop()',
		'unsafe',
		[replaceRange(file, range, '')],
		uses.map((node) => replaceNode(node, `${loop?.text}()`)),
		loop?.edits ?? [],
	);
}
