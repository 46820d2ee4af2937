import { fixOf, replaceRange } from '../rule-kit/edits.ts';
import type { DocumentEdit, Fix } from '../rule-kit/finding.ts';
import { isStub, mayBeOverride } from '../rule-kit/overrides.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { isSuspension, ownNodes } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'unused-async',
	category: 'style',
	severity: 'off',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['RUF029', 'ASYNC124', 'S7503'],
	summary: 'An `async def` that awaits nothing',
	why: `A function without \`await\`, \`async for\` or \`async with\` gains nothing from being a coroutine: it runs from start to end without letting other tasks run, yet all its callers must be asynchronous and must not forget an \`await\`. A plain \`def\` can be called from everywhere.

Where a framework or a base class demands a coroutine, \`async def\` is right; so this is off unless it is turned on, and silent for methods that override, for decorated functions, tests, and functions that are handed on.`,
	messages: { plain: '{name}() awaits nothing; a plain def can be called without await' },
	examples: [
		{
			bad: `import asyncio


async def layout(lines):
    return [line.strip() for line in lines]


async def main():
    await asyncio.sleep(1)
    print(await layout([" a "]))
`,
			good: `import asyncio


def layout(lines):
    return [line.strip() for line in lines]


async def main():
    await asyncio.sleep(1)
    print(layout([" a "]))
`,
		},
	],
	on: {
		function(model, { file, report }) {
			if (!model.isAsync || model.isGenerator || model.decorators.length > 0 || isStub(model) || mayBeOverride(model, file) || isCalledByName(model)) return;
			if (ownNodes(model.body).some((node) => isSuspension(node) || node.kind === 'ERROR' || usesLoop(node, file)) || isHandedOn(model, file)) return;
			report({ at: model.nameNode, message: 'plain', data: { name: model.name }, fixes: () => [makePlain(model, file)] });
		},
	},
});

/** Tests and handlers, which somebody looks up by their name. */
function isCalledByName({ name }: FunctionModel): boolean {
	return /^(test|on_|handle|async_|asyncSetUp|asyncTearDown|lifespan|main$|setup$|teardown$)/.test(name);
}

/** What asyncio does may need the running loop, without being awaited. */
function usesLoop(node: SyntaxNode, file: FileModel): boolean {
	return node.kind === 'attribute' || node.kind === 'identifier' ? /^asyncio\./.test(file.qualifiedName(node) ?? '') : false;
}

/** Mentions of the function beside its definition: the name, or the whole attribute. */
function usesOf(model: FunctionModel, file: FileModel): SyntaxNode[] {
	return file
		.mentions(model.name)
		.filter((use) => use !== model.nameNode)
		.map((use) => (use.parent?.kind === 'attribute' && use.fieldName === 'attribute' ? use.parent : use));
}

/** Whether it is given to something that may want a coroutine function, or its coroutine to something that wants one. What nobody here calls may stand in for something else, too. */
function isHandedOn(model: FunctionModel, file: FileModel): boolean {
	const uses = usesOf(model, file);
	if (!uses.some((use) => file.functionNamed(use) === model)) return true;
	return uses.some((use) => {
		const call = use.parent?.kind === 'call' && use.fieldName === 'function' ? use.parent : undefined;
		return !call || withParentheses(call).parent?.kind !== 'await';
	});
}

/** Unsafe: callers in other files still await it. */
function makePlain(model: FunctionModel, file: FileModel): Fix | undefined {
	const definition = model.node.token('async');
	const keyword = model.node.token('def');
	const edits: DocumentEdit[] = [];
	for (const use of usesOf(model, file)) {
		const awaited = use.parent ? withParentheses(use.parent).parent : undefined;
		if (awaited?.kind !== 'await' || !awaited.children[0] || file.functionNamed(use) !== model) return undefined;
		edits.push(replaceRange(file, { start: awaited.start, end: awaited.children[0].start }, ''));
	}
	return (
		definition &&
		keyword &&
		fixOf('Make it a plain function, and do not await it', 'unsafe', [replaceRange(file, { start: definition.start, end: keyword.start }, '')], edits)
	);
}
