import type { CallSite } from '../semantics/calls.ts';
import { fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import { methodOf } from '../semantics/members.ts';
import { bodiesOf, isManaged } from './invocations.ts';

/**
 * The class of the object that a call's bodies get as their `self`, where that may be another than the one they are written in. `outer`: the same for the
 * body in which the call stands.
 */
export function receiverOf(call: CallSite, outer: ClassModel | undefined): ClassModel | undefined {
	const { callee, node } = call;
	const file = fileOf(call);
	if (isOnOwnObject(call)) return outer;
	if (isManaged(node)) return file.typeOf(node)?.class;
	const object = callee.kind === 'attribute' ? callee.field('object') : undefined;
	return (object && file.typeOf(object)?.class) ?? file.classNamed(callee);
}

/** What `self.method()` runs for an object of a class that overrides the method; undefined where nothing is overridden. */
export function overriddenBodies(call: CallSite, receiver: ClassModel | undefined): readonly FunctionModel[] | undefined {
	const name = call.callee.field('attribute')?.text;
	if (!receiver || name === undefined || !isOnOwnObject(call) || isSuper(call)) return undefined;
	const method = methodOf(receiver, name);
	return method === fileOf(call).functionNamed(call.callee) ? undefined : method ? bodiesOf(method, call) : [];
}

function isOnOwnObject(call: CallSite): boolean {
	const object = call.callee.kind === 'attribute' ? call.callee.field('object') : undefined;
	const method = call.owner;
	return object !== undefined && method?.class !== undefined && (isSuper(call) || object.text === method.parameters[0]?.name);
}

function isSuper({ callee }: CallSite): boolean {
	const object = callee.field('object');
	return object?.kind === 'call' && object.field('function')?.text === 'super';
}
