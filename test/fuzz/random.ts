/** Numbers that look random and are the same for the same seed (mulberry32). */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** From 0 to below 1. */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number from 0 to `limit` - 1; 0 where there is none. */
	below(limit: number): number {
		return Math.floor(this.next() * Math.max(1, limit));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<T>(values: readonly T[]): T {
		return values[this.below(values.length)] as T;
	}

	/** A copy in an order of chance. */
	shuffled<T>(values: readonly T[]): T[] {
		const rest = [...values];
		return values.map(() => rest.splice(this.below(rest.length), 1)[0] as T);
	}

	/** A choice where some are drawn more often than others. */
	weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
		let left = this.next() * choices.reduce((sum, [weight]) => sum + weight, 0);
		for (const [weight, value] of choices) {
			left -= weight;
			if (left < 0) return value;
		}
		return (choices.at(-1) as readonly [number, T])[1];
	}
}
