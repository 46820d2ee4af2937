import { TimeLimit } from './time-limit.ts';
import { Answer, type Home, isRecording, isSame, record, type Source, use } from './tracking.ts';

/** What all memos of a project share: the limits of inference, and which answers wait. */
export class Inquiry {
	/** Of the work that asks. */
	readonly limit: TimeLimit;
	#level = 0;
	#steps = 0;
	#cuts = 0;
	readonly #unsettled = new Set<{ settle(): void }>();
	#round = 1;
	/** Memos that hold answers of this revision only. */
	readonly #filled = new Set<{ clear(): void }>();

	/** `now`: see TimeLimit. */
	constructor(now?: () => number) {
		this.limit = new TimeLimit(now);
	}

	/** Something changed: what was found out while nobody recorded is not given again. */
	newRevision(): void {
		for (const memo of this.#filled) memo.clear();
		this.#filled.clear();
	}

	/** A memo whose answers go with the revision. */
	filled(memo: { clear(): void }): void {
		this.#filled.add(memo);
	}

	/** How often a question was cut off: circular, too deep, or too long. Answers drawn from a cut-off one are not remembered, for they depend on where the asking began. */
	get cuts(): number {
		return this.#cuts;
	}

	/** Runs a step of an inference, or answers `otherwise` where that went too far. */
	step<T>(compute: () => T, otherwise: T): T {
		if (this.#level === 0) this.#steps = 0;
		if (this.#level >= levelLimit || this.#steps >= stepLimit) return this.cut(otherwise);
		this.#level++;
		this.#steps++;
		try {
			return compute();
		} finally {
			this.#level--;
		}
	}

	cut<T>(answer: T): T {
		this.#cuts++;
		return answer;
	}

	get isOutermost(): boolean {
		return this.#level === 0;
	}

	/** An answer of which only what it was drawn from is known to have changed; it waits for `settle`, and what was drawn from it with it. */
	unsettled(answer: { settle(): void }): void {
		this.#unsettled.add(answer);
	}

	/** The answer is gone. */
	gone(answer: { settle(): void }): void {
		this.#unsettled.delete(answer);
	}

	/** Finds out which of the answers that wait are still the same. To be called between a change and the next judgement. */
	settle(): void {
		for (const answer of this.#unsettled) {
			this.#unsettled.delete(answer);
			answer.settle();
		}
		this.#round++;
	}

	/** Counts calls of `settle`: a doubt of an earlier round has been settled. */
	get round(): number {
		return this.#round;
	}
}

/** Steps that may lie in each other, and steps of one question altogether: far more than real code needs. */
const levelLimit = 60;
const stepLimit = 5000;

/** Stands for the answer `undefined`. */
const nothing = Symbol('nothing');

export interface MemoParts<K, V> {
	readonly inquiry: Inquiry;
	/** Where the answer about a key lives. */
	readonly homeOf: (key: K) => Home;
	/** What a question gets that is asked again while it is being answered. */
	readonly whenCircular: V;
	/** An answer goes when what it was drawn from changes, and is not asked again until somebody needs it. */
	readonly isFinal?: boolean;
	/** Whether an answer that had to be asked again is the same, so that what was drawn from it holds. By default identity, of arrays that of their items. */
	isSame?(one: V, other: V): boolean;
}

/**
 * A cache of answers about syntax. While somebody records, an answer is remembered with what it was drawn from,
 * and lives until that changes; otherwise until the next revision. `undefined` is an answer.
 */
export class Memo<K, V> {
	readonly #parts: MemoParts<K, V>;
	readonly #running = new Set<K>();
	/** Answers of this revision, found while nobody recorded: in a check of a whole project these are millions. */
	readonly #bare = new Map<K, V | typeof nothing>();
	constructor(parts: MemoParts<K, V>) {
		this.#parts = parts;
	}

	/** Forgets what was found while nobody recorded. */
	clear(): void {
		this.#bare.clear();
	}

	get(key: K, compute: () => V): V {
		const { inquiry, homeOf, whenCircular } = this.#parts;
		if (this.#running.has(key)) return inquiry.cut(whenCircular);
		const home = homeOf(key);
		const known = home.answersOf(this)?.get(key) as Remembered<K, V> | undefined;
		if (known) {
			known.settle();
			if (known.isThere) {
				use(known);
				return known.value;
			}
		}
		// A bare answer does not know its sources; whoever records must find it again.
		const bare = isRecording() ? undefined : this.#bare.get(key);
		if (bare !== undefined) return bare === nothing ? (undefined as V) : bare;
		return isRecording() ? this.#findRecording(key, home, compute) : this.#find(key, compute);
	}

	#find(key: K, compute: () => V): V {
		const { inquiry } = this.#parts;
		const { cuts, isOutermost } = inquiry;
		const value = this.#run(key, compute);
		if (cuts === inquiry.cuts || isOutermost) {
			if (this.#bare.size === 0) inquiry.filled(this);
			this.#bare.set(key, value === undefined ? nothing : value);
		}
		return value;
	}

	#findRecording(key: K, home: Home, compute: () => V): V {
		const { value, sources, isWhole } = this.ask(key, home, compute);
		if (isWhole) {
			const answer = new Remembered(this, key, home, value, this.#parts.isFinal ? undefined : compute);
			home.keep(this, key, answer);
			answer.drawnFrom(sources);
			use(answer);
		} else {
			use(home);
			for (const source of sources) use(source);
		}
		return value;
	}

	/** @internal Finds an answer out, and whether it may be remembered. */
	ask(key: K, home: Home, compute: () => V): { readonly value: V; readonly sources: Iterable<Source>; readonly isWhole: boolean } {
		const { inquiry } = this.#parts;
		const { cuts, isOutermost } = inquiry;
		const found = record(home, () => this.#run(key, compute));
		return { ...found, isWhole: cuts === inquiry.cuts || isOutermost };
	}

	#run(key: K, compute: () => V): V {
		this.#parts.inquiry.limit.pass();
		this.#running.add(key);
		try {
			return compute();
		} finally {
			this.#running.delete(key);
		}
	}

	/** @internal */
	isSame(one: V, other: V): boolean {
		const { isSame: ownWay } = this.#parts;
		return ownWay ? ownWay(one, other) : isSame(one, other);
	}

	/** @internal */
	get inquiry(): Inquiry {
		return this.#parts.inquiry;
	}
}

class Remembered<K, V> extends Answer {
	readonly #memo: Memo<K, V>;
	readonly #key: K;
	readonly #home: Home;
	/** Undefined where it is not asked again. */
	readonly #again: (() => V) | undefined;
	/** Whether nothing that it was drawn from has changed since. */
	#isCurrent = true;
	/** The round in which something far behind it changed. */
	#doubtedIn = 0;
	#isRunning = false;
	isThere = true;
	readonly value: V;

	constructor(memo: Memo<K, V>, key: K, home: Home, value: V, again: (() => V) | undefined) {
		super();
		this.#memo = memo;
		this.#key = key;
		this.#home = home;
		this.value = value;
		this.#again = again;
	}

	override outdated(): boolean {
		this.detach();
		if (!this.#again || !this.isUsed) {
			this.#drop();
			return true;
		}
		this.#isCurrent = false;
		this.#memo.inquiry.unsettled(this);
		return false;
	}

	override doubt(): boolean {
		const { round } = this.#memo.inquiry;
		if (this.#doubtedIn === round) return false;
		this.#doubtedIn = round;
		return true;
	}

	get #isCertain(): boolean {
		return this.#isCurrent && this.#doubtedIn !== this.#memo.inquiry.round;
	}

	override leave(): void {
		super.leave();
		this.isThere = false;
		this.#memo.inquiry.gone(this);
	}

	#drop(): void {
		this.isThere = false;
		this.#home.drop(this.#memo, this.#key);
	}

	/** Makes sure of the answer: asks again what it was drawn from and has changed, and then itself. What was drawn from it goes when it is another. */
	settle(): void {
		if (this.#isCertain) return;
		// A chain of answers may be thousands long.
		const stack: Remembered<object, unknown>[] = [this as unknown as Remembered<object, unknown>];
		for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
			const next = top.#isCurrent && !top.#isCertain ? top.#uncertainSource() : undefined;
			if (next) {
				if (next.#isRunning) {
					// What rests on an answer that is being found is circular, which only asking tells.
					top.detach();
					top.#isCurrent = false;
				} else stack.push(next);
				continue;
			}
			stack.pop();
			top.#doubtedIn = 0;
			if (!top.#isCurrent && !top.#isRunning && top.isThere) top.#askAgain();
		}
	}

	#uncertainSource(): Remembered<object, unknown> | undefined {
		for (const source of this.sources) if (source instanceof Remembered && !source.#isCertain) return source;
		return undefined;
	}

	#askAgain(): void {
		if (!this.#again) {
			this.#drop();
			this.change();
			return;
		}
		this.#isRunning = true;
		let isSame = false;
		try {
			const { value, sources, isWhole } = this.#memo.ask(this.#key, this.#home, this.#again);
			isSame = isWhole && this.#memo.isSame(value, this.value);
			if (isSame) this.drawnFrom(sources);
		} finally {
			this.#isRunning = false;
			this.#isCurrent = true;
			// Also where asking failed: then nothing is known of it any more.
			if (!isSame) {
				this.#drop();
				this.change();
			}
		}
	}
}
