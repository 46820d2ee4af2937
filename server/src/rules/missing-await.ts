import { givesCoroutine } from '../project/decorated.ts';
import type { ProjectModel } from '../project/project.ts';
import { coroutineArguments } from '../rule-kit/coroutine-arguments.ts';
import { breaksPromise, declaredAwaitable, isDroppedInside, misuseOfAttribute, wrongTaker } from '../rule-kit/coroutine-uses.ts';
import { awaitableFrom, type CoroutineSource, coroutineFrom, type Misuse, misuseOf, misuseOfItems } from '../rule-kit/coroutines.ts';
import { awaitIt, canAwait, fixOf, insertAt } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { futureMisuse } from '../rule-kit/future-uses.ts';
import { reference } from '../rule-kit/imports.ts';
import { misuseOfVariable, secondAwait } from '../rule-kit/kept-coroutines.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type CallSite, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'missing-await',
	category: 'forgotten-await',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: ['reportUnusedCoroutine', 'unused-coroutine'],
	yieldsTo: ['called-too-early', 'wrong-with', 'wrong-for', 'gather-argument'],
	summary: 'A coroutine is made and never awaited',
	why: `Calling an \`async def\` function runs nothing. It makes a coroutine object, and the body runs only when that is awaited or given to a task. Python says so late and elsewhere: \`RuntimeWarning: coroutine 'x' was never awaited\` when the object is thrown away.

A coroutine that is used as if it were the result is worse than one that is dropped. It is always true in a test, so \`if is_allowed(user):\` lets everybody in. It is equal to nothing but itself. It prints as \`<coroutine object ...>\`, and has neither attributes nor items of the result: \`AttributeError: 'coroutine' object has no attribute 'x'\`, \`TypeError: 'coroutine' object is not subscriptable\`.

The function's name alone is no coroutine either: \`asyncio.run(main)\` raises \`ValueError: a coroutine was expected\`, from Python 3.14 on \`TypeError\`.

Await the call. To let it run beside the code that follows, make a task of it and keep the task: \`task = asyncio.create_task(f())\`. This is the same on every Python version.`,
	messages: {
		dropped: '{call} makes a coroutine that is never awaited, so it does not run',
		unused: '{call} makes a coroutine, but nothing awaits "{name}", so it does not run',
		printed: '{call} is not awaited: this passes on the coroutine object, not its result',
		formatted: '{call} is not awaited: this formats the coroutine object, not its result',
		tested: '{call} is not awaited: a coroutine is always true, so this test decides nothing',
		compared: '{call} is not awaited: this compares the coroutine object, not its result',
		attribute: "{call} is not awaited: AttributeError, a coroutine has no attribute '{name}'",
		subscript: "{call} is not awaited: TypeError, 'coroutine' object is not subscriptable",
		calculated: '{call} is not awaited: TypeError, this calculates with the coroutine object, not its result',
		iterated: "{call} is not awaited: TypeError, 'coroutine' object is not iterable",
		unpacked: '{call} is not awaited: TypeError, a coroutine cannot be unpacked',
		passed: '{call} is not awaited: {function}() gets the coroutine object and uses it as if it were the result',
		promised: '{call} is not awaited: {function}() promises {type} and returns the coroutine object',
		uncalled: '{function} is passed without being called: {taker} needs the coroutine that {function}() makes, and raises {error}',
		future: '{call} is not awaited: it gives a future, which {use}: {error}',
		again: '{name} holds the coroutine of {call}, which was awaited above and can be awaited once: RuntimeError, cannot reuse already awaited coroutine',
		returned: '{call} is not awaited: whoever awaits {function}() gets a coroutine, not its result',
	},
	examples: [
		{
			bad: `import asyncio


async def is_member(name):
    await asyncio.sleep(0)
    return name == "ada"


async def enter(name):
    if is_member(name):
        print("welcome")


asyncio.run(enter("eve"))
`,
			good: `import asyncio


async def is_member(name):
    await asyncio.sleep(0)
    return name == "ada"


async def enter(name):
    if await is_member(name):
        print("welcome")


asyncio.run(enter("eve"))
`,
		},
	],
	on: {
		call(call, context) {
			const { file, project, report } = context;
			for (const { given, taker, error } of coroutineArguments(call, file, context.python)) {
				const passed = given.kind === 'lambda' ? undefined : file.functionNamed(given);
				if (!passed || !givesCoroutine(passed)) continue;
				report({ at: given, message: 'uncalled', data: { function: given.text, taker, error }, fixes: () => [callIt(given, passed)] });
			}
			if (call.isAwaited) return;
			const future = futureMisuse(call, file);
			if (future) {
				const data = { call: `${call.callee.text.replace(/\s+/g, ' ')}()`, use: future.use, error: future.error };
				const related = future.at === withParentheses(call.node) ? [] : [{ at: future.at, message: 'It is used here as if it were the result' }];
				return report({
					at: call.node,
					message: 'future',
					data,
					related,
					fixes: () => [canAwait(call.node, file) ? fixOf('Await it', 'unsafe', awaitIt(call.node)) : undefined],
				});
			}
			const misuse = misuseIn(call, file, project);
			const taker = misuse ? undefined : wrongTaker(call.node, file, project);
			const mayBreak = !misuse && !taker && withParentheses(call.node).parent?.kind === 'return_statement';
			const again = misuse || taker ? undefined : secondAwait(call.node, file);
			if (!misuse && !taker && !mayBreak && !again) return;
			if (again) {
				const made = coroutineFrom(call, file, project);
				const related = [{ at: call.node, message: 'The coroutine is made here' }];
				return made?.function?.isAsync && report({ at: again, message: 'again', data: { name: again.children[0]?.text ?? '', call: made.text }, related });
			}
			const source = coroutineFrom(call, file, project) ?? awaitableFrom(call, misuse, file) ?? declaredSource(call, misuse, file);
			if (!source) return;
			const { text }: CoroutineSource = source;
			if (taker) {
				const name = (taker.function.name === '__init__' && taker.function.class?.name) || taker.function.name;
				const related = [{ at: taker.use, message: `${name}() uses it here as if it were the result` }];
				return report({
					at: call.node,
					message: 'passed',
					data: { call: text, function: name },
					related,
					fixes: () => fixesFor(call, 'printed', source, file),
				});
			}
			if (!misuse) {
				if (!breaksPromise(call, source, project)) return;
				const data = { call: text, function: call.owner?.name ?? '', type: call.owner?.returnAnnotation?.text ?? '' };
				return report({ at: call.node, message: 'promised', data });
			}
			const name = nameFor(call, misuse, file);
			const data = { call: text, name, function: call.owner?.name ?? '' };
			const severity = 'isCertain' in source && !source.isCertain ? 'warning' : undefined;
			report({ at: call.node, message: misuse, severity, data, fixes: () => fixesFor(call, misuse, source, file) });
		},
	},
});

