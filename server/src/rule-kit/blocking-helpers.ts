import { type BlockingCall, type BlockingCost, blockingCall } from '../knowledge/blocking-calls.ts';
import type { PathTarget } from '../project/call-graph.ts';
import { argument, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { returnsAtOnce, userListing } from './blocking.ts';
import { blockingTaker, stepThroughWhatIsGiven } from './blocking-iteration.ts';
import { isMocked } from './mocks.ts';

/** What has no limit. Reading a file or working for a moment is no reason to change a helper and its callers. */
const longCosts: ReadonlySet<BlockingCost> = new Set(['network', 'sleep', 'process', 'terminal']);

/** The blocking call that a call in a plain function is, if it is worth following callers for. */
export function blockingCallAt(call: CallSite, file: FileModel): BlockingCall | undefined {
	const name = call.isAwaited ? undefined : file.qualifiedName(call.callee);
	const blocking = name === undefined ? undefined : (blockingCall(name) ?? blockingTaker(call.node, name, file) ?? stepThroughWhatIsGiven(call.node, file));
	// A thousandth of a second, to part two readings of the clock, holds nobody up.
	if (name === 'time.sleep' && Number(argument(call.node, 0, 'secs')?.text ?? Number.NaN) <= 0.01) return undefined;
	// Starting a program takes a moment; waiting for it may take for ever.
	if (!blocking || !longCosts.has(blocking.cost) || blocking.group === 'wait' || name === 'subprocess.Popen') return undefined;
	// What depends on how the object was set up is not certain from afar.
	if (blocking.unlessMentioned !== undefined && (blocking.group !== 'database' || blocking.unlessMentioned.some((one) => file.isMentioned(one))))
		return undefined;
	if (returnsAtOnce(call.node, blocking, file) || isMocked(call, file)) return undefined;
	return blocking;
}

/** Two ways to look for blocking calls: only where every run comes by, and wherever some run may. */
export interface BlockingTargets {
	readonly always: PathTarget;
	readonly sometimes: PathTarget;
}

const targets = new WeakMap<object, BlockingTargets>();

/** Leads to blocking calls of the catalogue, and to those the user lists. One pair for each set of settings, because paths are remembered by target. */
export function blockingTargets(blockingCalls: Readonly<Record<string, string>>): BlockingTargets {
	let pair = targets.get(blockingCalls);
	if (!pair) {
		const matches: PathTarget['matches'] = (_name, call, file) =>
			!call.owner?.isAsync && (blockingCallAt(call, file) !== undefined || userListing(call, file, blockingCalls) !== undefined);
		pair = { always: { matches, alwaysReached: true, pastReturns: true }, sometimes: { matches } };
		targets.set(blockingCalls, pair);
	}
	return pair;
}
