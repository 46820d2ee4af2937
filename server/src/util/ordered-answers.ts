import { componentsFrom } from './components.ts';
import { type Inquiry, Memo } from './memo.ts';
import { type Home, isRecording, record } from './tracking.ts';

/** How one question is answered from the answers to others of its kind. */
export interface Ordering<K, V> {
	/** Where the answer to a question lives. */
	readonly homeOf: (key: K) => Home;
	/** The questions whose answers it rests on. */
	readonly restsOn: (key: K) => Iterable<K>;
	readonly solve: (key: K, answerTo: (key: K) => V) => V;
	/** For several questions that rest on each other. */
	readonly solveRing: (keys: readonly K[], answerTo: (key: K) => V) => ReadonlyMap<K, V>;
	/** The answer where nothing is known. */
	readonly otherwise: V;
	/** Whether an answer that was found again is the same for who asked. */
	isSame(one: V, other: V): boolean;
	/** New questions that are looked into for one, while somebody records. */
	readonly limit?: number;
}

/**
 * Answers to questions that rest on each other: found in the order in which they do, so that a chain of thousands needs no deep
 * stack, and each once, whoever asks first and whatever circles they form.
 */
export class OrderedAnswers<K extends object, V> {
	readonly #inquiry: Inquiry;
	readonly #ordering: Ordering<K, V>;
	/** What others have asked for: it stays while it is found the same again. */
	readonly #asked: Memo<K, V>;
	/** What was found on the way; it goes with what it was drawn from, for a change may lead to another order. */
	readonly #found: Memo<K, V>;
	/** Answers to all questions of a ring, under its first. */
	readonly #rings: Memo<K, ReadonlyMap<K, V>>;
	/** Answers of this revision; those found while somebody recorded are in the memo, too. */
	readonly #recorded = new Map<K, V>();
	readonly #bare = new Map<K, V>();
	/** Questions that are being answered: finding out what one rests on may ask it again. */
	readonly #starts = new Set<K>();

	constructor(inquiry: Inquiry, ordering: Ordering<K, V>) {
		this.#inquiry = inquiry;
		this.#ordering = ordering;
		const { homeOf, otherwise } = ordering;
		this.#asked = new Memo({ inquiry, homeOf, whenCircular: otherwise, isSame: ordering.isSame });
		this.#found = new Memo<K, V>({ inquiry, homeOf, whenCircular: otherwise, isFinal: true });
		this.#rings = new Memo<K, ReadonlyMap<K, V>>({ inquiry, homeOf, whenCircular: new Map(), isFinal: true });
	}

	/** Forgets what belongs to the revision. */
	clear(): void {
		this.#recorded.clear();
		this.#bare.clear();
	}

	get(key: K): V {
		return isRecording() ? this.#asked.get(key, () => this.#answerRecording(key)) : this.#answer(key);
	}

	#answer(key: K): V {
		return this.#prepare(key, this.#bare) ? (this.#bare.get(key) as V) : this.#inquiry.cut(this.#ordering.otherwise);
	}

	#answerRecording(key: K): V {
		// Who asks draws on the one answer, not on all that were found for it.
		const isThere = record(undefined, () => this.#prepare(key, this.#recorded)).value;
		return isThere ? this.#recordedAnswer(key) : this.#inquiry.cut(this.#ordering.otherwise);
	}

	/** Finds the answers that one rests on, and itself; false where that is under way. */
	#prepare(key: K, known: Map<K, V>): boolean {
		if (known.has(key)) return true;
		if (this.#starts.has(key)) return false;
		this.#starts.add(key);
		try {
			this.#settle(key, known);
		} finally {
			this.#starts.delete(key);
		}
		return true;
	}

	#settle(start: K, known: Map<K, V>): void {
		this.#inquiry.filled(this);
		const { restsOn, solve, solveRing, otherwise, limit = Number.POSITIVE_INFINITY } = this.#ordering;
		const recording = isRecording();
		let count = 0;
		const unknown = (key: K) => (known.has(key) || (recording && ++count > limit) ? [] : restsOn(key));
		const answerTo = (key: K): V => {
			if (!known.has(key)) return this.#inquiry.cut(otherwise);
			return recording ? this.#recordedAnswer(key) : (known.get(key) as V);
		};
		for (const component of componentsFrom(start, unknown)) {
			const [first] = component as [K];
			if (known.has(first)) continue;
			if (component.length === 1) {
				known.set(first, recording ? this.#found.get(first, () => solve(first, answerTo)) : solve(first, answerTo));
				continue;
			}
			const answers = recording ? this.#rings.get(first, () => solveRing(component, answerTo)) : solveRing(component, answerTo);
			const again = () => this.#rings.get(first, () => this.#inquiry.cut(answers));
			for (const key of component) known.set(key, recording ? this.#found.get(key, () => again().get(key) as V) : (answers.get(key) as V));
		}
	}

	/** One that may not be remembered, because it was cut off, is given as it was found; what is drawn from it may not be remembered either. */
	#recordedAnswer(key: K): V {
		return this.#found.get(key, () => this.#inquiry.cut(this.#recorded.get(key) as V));
	}
}
