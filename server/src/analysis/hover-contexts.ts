import type { Context, ContextKind } from '../project/contexts.ts';
import { isMainGuarded } from '../project/guards.ts';
import { baseName } from '../project/workspace.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Markup } from '../util/markup.ts';

/** How hovers are written. */
export interface HoverStyle {
	readonly markup: Markup;
	/** The address of a line (from 1) of a file. */
	readonly addressOf: (path: string, line: number) => string;
}

const places: Readonly<Record<ContextKind, string>> = {
	'on-loop': 'Runs on the event loop',
	'worker-thread': 'Runs in a worker thread, where no event loop runs',
	'main-thread': 'Runs in the main thread with no event loop running',
	'notebook-cell': "Runs in a notebook, on the kernel's event loop",
};

/** Paragraphs on where a function runs and how that is known, one for each way; none when nothing is known. */
export function contextsText(contexts: readonly Context[], style: HoverStyle): readonly string[] {
	return contexts.map((context) => {
		const steps = context.chain.length > 1 ? context.chain.map((call) => `- ${stepText(call, style)}`) : [];
		return [`${places[context.kind]}: ${reasonText(context, style)}`, ...(steps.length > 0 ? ['', ...steps] : [])].join('\n');
	});
}

function reasonText(context: Context, style: HoverStyle): string {
	const { chain, origin, role } = context;
	const [first] = chain;
	const asRole = role === undefined ? '' : `, ${role}`;
	if (!first) return ownReason(context, style);
	const from = `called from ${callerText(first, style)} (${placeText(first.node, style)})`;
	if (origin === undefined || 'nameNode' in origin) return from + asRole;
	return `${from}, ${handedText(origin, role, style)}`;
}

/** Of a function that nobody has to call for it to be known. */
function ownReason(context: Context, style: HoverStyle): string {
	const { origin, role } = context;
	if (origin && !('nameNode' in origin)) return handedText(origin, role, style);
	return role ?? `an ${style.markup.code('async def')}`;
}

/** `call` is the one that hands the function over: to a thread, to the loop, to a framework. */
function handedText(call: SyntaxNode, role: string | undefined, style: HoverStyle): string {
	const taker = call.field('function')?.text ?? '';
	return `${role === undefined ? '' : `${role}, `}handed to ${style.markup.code(taker)} (${placeText(call, style)})`;
}

function stepText(call: CallSite, style: HoverStyle): string {
	return `${callerText(call, style)} calls ${style.markup.code(call.callee.text.replace(/\s+/g, ''))} (${placeText(call.node, style)})`;
}

function callerText({ owner, node, statement }: CallSite, style: HoverStyle): string {
	if (owner) return functionText(owner, style);
	return statement.file && isMainGuarded(node, statement.file) ? style.markup.code('if __name__ == "__main__":') : 'module level';
}

function functionText(model: FunctionModel, { markup }: HoverStyle): string {
	if (model.isLambda) return 'a lambda';
	return markup.code(`${model.class ? `${model.class.name}.` : ''}${model.name}`);
}

function placeText(node: SyntaxNode, { markup, addressOf }: HoverStyle): string {
	const { path } = node.file;
	const line = node.file.lines.positionAt(node.start).line + 1;
	return markup.link(`${baseName(path)}:${line}`, addressOf(path, line));
}
