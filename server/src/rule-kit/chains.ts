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

function nameOf(call: CallSite): string {
	return call.callee.kind === 'call' ? (call.callee.field('function')?.text ?? '') : call.callee.text;
}