/** The attribute that a coroutine does not have, or the variable that nobody awaits. */
function nameFor(call: CallSite, misuse: Misuse, file: FileModel): string {
	const attributeOf = (node: SyntaxNode | undefined) =>
		node?.parent?.kind === 'attribute' && node.fieldName === 'object' ? node.parent.field('attribute')?.text : undefined;
	const target = call.node.closest('assignment')?.field('left');
	if (misuse !== 'attribute') return target?.text ?? '';
	const later = target?.kind === 'identifier' ? file.mentions(target.text, call.owner?.body).filter((use) => use.start > target.start) : [];
	return attributeOf(withParentheses(call.node)) ?? later.map(attributeOf).find((name) => name !== undefined) ?? target?.text ?? '';
}

function misuseIn(call: CallSite, file: FileModel, project: ProjectModel): Misuse | undefined {
	const { node } = call;
	return (
		misuseOf(node, file) ??
		(isDroppedInside(node) ? 'dropped' : undefined) ??
		misuseOfVariable(node, file) ??
		misuseOfItems(node, file) ??
		misuseOfAttribute(node, file, project) ??
		misuseOfReturn(call, file, project.resolve(call))
	);
}

/** A variable that holds an async function, by its annotation. Something awaitable may also be a task, which runs although nobody keeps it. */
function declaredSource(call: CallSite, misuse: Misuse | undefined, file: FileModel): (CoroutineSource & { readonly isCertain: boolean }) | undefined {
	const declared = misuse && declaredAwaitable(call.callee, file);
	if (!declared || misuse === 'unused') return undefined;
	return { function: undefined, text: `${call.callee.text.replace(/\s+/g, ' ')}()`, isCertain: declared === 'coroutine' };
}

