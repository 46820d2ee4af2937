import { asyncioApi } from '../knowledge/asyncio-api.ts';
import { libraryApi } from '../knowledge/libraries.ts';
import type { ProjectModel } from '../project/project.ts';
import { isTestFile } from '../project/test-files.ts';
import { canAwait, fixOf, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { runInstead } from '../rule-kit/get-event-loop.ts';
import { isHousekeeping } from '../rule-kit/loop-variable.ts';
import { mentionsOfSame, methodCalledOn } from '../rule-kit/references.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { followers, openBlock, wrapInFinally } from '../rule-kit/wrap.ts';
import { argumentsOf, type CallSite, isAwaited, withParentheses } from '../semantics/calls.ts';
import { mayMiss } from '../semantics/exits.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'unclosed-resource',
	category: 'loop-lifetime',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'A session, client, connection, stream or loop is never closed',
	why: `Sessions, clients, connections and streams hold sockets, and a loop holds file descriptors, until they are closed. Python closes them when the garbage collector finds them, if it does: with a \`ResourceWarning\` or a message like \`Unclosed client session\`, at some time, perhaps when the loop they belong to is closed already.

Use \`async with\`, which closes on every way out, exceptions too. A stream writer is closed in a \`finally\`: \`writer.close()\`, then \`await writer.wait_closed()\`. A loop is best left to \`asyncio.run()\`.

To see such warnings: \`python -X dev\`, \`PYTHONASYNCIODEBUG=1\`, and \`-W error::ResourceWarning\` in tests.`,
	messages: {
		never: '{name} is never closed: what it holds stays open until the garbage collector finds it',
		sometimes: '{name} is not closed on every way out of {function}(): what it holds then stays open until the garbage collector finds it',
		passing: '{name} is made in passing and cannot be closed: what it holds stays open until the garbage collector finds it',
	},
	examples: [
		{
			bad: `import asyncio


async def ask(port, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text.encode())
    await writer.drain()
    return await reader.readline()
`,
			good: `import asyncio


async def ask(port, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(text.encode())
        await writer.drain()
        return await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()
`,
		},
	],
	on: {
		call(call, { file, project, report }) {
			const resource = call.owner && resourceOf(call, file);
			if (!call.owner || !resource) return;
			const value = isAwaited(call.node) ? withParentheses(withParentheses(call.node).parent as SyntaxNode) : withParentheses(call.node);
			const method = resource.part === undefined ? methodCalledOn(value) : undefined;
			if (method !== undefined && !resource.closers.includes(method) && !method.startsWith('__') && isUsedInPassing(call, resource)) {
				report({ at: call.node, message: 'passing', severity: severityIn(file), data: { name: `${call.callee.text}()` } });
				return;
			}
			const target = targetOf(value, resource.part, file);
			if (!target || !isOwned(target, call.owner, resource, file, project)) return;
			if (endsOtherwise(call, value, resource, file)) return;
			const closings = mentionsOfSame(target, file).filter((one) => resource.closers.includes(methodCalledOn(one) ?? ''));
			// Whether a loop is closed on every way is manual-loop-lifecycle's to say.
			if (closings.length > 0 && resource.kind === 'loop') return;
			const statement = statementOf(call.node);
			// Opened as the last thing and never used: to see that it fails.
			if (mentionsOfSame(target, file).length === 1 && followers(statement).length === 0) return;
			if (!mayMiss(statement, call.owner.body, (one) => closesIn(one, target, closings))) return;
			// A loop for one coroutine need not be made by hand, let alone closed.
			const run = () => (resource.kind === 'loop' ? runInstead(call, file, project) : undefined);
			const fixes = () => [closings.length > 0 ? undefined : (run() ?? closeIt(call, target, resource, file))];
			if (closings.length === 0) report({ at: call.node, message: 'never', severity: severityIn(file), data: { name: target.text }, fixes });
			else report({ at: call.node, message: 'sometimes', severity: severityIn(file), data: { name: target.text, function: call.owner.name }, fixes });
		},
	},
});

/** Whether it is gone soon all the same: a loop with the program, which the function ends; a connection that was read up to its end. */
function endsOtherwise({ owner }: CallSite, value: SyntaxNode, { kind }: Resource, file: FileModel): boolean {
	const last = owner?.body.children.at(-1)?.children[0];
	const callee = last?.kind === 'call' ? last.field('function') : undefined;
	if (kind === 'loop') return callee !== undefined && /^(sys\.exit|os\._exit)$/.test(file.qualifiedName(callee) ?? '');
	const reader = kind === 'stream' && value.parent?.kind === 'assignment' ? value.parent.field('left')?.children[0] : undefined;
	return reader !== undefined && owner?.calls.some((one) => one.callee.text === `${reader.text}.read` && argumentsOf(one.node).length === 0) === true;
}

/** What tests leave open goes with them. */
function severityIn(file: FileModel): 'hint' | undefined {
	return isTestFile(file.path) ? 'hint' : undefined;
}

interface Resource {
	readonly kind: 'library' | 'stream' | 'loop';
	/** Methods after which it counts as closed. */
	readonly closers: readonly string[];
	/** Which part of a tuple it is. */
	readonly part?: number;
}

/** What a call opens, when somebody must close it. */
function resourceOf(call: CallSite, file: FileModel): Resource | undefined {
	const name = file.qualifiedName(call.callee);
	if (name === undefined) return undefined;
	if (name === 'asyncio.open_connection' || name === 'asyncio.open_unix_connection')
		return isAwaited(call.node) ? { kind: 'stream', closers: ['close'], part: 1 } : undefined;
	if (name === 'asyncio.new_event_loop') return { kind: 'loop', closers: ['close'] };
	const api = libraryApi(name);
	if (api?.closedBy === undefined || asyncioApi(name) || ((api.kind === 'coroutine' || api.kind === 'awaitable') && !isAwaited(call.node))) return undefined;
	return { kind: 'library', closers: ['close', 'aclose', 'wait_closed', 'terminate', 'detach', '__aexit__', 'disconnect', 'stop', api.closedBy] };
}

