import { CANCEL, CANCELLING, ERROR, isSuspending, NEXT, OPERATION_WORDS, Op, type OpCode, OTHER, POINT_WORDS } from './operations.ts';

/** Where control goes that leaves a piece of code in an unusual way. */
interface Ways {
	readonly error: number;
	readonly cancel: number;
	readonly return: number;
	readonly break: number;
	readonly continue: number;
}

type Way = keyof Ways;

const jumps: readonly Way[] = ['return', 'break', 'continue'];

/** Code whose every way out leads by an exit: `try` with `finally`, `with`. */
export interface Guard {
	readonly outer: Ways;
	readonly own: Ways;
}

/**
 * A `finally` clause in a `finally` clause has points for each pair of ways, and so on. Above so many copies in a body the ways share
 * points, and paths that Python does not take seem possible. It is far above code that people write.
 */
const copyLimit = 20_000;

/** Numbers in rows, as many as come. */
export class Rows {
	data: Int32Array;
	length = 0;

	constructor() {
		this.data = new Int32Array(1024);
	}

	/** Makes room for so many numbers and gives the place of the first. */
	take(count: number): number {
		const at = this.length;
		this.length += count;
		if (this.length > this.data.length) {
			const grown = new Int32Array(Math.max(this.length, this.data.length * 2));
			grown.set(this.data);
			this.data = grown;
		}
		return at;
	}
}

/** Puts operations and points together. `current`: the point that what comes next follows; -1 behind a jump. */
export class GraphBuilder {
	readonly operations = new Rows();
	readonly points = new Rows();
	readonly lists = new Rows();
	current = -1;
	ways: Ways = { error: -1, cancel: -1, return: -1, break: -1, continue: -1 };
	/** Labels that something leads to, errors aside. */
	readonly #used = new Set<number>();
	#copied = 0;

	/** A new operation, without a point. */
	operation(code: OpCode, node: number, a = -1, b = -1, c = -1, flags = 0): number {
		const at = this.operations.take(OPERATION_WORDS);
		const { data } = this.operations;
		data[at] = code | (flags << 8);
		data[at + 1] = node;
		data[at + 2] = a;
		data[at + 3] = b;
		data[at + 4] = c;
		return at / OPERATION_WORDS;
	}

	/** An operation that comes next. */
	emit(code: OpCode, node: number, a = -1, b = -1, c = -1, flags = 0): number {
		const operation = this.operation(code, node, a, b, c, flags);
		const mayCancel = isSuspending(code, flags) || code === Op.raise || code === Op.regroup;
		this.#follow(this.#point(operation, this.ways.error, mayCancel ? this.ways.cancel : -1));
		return operation;
	}

