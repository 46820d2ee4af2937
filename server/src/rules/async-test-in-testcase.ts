import { fixOf, insertAt, replaceNode } from '../rule-kit/edits.ts';
import type { DocumentEdit, Fix } from '../rule-kit/finding.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type TestCase, testCaseOf } from '../rule-kit/unittest.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';

/** Methods that unittest calls, with what IsolatedAsyncioTestCase awaits in their place; it has nothing for the class's own. */
const calledByUnittest: Readonly<Record<string, string | undefined>> = {
	setUp: 'asyncSetUp',
	tearDown: 'asyncTearDown',
	setUpClass: undefined,
	tearDownClass: undefined,
};

export default defineRule({
	name: 'async-test-in-testcase',
	category: 'tests',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: 'An async test in a plain `unittest.TestCase`, which never runs',
	why: `\`unittest.TestCase\` calls its test methods and drops what they return. Of an \`async def\` that is a coroutine that nobody awaits, so no line of the test runs, and it **passes** whatever the code does. All there is to see is \`RuntimeWarning: coroutine 'test_...' was never awaited\`; since Python 3.11 also \`DeprecationWarning: It is deprecated to return a value that is not None from a test case\`. An async \`setUp\` or \`tearDown\` is lost in the same way.

\`unittest.IsolatedAsyncioTestCase\` (3.8+) runs each async test on a loop of its own. Its async hooks are \`asyncSetUp\` and \`asyncTearDown\`: it too calls \`setUp\` without awaiting.`,
	messages: {
		test: 'unittest.TestCase calls {name}() and never awaits it: no line of the test runs, and it passes; derive from unittest.IsolatedAsyncioTestCase',
		hook: '{name}() is called and never awaited, so nothing in it happens; unittest.IsolatedAsyncioTestCase awaits {hook}()',
		classHook: '{name}() is called and never awaited, so nothing in it happens; unittest has no async form of it',
	},
	examples: [
		{
			bad: `import asyncio
import unittest


class StampTest(unittest.TestCase):
    async def test_value(self):
        await asyncio.sleep(0)
        self.assertEqual(80, 81)
`,
			good: `import asyncio
import unittest


class StampTest(unittest.IsolatedAsyncioTestCase):
    async def test_value(self):
        await asyncio.sleep(0)
        self.assertEqual(80, 80)
`,
		},
	],
	on: {
		function(model, { file, report }) {
			const owner = model.class;
			if (!model.isAsync || !owner || !hasOnlyKnownDecorators(model, file)) return;
			const isHook = model.name in calledByUnittest;
			if (!isHook && !/^test/.test(model.name)) return;
			const found = testCaseOf(owner, file);
			if (!found || (found.isAsync && !isHook)) return;
			const data = { name: model.name };
			const at = model.nameNode;
			const fixes = () => [mend(owner, found, file)];
			const hook = calledByUnittest[model.name];
			if (!isHook) report({ at, message: 'test', data, fixes });
			else if (hook) report({ at, message: 'hook', data: { ...data, hook }, fixes });
			else report({ at, message: 'classHook', data });
		},
	},
});

function hasOnlyKnownDecorators(model: FunctionModel, file: FileModel): boolean {
	return model.decorators.every((node) =>
		/^(?:builtins\.classmethod|unittest\.(?:mock\.patch(?:\.\w+)?|skip\w*|expectedFailure))$/.test(
			file.qualifiedName((node.kind === 'call' ? node.field('function') : node) ?? node) ?? '',
		),
	);
}

/** Safe: what never ran now does. One fix for the whole class, since one base and one set of hooks serve all its tests. */
function mend(owner: ClassModel, found: TestCase, file: FileModel): Fix | undefined {
	const renames: DocumentEdit[] = [];
	for (const [name, hook] of Object.entries(calledByUnittest)) {
		for (const { function: method } of owner.scope.bindings.get(name) ?? []) {
			if (!method?.isAsync || !hook) continue;
			renames.push(replaceNode(method.nameNode, hook));
			for (const call of method.calls) {
				const { callee } = call;
				const attribute = callee.field('attribute');
				if (callee.kind === 'attribute' && attribute?.text === name && callee.field('object')?.text === 'super()') {
					// What the base does there stays synchronous unless it is awaited here.
					if (!call.isAwaited) return undefined;
					renames.push(replaceNode(attribute, hook));
				}
			}
		}
	}
	if (found.isAsync) return fixOf('Use the hooks that are awaited', 'safe', renames);
	return fixOf('Derive from unittest.IsolatedAsyncioTestCase', 'safe', otherBase(owner, found, file), renames);
}

/** Puts the async class in the place of `unittest.TestCase`, or behind a base that derives from that. */
function otherBase(owner: ClassModel, found: TestCase, file: FileModel): readonly DocumentEdit[] | undefined {
	const wanted = reference('unittest', 'IsolatedAsyncioTestCase', owner.node, file);
	if (!wanted || found.base.file !== owner.node.file) return undefined;
	if (found.isDirect) return [replaceNode(found.base, wanted.text), ...wanted.edits, ...unusedImportEdits(found.base, [found.base], file, wanted)];
	return [insertAt(found.base, found.base.end, `, ${wanted.text}`), ...wanted.edits];
}
