/**
 * What code does, one step after the other. An operation's number is also the value that it yields: `call` names the numbers of
 * what it calls and of its arguments. Five words each:
 *   0  code | flags << 8
 *   1  the node, in the item it stands in
 *   2, 3, 4  operands, as said below; -1 where there is none
 * A list is the place in `Body.lists` where its length stands, and its members behind it.
 */
export const OPERATION_WORDS = 5;

export const Op = {
	/** A literal, or something that only yields a value. */
	constant: 0,
	/** slot */
	load: 1,
	/** slot, value */
	store: 2,
	/** slot: `del name`, and the end of `except E as name`. */
	unbind: 3,
	/** object */
	attribute: 4,
	/** object, value */
	setAttribute: 5,
	/** object */
	deleteAttribute: 6,
	/** object, list of indexes */
	subscript: 7,
	/** object, list of indexes, value */
	setSubscript: 8,
	/** object, list of indexes */
	deleteSubscript: 9,
	/** callee, list of arguments: operations with `KEYWORD`, `STAR` or `TWO_STARS` */
	call: 10,
	/** value */
	await: 11,
	/** value */
	yield: 12,
	/** value */
	yieldFrom: 13,
	/** value: `iter()`, `aiter()` with `ASYNC` */
	iterate: 14,
	/** iterator: the next item, or the other way when there is none */
	next: 15,
	/** manager: `__enter__()`, `__aenter__()` with `ASYNC` */
	enter: 16,
	/** manager: `__exit__()`, `__aexit__()` with `ASYNC` */
	exit: 17,
	/** exception, cause; without an exception: the `catch` whose exception goes on */
	raise: 18,
	/** What came into a `finally`, left a `with` or was not taken by any handler goes on. The `exit` that may have swallowed it. */
	reraise: 19,
	/** value */
	return: 20,
	/** value: the next way when it is true, the other when it is not */
	branch: 21,
	/** list: a display, or several values in one */
	build: 22,
	/** list: an operator, comparison or formatted string */
	operate: 23,
	/** value, place: one of several targets */
	unpack: 24,
	/** A function, lambda or generator expression comes to be; the value that a generator expression goes through. */
	function: 25,
	/** The body of a class runs. */
	class: 26,
	/** type: the next way when the exception is taken */
	catch: 27,
	/** subject: the next way when the pattern fits */
	match: 28,
	import: 29,
	/** place */
	parameter: 30,
	/** element: a comprehension takes it up */
	collect: 31,
	/** What does not parse: it may do anything, also return. */
	unknown: 32,
	/** Behind the handlers of `except*`: what was not taken or raised there goes on. */
	regroup: 33,
} as const;

export type OpCode = (typeof Op)[keyof typeof Op];

const names: readonly string[] = Object.keys(Op);

export function nameOfOp(code: OpCode): string {
	return names[code] as string;
}

/** Flag: `async for`, `async with`. */
export const ASYNC = 1;
/** Flag: binds names that are not told: `from m import *`. */
export const ALL_NAMES = 2;
/** Flag of `catch`: `except*`, which takes a part and lets the rest go on. */
export const PART = 4;

/** Flag of `raise`: an assertion that fails, with its message in place of the exception. */
export const ASSERTION = 8;

/** Marks of arguments. */
export const KEYWORD = 1 << 28;
export const STAR = 1 << 29;
export const TWO_STARS = 1 << 30;
export const VALUE = (1 << 28) - 1;

/**
 * A place that control comes by. Several points may be of one operation: a `finally` clause is lowered once, but has points for
 * each way into it, so that who returned through it does not seem to come out behind it. Five words each:
 *   0  the operation; -1 where ways only meet. With `CANCELLING` for a `catch` at which a cancellation arrives
 *   1  the next point, 2 another next one; -1 where there is none
 *   3  where an error leads, 4 where a cancellation leads
 */
export const POINT_WORDS = 5;
export const CANCELLING = 1 << 30;
export const NEXT = 1;
export const OTHER = 2;
export const ERROR = 3;
export const CANCEL = 4;

/** Points of each body. */
export const ENTRY = 0;
/** It returns. */
export const RETURNED = 1;
/** An error leaves it. */
export const RAISED = 2;
/** A cancellation leaves it. */
export const CANCELLED = 3;

const suspending: ReadonlySet<number> = new Set([Op.await, Op.yieldFrom, Op.yield, Op.unknown]);
const suspendingWhenAsync: ReadonlySet<number> = new Set([Op.next, Op.enter, Op.exit]);

/** Whether an operation may hand control to somebody else before it is over: the event loop, or who drives the generator. */
export function isSuspending(code: number, flags: number): boolean {
	return suspending.has(code) || ((flags & ASYNC) !== 0 && suspendingWhenAsync.has(code));
}