/** Whether the object whose method is called belongs to an `async with` block that the `return` leaves: what awaits the coroutine later finds it closed. */
function isClosedOnReturn({ callee, node, owner }: CallSite, file: FileModel): boolean {
	const object = callee.kind === 'attribute' ? callee.field('object') : undefined;
	const bindings = object?.kind === 'identifier' ? file.reaching(object) : [];
	const [binding] = bindings;
	if (bindings.length !== 1 || binding?.kind !== 'with' || binding.scope.function !== owner) return false;
	const block = binding.node.closest('with_statement');
	return block?.hasToken('async') === true && node.isInside(block);
}

/** `return f()` where both functions promise the same type: then the result was meant. */
function misuseOfReturn(call: CallSite, file: FileModel, called: CoroutineSource['function']): Misuse | undefined {
	if (call.node.parent?.kind !== 'return_statement' || !call.owner?.isAsync) return undefined;
	if (isClosedOnReturn(call, file)) return 'returned';
	const promised = call.owner.returnAnnotation?.text;
	return promised !== undefined &&
		promised !== 'Any' &&
		called?.isAsync === true &&
		promised === called.returnAnnotation?.text &&
		!/Awaitable|Coroutine|Future|Task/.test(promised) &&
		file.functionOf(call.node) === call.owner
		? 'returned'
		: undefined;
}

function fixesFor(call: CallSite, misuse: Misuse, source: CoroutineSource, file: FileModel): (Fix | undefined)[] {
	const isDropped = misuse === 'dropped';
	const outer = awaitOfItem(call.node);
	if (outer) return [fixOf('Await it before something is taken of it', 'unsafe', [insertAt(outer, outer.start, '('), insertAt(call.node, call.node.end, ')')])];
	if (canAwait(call.node, file)) return [fixOf('Await it', isDropped ? 'safe' : 'unsafe', awaitIt(call.node))];
	// At module level a dropped call of an async function was meant as the start of the program.
	if (!isDropped || call.owner || file.scopeOf(call.node).kind !== 'module' || !source.function) return [];
	const run = reference('asyncio', 'run', call.node, file);
	return [
		run &&
			fixOf('Run it with asyncio.run()', 'unsafe', [insertAt(call.node, call.node.start, `${run.text}(`), insertAt(call.node, call.node.end, ')')], run.edits),
	];
}

/** The `await` of `await f()[0]` and `await f().name`, which awaits what is taken of the coroutine. */
function awaitOfItem(call: SyntaxNode): SyntaxNode | undefined {
	let node = call;
	while ((node.parent?.kind === 'subscript' && node.fieldName === 'value') || (node.parent?.kind === 'attribute' && node.fieldName === 'object'))
		node = node.parent;
	return node !== call && node.parent?.kind === 'await' && node.start === call.start ? node.parent : undefined;
}

/** Adds the parentheses, where the function needs nothing in them. */
function callIt(name: SyntaxNode, { parameters, class: owner }: FunctionModel): Fix | undefined {
	const isBound = owner !== undefined && name.kind === 'attribute';
	const needed = parameters.slice(isBound ? 1 : 0).filter(({ defaultValue, kind }) => !defaultValue && (kind === 'positional' || kind === 'keyword-only'));
	return needed.length === 0 ? fixOf('Call it', 'safe', [insertAt(name, name.end, '()')]) : undefined;
}
