/** Something an answer was drawn from: what a question was answered with at that time. */
export interface Fact {
	readonly path: string;
	readonly question: string;
	readonly value: unknown;
	/** The revision for which `isTrue` was found out. */
	checkedAt: number;
	isTrue: boolean;
}

export type Facts = ReadonlySet<Fact>;

/** Facts are shared by all who used them; past this many, new ones are shared anew, so that names once typed do not stay for ever. */
const sharedLimit = 200_000;

/**
 * Remembers answers and what they were drawn from. While `record` runs, every fact that is `use`d,
 * also inside remembered answers, is noted; so a later run can tell whether the answer still holds.
 */
export class FactRecorder {
	readonly #isStillSo: (path: string, question: string, value: unknown) => boolean;
	readonly #shared = new Map<string, Fact>();
	#current: Set<Fact> | undefined;
	#revision = 0;
	#level = 0;
	#steps = 0;
	#cuts = 0;

	/** `isStillSo` answers a question about a file anew and compares; see `isSame`. */
	constructor(isStillSo: (path: string, question: string, value: unknown) => boolean) {
		this.#isStillSo = isStillSo;
	}

	/** Counts the states of the world: an answer of an older revision is never given again. */
	get revision(): number {
		return this.#revision;
	}

	/** Something changed: all memos forget. */
	newRevision(): void {
		this.#revision++;
	}

	/** Notes that the running computation saw this value as the answer to a question about a file. Values are compared by identity (arrays: item by item). */
	use(path: string, question: string, value: unknown): void {
		if (!this.#current) return;
		const key = `${path}\n${question}`;
		let fact = this.#shared.get(key);
		if (!fact || !isSame(fact.value, value)) {
			if (this.#shared.size >= sharedLimit) this.#shared.clear();
			fact = { path, question, value, checkedAt: this.#revision, isTrue: true };
			this.#shared.set(key, fact);
		}
		this.#current.add(fact);
	}

	/** Whether all facts are still so. Each is looked into once in a revision, however many answers were drawn from it. */
	hold(facts: Facts): boolean {
		for (const fact of facts) {
			if (fact.checkedAt !== this.#revision) this.#check(fact);
			if (!fact.isTrue) return false;
		}
		return true;
	}

	#check(fact: Fact): void {
		const outer = this.#current;
		this.#current = undefined;
		fact.isTrue = this.#isStillSo(fact.path, fact.question, fact.value);
		fact.checkedAt = this.#revision;
		this.#current = outer;
	}

	/** Runs and gives back the facts that were used. May be nested. */
	record<T>(compute: () => T): { readonly value: T; readonly facts: Facts } {
		const outer = this.#current;
		const facts = new Set<Fact>();
		this.#current = facts;
		try {
			return { value: compute(), facts };
		} finally {
			this.#current = outer;
			this.replay(facts);
		}
	}

	/** Notes the facts of an answer that was remembered. */
	replay(facts: Facts): void {
		if (this.#current) for (const fact of facts) this.#current.add(fact);
	}

	get isRecording(): boolean {
		return this.#current !== undefined;
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
}

/** Steps that may lie in each other, and steps of one question altogether: far more than real code needs. */
const levelLimit = 60;
const stepLimit = 5000;

/** Identity; of arrays, that of their items. */
export function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]);
}

/** An answer that was found while somebody recorded: it holds as long as what it was drawn from. */
class RecordedAnswer<V> {
	readonly value: V;
	readonly facts: Facts;
	/** The revision for which it is known to hold. */
	checkedAt: number;

	constructor(value: V, facts: Facts, revision: number) {
		this.value = value;
		this.facts = facts;
		this.checkedAt = revision;
	}
}

/** Stands for an answer on its way, and for the answer `undefined`. */
const running = Symbol('running');
const nothing = Symbol('nothing');

/** A cache whose answers keep their facts. `undefined` is an answer; a question asked again while it is being answered gets `whenCircular`. */
export class Memo<K extends object, V> {
	readonly #recorder: FactRecorder;
	readonly #recorded = new Map<K, RecordedAnswer<V> | typeof running>();
	/** Answers of this revision, found while nobody recorded: in a check of a whole project these are millions. */
	readonly #bare = new Map<K, V | typeof nothing>();
	readonly #whenCircular: V;
	#revision = -1;
	/** Answers that were there when the first revision after all were forgotten ended. */
	#usual: number | undefined;

	constructor(recorder: FactRecorder, whenCircular: V) {
		this.#recorder = recorder;
		this.#whenCircular = whenCircular;
	}

	clear(): void {
		this.#recorded.clear();
		this.#bare.clear();
		this.#usual = undefined;
	}

	get(key: K, compute: () => V): V {
		if (this.#revision !== this.#recorder.revision) this.#turn();
		const known = this.#recorded.get(key);
		if (known === running) return this.#recorder.cut(this.#whenCircular);
		if (known && this.#holds(known)) {
			this.#recorder.replay(known.facts);
			return known.value;
		}
		// A bare answer does not know its facts; whoever records must find it again.
		const bare = this.#recorder.isRecording ? undefined : this.#bare.get(key);
		if (bare !== undefined) return bare === nothing ? (undefined as V) : bare;
		return this.#find(key, compute);
	}

	/** A new revision. Its answers about code that was edited away are never asked for again: once there are many of those, all go. */
	#turn(): void {
		this.#revision = this.#recorder.revision;
		this.#bare.clear();
		this.#usual ??= this.#recorded.size;
		if (this.#recorded.size > 2 * this.#usual + 100) this.clear();
	}

	#holds(answer: RecordedAnswer<V>): boolean {
		if (answer.checkedAt === this.#revision) return true;
		if (!this.#recorder.hold(answer.facts)) return false;
		answer.checkedAt = this.#revision;
		return true;
	}

	#find(key: K, compute: () => V): V {
		this.#recorded.set(key, running);
		const { cuts, isOutermost } = this.#recorder;
		try {
			const recorded = this.#recorder.isRecording ? this.#recorder.record(compute) : undefined;
			const value = recorded ? recorded.value : compute();
			if (cuts === this.#recorder.cuts || isOutermost) {
				if (recorded) this.#recorded.set(key, new RecordedAnswer(value, recorded.facts, this.#revision));
				else this.#bare.set(key, value === undefined ? nothing : value);
			}
			return value;
		} finally {
			if (this.#recorded.get(key) === running) this.#recorded.delete(key);
		}
	}
}
