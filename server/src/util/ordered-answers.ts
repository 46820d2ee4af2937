import { componentsFrom } from './components.ts';
import { type FactRecorder, Memo } from './memo.ts';

/** How one question is answered from the answers to others of its kind. */
export interface Ordering<K, V> {
	/** The questions whose answers it rests on. */
	readonly restsOn: (key: K) => Iterable<K>;
	readonly solve: (key: K, answerTo: (key: K) => V) => V;
	/** For several questions that rest on each other. */
	readonly solveRing: (keys: readonly K[], answerTo: (key: K) => V) => ReadonlyMap<K, V>;
	/** The answer where nothing is known. */
	readonly otherwise: V;
	/** New questions that are looked into for one, while somebody records. */
	readonly limit?: number;
}

/**
 * Answers to questions that rest on each other: found in the order in which they do, so that a chain of thousands needs no deep
 * stack, and each once, whoever asks first and whatever circles they form.
 */
export class OrderedAnswers<K extends object, V> {
	readonly #recorder: FactRecorder;
	readonly #ordering: Ordering<K, V>;
	readonly #memo: Memo<K, V>;
	/** Answers to all questions of a ring, under its first. */
	readonly #rings: Memo<K, ReadonlyMap<K, V>>;
	/** Answers of this revision; those found while somebody recorded are in the memo with their facts, too. */
	readonly #recorded = new Map<K, V>();
	readonly #bare = new Map<K, V>();
	/** Questions that are being answered: finding out what one rests on may ask it again. */
	readonly #starts = new Set<K>();
	#revision = -1;

	constructor(recorder: FactRecorder, ordering: Ordering<K, V>) {
		this.#recorder = recorder;
		this.#ordering = ordering;
		this.#memo = new Memo(recorder, ordering.otherwise);
		this.#rings = new Memo(recorder, new Map());
	}

	clear(): void {
		this.#memo.clear();
		this.#rings.clear();
		this.#recorded.clear();
		this.#bare.clear();
	}

	get(key: K): V {
		if (this.#revision !== this.#recorder.revision) {
			this.#revision = this.#recorder.revision;
			this.#recorded.clear();
			this.#bare.clear();
		}
		const { isRecording } = this.#recorder;
		const known = isRecording ? this.#recorded : this.#bare;
		if (!known.has(key)) {
			if (this.#starts.has(key)) return this.#recorder.cut(this.#ordering.otherwise);
			this.#starts.add(key);
			try {
				this.#settle(key, known);
			} finally {
				this.#starts.delete(key);
			}
		}
		return isRecording ? this.#recordedAnswer(key) : (this.#bare.get(key) as V);
	}

	#settle(start: K, known: Map<K, V>): void {
		const { restsOn, solve, solveRing, otherwise, limit = Number.POSITIVE_INFINITY } = this.#ordering;
		const { isRecording } = this.#recorder;
		let count = 0;
		const unknown = (key: K) => (known.has(key) || (isRecording && ++count > limit) ? [] : restsOn(key));
		const answerTo = (key: K): V => {
			if (!known.has(key)) return this.#recorder.cut(otherwise);
			return isRecording ? this.#recordedAnswer(key) : (known.get(key) as V);
		};
		for (const component of componentsFrom(start, unknown)) {
			const [first] = component as [K];
			if (known.has(first)) continue;
			if (component.length === 1) {
				known.set(first, isRecording ? this.#memo.get(first, () => solve(first, answerTo)) : solve(first, answerTo));
				continue;
			}
			const answers = isRecording ? this.#rings.get(first, () => solveRing(component, answerTo)) : solveRing(component, answerTo);
			const again = () => this.#rings.get(first, () => this.#recorder.cut(answers));
			for (const key of component) known.set(key, isRecording ? this.#memo.get(key, () => again().get(key) as V) : (answers.get(key) as V));
		}
	}

	/** One that may not be remembered, because it was cut off, is given as it was found; what is drawn from it may not be remembered either. */
	#recordedAnswer(key: K): V {
		return this.#memo.get(key, () => this.#recorder.cut(this.#recorded.get(key) as V));
	}
}
