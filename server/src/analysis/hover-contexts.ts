import type { Context, ContextKind } from '../project/contexts.ts';
import { isMainGuarded } from '../project/guards.ts';
import { baseName } from '../project/workspace.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** The address of a line (from 1) of a file, for links; undefined where links cannot be followed. */
export type LinkTo = (path: string, line: number) => string | undefined;

const places: Readonly<Record<ContextKind, string>> = {
	'on-loop': 'Runs on the event loop',
	'worker-thread': 'Runs in a worker thread, where no event loop runs',
	'main-thread': 'Runs in the main thread with no event loop running',
	'notebook-cell': "Runs in a notebook, on the kernel's event loop",
};

/** Paragraphs on where a function runs and how that is known, one for each way; none when nothing is known. */
export function contextsText(contexts: readonly Context[], linkTo: LinkTo): readonly string[] {
	return contexts.map((context) => {
		const steps = context.chain.length > 1 ? context.chain.map((call) => `- ${stepText(call, linkTo)}`) : [];
		return [`${places[context.kind]}: ${reasonText(context, linkTo)}`, ...(steps.length > 0 ? ['', ...steps] : [])].join('\n');
	});
}

function reasonText(context: Context, linkTo: LinkTo): string {
	const { chain, origin, role } = context;
	const [first] = chain;
	const asRole = role === undefined ? '' : `, ${role}`;
	if (!first) return ownReason(context, linkTo);
	const from = `called from ${callerText(first)} (${placeText(first.node, linkTo)})`;
	if (origin === undefined || 'nameNode' in origin) return from + asRole;
	return `${from}, ${handedText(origin, role, linkTo)}`;
}

/** Of a function that nobody has to call for it to be known. */
function ownReason(context: Context, linkTo: LinkTo): string {
	const { origin, role } = context;
	if (origin && !('nameNode' in origin)) return handedText(origin, role, linkTo);
	return role ?? 'an `async def`';
}

/** `call` is the one that hands the function over: to a thread, to the loop, to a framework. */
function handedText(call: SyntaxNode, role: string | undefined, linkTo: LinkTo): string {
	const taker = call.field('function')?.text ?? '';
	return `${role === undefined ? '' : `${role}, `}handed to \`${taker}\` (${placeText(call, linkTo)})`;
}

function stepText(call: CallSite, linkTo: LinkTo): string {
	return `${callerText(call)} calls \`${call.callee.text.replace(/\s+/g, '')}\` (${placeText(call.node, linkTo)})`;
}

function callerText({ owner, node, statement }: CallSite): string {
	if (owner) return functionText(owner);
	return statement.file && isMainGuarded(node, statement.file) ? '`if __name__ == "__main__":`' : 'module level';
}

function functionText(model: FunctionModel): string {
	if (model.isLambda) return 'a lambda';
	return `\`${model.class ? `${model.class.name}.` : ''}${model.name}\``;
}

function placeText(node: SyntaxNode, linkTo: LinkTo): string {
	const { path } = node.file;
	const line = node.file.lines.positionAt(node.start).line + 1;
	const text = `${baseName(path)}:${line}`;
	const link = linkTo(path, line);
	return link === undefined ? text : `[${text}](${link})`;
}
