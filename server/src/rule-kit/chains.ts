import { type Context, originNode } from '../project/contexts.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { RelatedNode } from './rule.ts';

/** The steps behind the first call of a path, as places to show: who calls what, down to the end. */
export function chainPlaces(path: readonly CallSite[]): readonly RelatedNode[] {
	return path.slice(1).map((call, i) => {
		const isLast = i === path.length - 2;
		const caller = path[i]?.callee.text ?? '';
		return { at: call.node, message: isLast ? `${caller}() calls ${nameOf(call)}() here` : `${caller}() calls ${nameOf(call)}()` };
	});
}

/** What proves a context, from its origin down to the function: where it was handed over or what it is, then each call. */
export function contextPlaces(context: Context): readonly RelatedNode[] {
	const at = originNode(context);
	const steps = context.chain.map((call) => ({ at: call.node, message: `${call.owner?.name ?? 'The module'} calls ${nameOf(call)}() here` }));
	if (!at) return steps;
	const where = { 'on-loop': 'runs on the event loop', 'worker-thread': 'runs in a thread', 'main-thread': 'runs where no loop does' }[context.kind];
	const what =
		context.role === undefined
			? at.kind === 'call'
				? `Handed over here, it ${where}`
				: `${at.text} ${where}`
			: `${at.kind === 'call' ? 'As' : `${at.text}:`} ${context.role}, it ${where}`;
	return [{ at, message: what }, ...steps];
}

function nameOf(call: CallSite): string {
	return call.callee.kind === 'call' ? (call.callee.field('function')?.text ?? '') : call.callee.text;
}