	#point(operation: number, error = -1, cancel = -1): number {
		const at = this.points.take(POINT_WORDS);
		const { data } = this.points;
		data[at] = operation;
		data[at + NEXT] = -1;
		data[at + OTHER] = -1;
		data[at + ERROR] = error;
		data[at + CANCEL] = cancel;
		if (cancel >= 0) this.#used.add(cancel);
		return at / POINT_WORDS;
	}

	#follow(point: number): void {
		this.#set(this.current, NEXT, point);
		this.current = point;
	}

	#set(point: number, way: number, to: number): void {
		if (point < 0 || to < 0) return;
		this.points.data[point * POINT_WORDS + way] = to;
		this.#used.add(to);
	}

	list(values: readonly number[]): number {
		const at = this.lists.take(values.length + 1);
		this.lists.data[at] = values.length;
		this.lists.data.set(values, at + 1);
		return at;
	}

	/** A point where ways meet, for jumps to what comes later. */
	label(): number {
		return this.#point(-1);
	}

	/** Goes on at a label; what came before does not lead there. */
	begin(label: number): void {
		this.current = label;
	}

	goto(label: number): void {
		this.#set(this.current, NEXT, label);
		this.current = -1;
	}

	/** A label leads to another. */
	lead(from: number, to: number): void {
		this.#set(from, NEXT, to);
	}

	/** What came before leads to a label, and what comes next follows it. */
	join(label: number): void {
		this.goto(label);
		this.begin(label);
	}

	/** The last point leads to two labels; -1 for a way that is never taken. */
	fork(next: number, other: number): void {
		this.#set(this.current, NEXT, next);
		this.#set(this.current, OTHER, other);
		this.current = -1;
	}

	/** Whether something leads to a label. */
	isUsed(label: number): boolean {
		return this.#used.has(label);
	}

	/** Lowers what is never run where it stands, or not by this body's own control: it has operations, and nothing leads to them. */
	aside(lower: () => void): void {
		const { current } = this;
		this.current = -1;
		lower();
		this.current = current;
	}

	openGuard(): Guard {
		const outer = this.ways;
		const own = { error: this.label(), cancel: this.label(), return: this.label(), break: this.label(), continue: this.label() };
		this.ways = own;
		return { outer, own };
	}

	/**
	 * Ends it. `exit` lowers what all ways out lead by; it gives the operation that may swallow an exception, or -1. Each way has the
	 * points of the exit for itself.
	 */
	closeGuard({ outer, own }: Guard, node: number, exit: () => number): void {
		const normal = this.label();
		const after = this.label();
		this.goto(normal);
		this.ways = outer;
		const from = this.points.length / POINT_WORDS;
		const start = this.label();
		this.begin(start);
		const swallowing = exit();
		const tail = this.label();
		this.goto(tail);
		const count = this.points.length / POINT_WORDS - from;
		const rethrow = this.operation(Op.reraise, node, swallowing);
		const rethrown = (way: 'error' | 'cancel') => {
			const point = this.#point(rethrow, way === 'error' ? outer.error : -1, way === 'cancel' ? outer.cancel : -1);
			if (swallowing >= 0) this.#set(point, OTHER, after);
			return point;
		};
		const leads = [
			{ into: normal, on: () => after },
			{ into: own.error, on: () => rethrown('error') },
			{ into: own.cancel, on: () => rethrown('cancel') },
			...jumps.map((way) => ({ into: own[way], on: () => outer[way] })),
		].filter(({ into }) => into === normal || into === own.error || this.isUsed(into));
		const isShared = this.#copied + count * (leads.length - 1) > copyLimit;
		let last = tail;
		for (const [index, { into, on }] of leads.entries()) {
			const shift = index === 0 || isShared ? 0 : this.#copy(from, count);
			this.#set(into, NEXT, start + shift);
			const to = on();
			if (!isShared || index === 0) this.#set(tail + shift, NEXT, to);
			else {
				const further = this.#point(-1);
				this.#set(further, NEXT, to);
				this.#set(last, OTHER, further);
				last = further;
			}
		}
		this.begin(after);
	}

	/** Points like those from one on, leading to each other as those do. Gives how much farther they stand. */
	#copy(from: number, count: number): number {
		this.#copied += count;
		const at = this.points.take(count * POINT_WORDS);
		const { data } = this.points;
		data.copyWithin(at, from * POINT_WORDS, (from + count) * POINT_WORDS);
		const shift = at / POINT_WORDS - from;
		for (let i = at; i < at + count * POINT_WORDS; i++) {
			const to = data[i] as number;
			if (i % POINT_WORDS !== 0 && to >= from && to < from + count) data[i] = to + shift;
		}
		return shift;
	}

	/** Code whose exceptions go to handlers: `error` and `cancel` are the labels they arrive at. */
	catching(lower: () => void): { readonly error: number; readonly cancel: number } {
		const outer = this.ways;
		const labels = { error: this.label(), cancel: this.label() };
		this.ways = { ...outer, ...labels };
		lower();
		this.ways = outer;
		return labels;
	}

	/** Code of a loop's body. */
	looping(breaks: number, continues: number, lower: () => void): void {
		const outer = this.ways;
		this.ways = { ...outer, break: breaks, continue: continues };
		lower();
		this.ways = outer;
	}

	/**
	 * The tests of handlers, twice: for an error and for a cancellation that arrives. Both share their operations and lead to the same
	 * handlers, but what none of them takes goes on as what it was.
	 */
	dispatch(arriving: { readonly error: number; readonly cancel: number }, node: number, tests: () => void): void {
		const from = this.points.length / POINT_WORDS;
		const start = this.label();
		this.begin(start);
		tests();
		const tail = this.label();
		this.goto(tail);
		const count = this.points.length / POINT_WORDS - from;
		const rethrow = this.operation(Op.reraise, node);
		const shift = this.isUsed(arriving.cancel) ? this.#copy(from, count) : -1;
		this.#set(arriving.error, NEXT, start);
		this.#set(tail, NEXT, this.#point(rethrow, this.ways.error));
		if (shift < 0) return;
		const { data } = this.points;
		for (let i = (from + shift) * POINT_WORDS; i < (from + shift + count) * POINT_WORDS; i += POINT_WORDS)
			if ((data[i] as number) >= 0) data[i] = (data[i] as number) | CANCELLING;
		this.#set(arriving.cancel, NEXT, start + shift);
		this.#set(tail + shift, NEXT, this.#point(rethrow, -1, this.ways.cancel));
	}

	/** A jump out of what is being lowered. */
	jump(way: Way): void {
		this.goto(this.ways[way]);
	}
}
