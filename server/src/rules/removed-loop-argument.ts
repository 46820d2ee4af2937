import { type AsyncioApi, asyncioApi } from '../knowledge/asyncio-api.ts';
import { holds } from '../project/conditions.ts';
import { isTypeCheckingOnly } from '../project/guards.ts';
import { versionsExposed } from '../rule-kit/asyncio-names.ts';
import { isExpected } from '../rule-kit/caught.ts';
import { deleteStatement, fixOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { unusedImportEdits } from '../rule-kit/imports.ts';
import { type LoopArgument, loopArgumentOf } from '../rule-kit/loop-argument.ts';
import { loopVariable } from '../rule-kit/loop-variable.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type EffectOn, effectsText, errorsOnly, worstSeverity } from '../rule-kit/version-text.ts';
import { type CallSite, positionalArguments } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { memberOf } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Calls that do nothing but give a loop: dropping them with the argument loses nothing. */
const givesLoop = /^asyncio\.(get_event_loop|get_running_loop)$/;

export default defineRule({
	name: 'removed-loop-argument',
	category: 'versions',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: ['W4903'],
	summary: 'The `loop=` argument, which Python 3.10 took away',
	why: `Since Python 3.10 the functions and classes of asyncio find the running loop themselves, and their \`loop\` argument is gone:

- up to 3.9: \`DeprecationWarning: The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10.\`
- 3.10 and later: \`TypeError: sleep() got an unexpected keyword argument 'loop'\`; for locks and queues on 3.10 \`TypeError: As of 3.10, the *loop* parameter was removed from Lock() since it is no longer necessary\`

This holds for \`sleep\`, \`gather\`, \`shield\`, \`wait\`, \`wait_for\`, \`as_completed\`, \`open_connection\`, \`start_server\`, \`create_subprocess_exec\` and \`_shell\`, and for \`Lock\`, \`Event\`, \`Condition\`, \`Semaphore\` and \`Queue\`, also where a class of your own passes it on with \`super().__init__(loop=loop)\`, and where it comes in a dictionary: \`sleep(1, **{"loop": loop})\`.

Leave the argument out. It stays legal for \`ensure_future\`, \`Future\`, \`Task\`, \`StreamReader\`, \`run_coroutine_threadsafe\` and \`wrap_future\`.`,
	byHand: 'the argument comes in a way that cannot be cut out of the call: take it out where the arguments are put together',
	messages: { removed: '{name}() takes no loop argument any more: {consequence}; leave it out, the running loop is found without it' },
	examples: [
		{
			bad: `import asyncio


async def main():
    loop = asyncio.get_running_loop()
    await asyncio.sleep(0.1, loop=loop)


asyncio.run(main())
`,
			good: `import asyncio


async def main():
    await asyncio.sleep(0.1)


asyncio.run(main())
`,
		},
	],
	on: {
		call(call, { file, python, report }) {
			const argument = loopArgumentOf(call.node, file);
			const api = argument && calledApi(call, file);
			const life = api?.loopArgument;
			if (!argument || !life || life === 'legal' || isTypeCheckingOnly(call.node, file)) return;
			const range = versionsExposed(argument.node, file, python, { removed: life.removed }, ['TypeError']);
			const everything: EffectOn = (minor) =>
				minor >= life.removed
					? { says: 'TypeError', severity: 'error' }
					: minor >= life.deprecated && !isNone(argument.value, minor, file)
						? { says: 'DeprecationWarning', severity: 'warning' }
						: undefined;
			const isKnown = isExpected(call.node, 'warning', file);
			const effectOn = isKnown ? errorsOnly(everything) : everything;
			const severity = range && worstSeverity(range, effectOn);
			if (!range || !severity) return;
			report({
				at: call.callee,
				message: 'removed',
				data: { name: api.name, consequence: effectsText(range, effectOn) },
				severity: isKnown ? 'hint' : severity,
				tags: ['deprecated'],
				fixes: () => [leaveOut(argument, file)],
			});
		},
	},
});

/** The function or class that is called, also later by `functools.partial`, by `super().__init__()` or through a class of the project that has no `__init__` of its own. */
function calledApi(call: CallSite, file: FileModel): AsyncioApi | undefined {
	if (file.qualifiedName(call.callee) === 'functools.partial') {
		const [made] = positionalArguments(call.node);
		return made && asyncioApi(file.qualifiedName(made) ?? '');
	}
	const own = file.classNamed(call.callee);
	const member = own && memberOf(own, '__init__');
	const name = own ? (member?.kind === 'external' ? member.name : undefined) : file.qualifiedName(call.callee);
	return name?.startsWith('asyncio.') ? asyncioApi(name.replace(/\.__init__$/, '')) : undefined;
}

/** Until 3.9 `loop=None` is as good as no argument; what a conditional expression gives may depend on the version. */
function isNone(value: SyntaxNode | undefined, minor: number, file: FileModel): boolean {
	if (value?.kind !== 'conditional_expression') return value?.kind === 'none';
	const [one, condition, other] = value.children;
	const isTrue = condition && holds(condition, { minor }, file);
	return isTrue !== undefined && isNone(isTrue ? one : other, minor, file);
}

/** Safe where the argument only names or gets a loop: it warns or raises today. */
function leaveOut({ node, value, edits }: LoopArgument, file: FileModel): Fix | undefined {
	const names = [value, ...value.descendants()].filter((node) => node.kind === 'identifier' && node.fieldName !== 'attribute');
	const imports = names.flatMap((name) => unusedImportEdits(name, [node], file));
	return fixOf('Leave loop= out', isPlain(value, file) ? 'safe' : 'unsafe', edits(), variableEdits(value, file), imports);
}

/** Whether evaluating the value does nothing but give a loop. */
function isPlain(value: SyntaxNode, file: FileModel): boolean {
	const getter = value.kind === 'call' ? value.field('function') : undefined;
	if (value.kind === 'conditional_expression') return [value.children[0], value.children[2]].every((one) => one !== undefined && isPlain(one, file));
	return ['identifier', 'attribute', 'none'].includes(value.kind) || givesLoop.test((getter && file.qualifiedName(getter)) ?? '');
}

/** The variable goes too when it held the loop for this argument alone. */
function variableEdits(value: SyntaxNode, file: FileModel) {
	const variable = loopVariable(value, file);
	const getter = variable?.origin.field('function');
	if (!variable || !getter || variable.uses.length !== 1 || !givesLoop.test(file.qualifiedName(getter) ?? '')) return [];
	// Something else may read a module's or class's variable.
	if (variable.binding.scope.kind !== 'function' || variable.assignment.parent?.children.length === 1) return [];
	return [...(deleteStatement(variable.assignment, file) ?? []), ...unusedImportEdits(getter, [variable.assignment], file)];
}