/** A loop or connection made in passing may be kept by what its method does. */
function isUsedInPassing(call: CallSite, resource: Resource): boolean {
	return (
		resource.kind === 'library' &&
		/^(get|post|put|patch|delete|head|options|request|send|fetch|fetchrow|fetchval|execute|run_until_complete)$/.test(
			methodCalledOn(withParentheses(call.node)) ?? '',
		)
	);
}

/** The local variable a value goes to. */
function targetOf(value: SyntaxNode, part: number | undefined, file: FileModel): SyntaxNode | undefined {
	const assignment = value.parent?.kind === 'assignment' && value.parent.field('right') === value ? value.parent : undefined;
	const left = assignment?.field('left');
	const target = part === undefined ? left : left?.kind === 'pattern_list' || left?.kind === 'tuple_pattern' ? left.children[part] : undefined;
	if (target?.kind !== 'identifier' || assignment?.parent?.kind !== 'expression_statement') return undefined;
	const { bindings, scope } = file.lookup(target);
	return bindings.length === 1 && scope?.kind === 'function' && scope.function === file.functionOf(target) ? target : undefined;
}

/** Whether the function keeps the resource to itself: every mention uses it, closes it, or lends it to a function that does not keep it. */
function isOwned(target: SyntaxNode, owner: FunctionModel, resource: Resource, file: FileModel, project: ProjectModel): boolean {
	return mentionsOfSame(target, file).every((mention) => {
		if (mention === target) return true;
		if (file.functionOf(mention) !== owner) return false;
		if (mention.parent?.kind === 'attribute')
			return methodCalledOn(mention) !== undefined || (resource.kind !== 'loop' && !resource.closers.includes(mention.parent.field('attribute')?.text ?? ''));
		if (mention.parent?.kind === 'if_statement' || mention.parent?.kind === 'not_operator' || mention.parent?.kind === 'comparison_operator') return true;
		return (resource.kind === 'loop' && isHousekeeping(mention, file)) || isLent(mention, file, project);
	});
}

/** Given to a function of the project that only calls methods on it, none of which closes it. */
function isLent(mention: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const holder = mention.parent?.kind === 'keyword_argument' ? mention.parent : mention;
	const call = holder.parent?.kind === 'argument_list' ? holder.parent.parent : undefined;
	const site = call?.kind === 'call' ? file.statementOf(call).calls.find((one) => one.node === call) : undefined;
	const called = site && project.resolve(site);
	const taker = called?.statement.file;
	if (!site || !called || !taker || called.name === '__init__' || called.decorators.length > 0) return false;
	const offset = called.class ? 1 : 0;
	const parameter =
		holder === mention
			? called.parameters[(holder.parent?.children.indexOf(holder) ?? 0) + offset]
			: called.parameters.find((one) => one.name === holder.field('name')?.text);
	const [binding, ...others] = parameter && parameter.kind === 'positional' ? (called.scope.bindings.get(parameter.name) ?? []) : [];
	if (!parameter || !binding || others.length > 0) return false;
	return taker
		.mentions(parameter.name)
		.every((one) => !taker.lookup(one).bindings.includes(binding) || one === parameter.node || one.isInside(parameter.node) || isPlainUse(one));
}

function isPlainUse(mention: SyntaxNode): boolean {
	if (mention.parent?.kind === 'keyword_argument' || (mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute')) return true;
	const method = methodCalledOn(mention);
	return method !== undefined && !/close|stop|exit|disconnect|terminate|release|detach/.test(method);
}

/** Whether control that comes to a statement comes by a `close()`, or by a question about the resource that leads to one. */
function closesIn(statement: SyntaxNode, target: SyntaxNode, closings: readonly SyntaxNode[]): boolean {
	const inside = closings.filter((one) => one.isInside(statement));
	if (inside.length === 0 || statement.kind === 'block' || statement.kind.endsWith('_clause')) return false;
	if (statement.kind === 'if_statement') return new RegExp(`\\b${target.text}\\b`).test(statement.field('condition')?.text ?? '');
	return !/^(for|while|try|with|match)_statement$/.test(statement.kind);
}

/** `async with` where the thing can be used so, else a `finally` round all that follows. */
function closeIt(call: CallSite, target: SyntaxNode, resource: Resource, file: FileModel): Fix | undefined {
	const statement = statementOf(call.node);
	const last = followers(statement).at(-1);
	const name = file.qualifiedName(call.callee);
	const first = followers(statement)[0];
	if (!last || !first || name === undefined || mentionsOfSame(target, file).some((one) => one !== target && !one.isInside(statement.parent ?? one)))
		return undefined;
	if (resource.kind === 'loop') return fixOf('Close the loop in finally', 'unsafe', wrapInFinally(first, last, [`${target.text}.close()`], file));
	if (!canAwait(call.node, file)) return undefined;
	if (resource.kind === 'stream')
		return fixOf(
			`Close ${target.text} in finally`,
			'unsafe',
			wrapInFinally(first, last, [`${target.text}.close()`, `await ${target.text}.wait_closed()`], file),
		);
	const api = libraryApi(name);
	if (api?.asyncWith)
		return fixOf('Use async with, which closes it', 'unsafe', openBlock(statement, `async with ${call.node.text} as ${target.text}:`, last, file));
	return fixOf(`Close ${target.text} in finally`, 'unsafe', wrapInFinally(first, last, [`await ${target.text}.${api?.closedBy}()`], file));
}
