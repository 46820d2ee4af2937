import type { ProjectModel } from '../project/project.ts';
import { coroutineFrom } from '../rule-kit/coroutines.ts';
import { fixOf, replaceNode, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { isName } from '../rule-kit/references.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { argumentsOf, type CallSite, withParentheses } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'async-to-sync-call',
	category: 'loop-running',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	yieldsTo: ['nested-event-loop'],
	summary: '`async_to_sync()` is given a coroutine instead of the function',
	why: `\`async_to_sync(f)\` makes a plain function of an async one; the arguments go to that function: \`async_to_sync(f)(1)\`. \`async_to_sync(f(1))\` calls \`f\` too early: it wraps the coroutine, which is no function, so calling the result raises a \`TypeError\`, and the coroutine is never awaited.

In an async view, \`await f(1)\` is all there is to do.`,
	messages: { early: '{function}() is called too early: async_to_sync() takes the function, and the arguments go to what it gives' },
	examples: [
		{
			bad: `from asgiref.sync import async_to_sync


async def rate(currency):
    return 0.94


def price(request):
    return async_to_sync(rate("CHF"))()
`,
			good: `from asgiref.sync import async_to_sync


async def rate(currency):
    return 0.94


def price(request):
    return async_to_sync(rate)("CHF")
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			if (file.qualifiedName(call.callee) !== 'asgiref.sync.async_to_sync') return;
			const early = earlyCall(call, file, project);
			if (early) report({ at: call.node, message: 'early', data: { function: early.callee.text }, fixes: () => [passFunction(call, early, file)] });
		},
	},
});

/** The coroutine that is handed over where a function belongs. */
function earlyCall(call: CallSite, file: FileModel, project: ProjectModel): CallSite | undefined {
	const [first, ...others] = argumentsOf(call.node);
	const made = first?.kind === 'call' && others.length === 0 ? file.statementOf(first).calls.find((one) => one.node === first) : undefined;
	return made && coroutineFrom(made, file, project) ? made : undefined;
}

/** The arguments move to where the result is called: behind it, or where its variable is. */
function passFunction(call: CallSite, early: CallSite, file: FileModel): Fix | undefined {
	const list = early.node.field('arguments');
	if (!list || file.source.comments.some((one) => one.start > call.node.start && one.end < call.node.end)) return undefined;
	const handed = replaceRange(file, { start: early.callee.end, end: early.node.end }, '');
	const title = `Pass ${early.callee.text} and its arguments separately`;
	const variable = variableOf(call.node);
	if (!variable) {
		const outer = withParentheses(call.node);
		const called = outer.parent?.kind === 'call' && outer.parent.field('function') === outer ? outer.parent : undefined;
		if (called && argumentsOf(called).length > 0) return undefined;
		const emptied = called?.field('arguments');
		const close = { start: call.node.end, end: emptied ? emptied.end : call.node.end };
		return fixOf(title, 'safe', [handed, replaceRange(file, close, list.text)]);
	}
	const calls = file
		.mentions(variable.text)
		.filter((one) => isName(one) && one !== variable && file.lookup(one).bindings.some((binding) => binding.node === variable));
	const [only] = calls;
	const called = only?.parent?.kind === 'call' && only.parent.field('function') === only ? only.parent : undefined;
	const emptied = called?.field('arguments');
	if (calls.length !== 1 || !called || !emptied || argumentsOf(called).length > 0 || !argumentsOf(early.node).every(isConstantOr(file, only))) return undefined;
	return fixOf(title, 'safe', [handed, replaceNode(emptied, list.text)]);
}

/** `fetch` in `fetch = async_to_sync(...)`. */
function variableOf(node: SyntaxNode): SyntaxNode | undefined {
	const target = node.parent?.kind === 'assignment' ? node.parent.field('left') : undefined;
	return target?.kind === 'identifier' ? target : undefined;
}

/** What means the same later in the same function: a literal, or a name that is bound once. */
function isConstantOr(file: FileModel, at: SyntaxNode | undefined) {
	return (argument: SyntaxNode): boolean => {
		const value = argument.kind === 'keyword_argument' ? argument.field('value') : argument;
		if (value?.kind === 'identifier') return at !== undefined && file.functionOf(at) === file.functionOf(value) && file.lookup(value).bindings.length === 1;
		return value !== undefined && ['string', 'integer', 'float', 'true', 'false', 'none'].includes(value.kind);
	};
}
