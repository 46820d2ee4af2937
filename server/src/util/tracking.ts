/*
 * What remembered answers were drawn from, as a graph: sources at one end, answers at the other, and answers
 * that further answers were drawn from between. An edge is made for what a computation asked itself, not for
 * what its answers rest on in turn. When a source changes, everything drawn from it goes at once, forwards
 * along the edges, and nothing else is looked at; so what is remembered holds, and holds nothing that is gone.
 */

/** Something that answers are drawn from. */
export class Source {
	#dependents: Set<Answer> | undefined;

	get isUsed(): boolean {
		return this.#dependents !== undefined && this.#dependents.size > 0;
	}

	/** It is no longer what it was: what was drawn from it is dropped, or to be asked again (see Answer.outdated), and what was drawn from that is in doubt. */
	change(): void {
		const changed: Source[] = [this];
		const doubted: Source[] = [];
		for (let source = changed.pop(); source !== undefined; source = changed.pop()) {
			const dependents = source.#dependents;
			source.#dependents = undefined;
			for (const answer of dependents ?? []) (answer.outdated() ? changed : doubted).push(answer);
		}
		for (let source = doubted.pop(); source !== undefined; source = doubted.pop())
			for (const answer of source.#dependents ?? []) if (answer.doubt()) doubted.push(answer);
	}

	/** @internal For answers only. */
	link(answer: Answer): void {
		this.#dependents ??= new Set();
		this.#dependents.add(answer);
	}

	/** @internal For answers only. */
	unlink(answer: Answer): void {
		if (this.#dependents?.delete(answer) && this.#dependents.size === 0) {
			this.#dependents = undefined;
			this.unused();
		}
	}

	/** Called when the last answer drawn from it is gone. */
	protected unused(): void {}
}

const noSources: readonly Source[] = [];

/** Something that was found out, and may serve as a source itself. */
export abstract class Answer extends Source {
	#sources: readonly Source[] = noSources;

	/** Tells from now on when one of the sources changes. */
	drawnFrom(sources: Iterable<Source>): void {
		this.#sources = [...sources];
		for (const source of this.#sources) source.link(this);
	}

	/** Takes back what `drawnFrom` did; what was drawn from this answer is left as it is. */
	detach(): void {
		for (const source of this.#sources) source.unlink(this);
		this.#sources = noSources;
	}

	/** The place where it lived is gone. */
	leave(): void {
		this.detach();
	}

	get sources(): readonly Source[] {
		return this.#sources;
	}

	/** A source changed. True when what was drawn from this answer is outdated as well; else it is to be asked again. */
	abstract outdated(): boolean;

	/** What it was drawn from may turn out to be another. True when that is news, and concerns what was drawn from this. */
	abstract doubt(): boolean;
}

/** Where answers live: a piece of syntax, mostly. They go when it goes. */
export class Home extends Source {
	#answers: Map<object, Map<unknown, Answer>> | undefined;

	/** The answers that a memo keeps here, by their keys. */
	answersOf(memo: object): ReadonlyMap<unknown, Answer> | undefined {
		return this.#answers?.get(memo);
	}

	keep(memo: object, key: unknown, answer: Answer): void {
		this.#answers ??= new Map();
		const known = this.#answers.get(memo);
		if (known) known.set(key, answer);
		else this.#answers.set(memo, new Map([[key, answer]]));
	}

	drop(memo: object, key: unknown): void {
		const answers = this.#answers?.get(memo);
		answers?.delete(key);
		if (answers?.size === 0) this.#answers?.delete(memo);
	}

	/** It is gone: what lives here goes, and so does whatever was drawn from it or read here. */
	retire(): void {
		const all = this.#answers;
		this.#answers = undefined;
		for (const answers of all?.values() ?? [])
			for (const answer of answers.values()) {
				answer.leave();
				answer.change();
			}
		this.change();
	}
}

/** What a running computation has drawn on so far. */
interface Frame {
	/** Where its answer will live: what is read there needs no edge. */
	readonly home: Home | undefined;
	readonly sources: Set<Source>;
	last: Source | undefined;
}

/** The innermost computation whose sources are noted. One for the process: computations are synchronous. */
let frame: Frame | undefined;

export function isRecording(): boolean {
	return frame !== undefined;
}

/** Notes that the running computation draws on something. */
export function use(source: Source): void {
	if (frame === undefined || frame.last === source || frame.home === source) return;
	frame.last = source;
	frame.sources.add(source);
}

/** Notes `source`, unless the answer will live at `home` and so goes with it anyhow. */
export function useAt(home: Home, source: Source): void {
	if (frame !== undefined && frame.home !== home) use(source);
}

/** Runs and gives back what was drawn on, for an answer that will live at `home`. What encloses it notes nothing of it: the caller decides. */
export function record<T>(home: Home | undefined, compute: () => T): { readonly value: T; readonly sources: ReadonlySet<Source> } {
	const outer = frame;
	const own: Frame = { home, sources: new Set(), last: undefined };
	frame = own;
	try {
		return { value: compute(), sources: own.sources };
	} finally {
		frame = outer;
	}
}

/** Runs without noting anything. */
export function untracked<T>(compute: () => T): T {
	if (frame === undefined) return compute();
	const outer = frame;
	frame = undefined;
	try {
		return compute();
	} finally {
		frame = outer;
	}
}

/** Identity; of arrays, that of their items. */
export function isSame(a: unknown, b: unknown): boolean {
	if (a === b) return true;
	return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]);
}

class Question<K, V> extends Source {
	readonly key: K;
	readonly value: V;
	readonly #open: Map<K, Question<K, V>>;

