/**
 * Remembers answers and what they were drawn from. While `record` runs, every fact that is `use`d,
 * also inside remembered answers, is noted; so a later run can tell whether the answer still holds.
 */
export class FactRecorder {
	#current: Map<string, unknown> | undefined;
	#revision = 0;

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
}

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
		if (known === 'running') return this.#whenCircular;
		if (known) {
			if (known.facts) this.#recorder.replay(known.facts);
			return known.value;
		}
		this.#answers.set(key, 'running');
		try {
			if (!this.#recorder.isRecording) {
				const value = compute();
				this.#answers.set(key, { value, facts: undefined });
				return value;
			}
			const answer = this.#recorder.record(compute);
			this.#answers.set(key, answer);
			return answer.value;
		} catch (error) {
			this.#answers.delete(key);
			throw error;
		}
	}
}
