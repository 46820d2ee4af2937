import { Questions } from '../util/tracking.ts';

/** Names with what stands under each, in order. Whoever asks for a name depends on that name alone. */
export class TrackedNames<V> implements ReadonlyMap<string, readonly V[]> {
	readonly #tableNow: () => ReadonlyMap<string, readonly V[]>;
	readonly #byName: Questions<string, readonly V[] | undefined>;
	readonly #names: Questions<'names', readonly string[]>;

	/** `tableNow` gives the names as they are; `recheck` is to be called when they may be others. */
	constructor(tableNow: () => ReadonlyMap<string, readonly V[]>) {
		this.#tableNow = tableNow;
		this.#byName = new Questions({ ask: (name) => this.#tableNow().get(name) });
		this.#names = new Questions({ ask: () => [...this.#tableNow().keys()] });
	}

	recheck(): void {
		this.#byName.recheck();
		this.#names.recheck();
	}

	get(name: string): readonly V[] | undefined {
		return this.#byName.get(name);
	}

	has(name: string): boolean {
		return this.get(name) !== undefined;
	}

	get size(): number {
		return this.#names.get('names').length;
	}

	keys(): MapIterator<string> {
		return this.#names.get('names').values() as MapIterator<string>;
	}

	*entries(): MapIterator<[string, readonly V[]]> {
		for (const name of this.keys()) yield [name, this.get(name) as readonly V[]];
		return undefined;
	}

	*values(): MapIterator<readonly V[]> {
		for (const [, list] of this.entries()) yield list;
		return undefined;
	}

	[Symbol.iterator](): MapIterator<[string, readonly V[]]> {
		return this.entries();
	}

	forEach(visit: (value: readonly V[], name: string, map: ReadonlyMap<string, readonly V[]>) => void): void {
		for (const [name, list] of this.entries()) visit(list, name, this);
	}
}