	constructor(key: K, value: V, open: Map<K, Question<K, V>>) {
		super();
		this.key = key;
		this.value = value;
		this.#open = open;
	}

	protected override unused(): void {
		if (this.#open.get(this.key) === this) this.#open.delete(this.key);
	}
}

/** One kind of question whose answers others depend on: how to ask it, and when two answers are the same. */
export interface QuestionKind<K, V> {
	ask(key: K): V;
	/** By default identity, of arrays that of their items. */
	isSame?(one: V, other: V): boolean;
}

/** The open questions of one kind: those that some answer was drawn from. */
export class Questions<K, V> {
	readonly #kind: QuestionKind<K, V>;
	readonly #open = new Map<K, Question<K, V>>();

	constructor(kind: QuestionKind<K, V>) {
		this.#kind = kind;
	}

	/** The answer; whoever asks depends on it. */
	get(key: K): V {
		if (!isRecording()) return this.#kind.ask(key);
		const value = untracked(() => this.#kind.ask(key));
		this.#use(key, value);
		return value;
	}

	get isEmpty(): boolean {
		return this.#open.size === 0;
	}

	#use(key: K, value: V): void {
		let question = this.#open.get(key);
		if (!question || !this.#isSame(question.value, value)) {
			question = new Question(key, value, this.#open);
			this.#open.set(key, question);
		}
		use(question);
	}

	/** Something happened that may give other answers to these questions (to all of this kind, when none are named). */
	recheck(keys: Iterable<K> = [...this.#open.keys()]): void {
		for (const key of keys) {
			const question = this.#open.get(key);
			if (!question) continue;
			if (!question.isUsed) this.#open.delete(key);
			else if (
				!this.#isSame(
					untracked(() => this.#kind.ask(key)),
					question.value,
				)
			) {
				this.#open.delete(key);
				question.change();
			}
		}
	}

	/** They can no longer be asked. */
	close(): void {
		const all = [...this.#open.values()];
		this.#open.clear();
		for (const question of all) question.change();
	}

	#isSame(one: V, other: V): boolean {
		return this.#kind.isSame ? this.#kind.isSame(one, other) : isSame(one, other);
	}
}

/** Questions of one kind about each file. */
export class QuestionsByPath<K, V> {
	readonly #kindFor: (path: string) => QuestionKind<K, V>;
	readonly #byPath = new Map<string, Questions<K, V>>();

	constructor(kindFor: (path: string) => QuestionKind<K, V>) {
		this.#kindFor = kindFor;
	}

	/** The answer; whoever asks depends on it. */
	get(path: string, key: K): V {
		if (!isRecording()) return this.#kindFor(path).ask(key);
		let questions = this.#byPath.get(path);
		if (!questions) {
			questions = new Questions(this.#kindFor(path));
			this.#byPath.set(path, questions);
		}
		return questions.get(key);
	}

	/** Answers may be others now: all, those about a file, or those under some keys. */
	recheck(path?: string, keys?: Iterable<K>): void {
		for (const one of path === undefined ? [...this.#byPath.keys()] : [path]) {
			const questions = this.#byPath.get(one);
			questions?.recheck(keys);
			if (questions?.isEmpty) this.#byPath.delete(one);
		}
	}
}
