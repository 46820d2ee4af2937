/**
 * Remembers answers and what they were drawn from. While `record` runs, every fact that is `use`d,
 * also inside remembered answers, is noted; so a later run can tell whether the answer still holds.
 */
export class FactRecorder {
	#current: Map<string, unknown> | undefined;
	#revision = 0;
	#level = 0;
	#steps = 0;
	#cuts = 0;

	/** Counts the states of the world: an answer of an older revision is never given again. */
	get revision(): number {
		return this.#revision;
	}

	/** Something changed: all memos forget. */
	newRevision(): void {
		this.#revision++;
	}

	/** Notes that the running computation saw this value under this key. Values are compared by identity (arrays: item by item). */
	use(key: string, value: unknown): void {
		this.#current?.set(key, value);
	}

	/** Runs and gives back the facts that were used. May be nested. */
	record<T>(compute: () => T): { readonly value: T; readonly facts: ReadonlyMap<string, unknown> } {
		const outer = this.#current;
		const facts = new Map<string, unknown>();
		this.#current = facts;
		try {
			return { value: compute(), facts };
		} finally {
			this.#current = outer;
			if (outer) for (const [key, value] of facts) outer.set(key, value);
		}
	}

	/** Notes the facts of an answer that was remembered. */
	replay(facts: ReadonlyMap<string, unknown>): void {
		if (this.#current) for (const [key, value] of facts) this.#current.set(key, value);
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

/** A cache whose answers keep their facts. `undefined` is an answer; a question asked again while it is being answered gets `whenCircular`. */
export class Memo<K extends object, V> {
	readonly #recorder: FactRecorder;
	readonly #answers = new Map<K, { value: V; facts: ReadonlyMap<string, unknown> | undefined } | 'running'>();
	readonly #whenCircular: V;
	#revision = -1;

	constructor(recorder: FactRecorder, whenCircular: V) {
		this.#recorder = recorder;
		this.#whenCircular = whenCircular;
	}

	get(key: K, compute: () => V): V {
		if (this.#revision !== this.#recorder.revision) {
			this.#answers.clear();
			this.#revision = this.#recorder.revision;
		}
		const known = this.#answers.get(key);
		if (known === 'running') return this.#recorder.cut(this.#whenCircular);
		if (known) {
			if (known.facts) this.#recorder.replay(known.facts);
			return known.value;
		}
		this.#answers.set(key, 'running');
		const { cuts, isOutermost } = this.#recorder;
		try {
			const answer = this.#compute(compute);
			if (cuts === this.#recorder.cuts || isOutermost) this.#answers.set(key, answer);
			return answer.value;
		} finally {
			if (this.#answers.get(key) === 'running') this.#answers.delete(key);
		}
	}

	#compute(compute: () => V): { value: V; facts: ReadonlyMap<string, unknown> | undefined } {
		const step = () => this.#recorder.step(compute, this.#whenCircular);
		return this.#recorder.isRecording ? this.#recorder.record(step) : { value: step(), facts: undefined };
	}
}
