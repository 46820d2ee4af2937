/** Thrown out of work that takes longer than it may. Only who set the limit catches it. */
export class TimeIsUp extends Error {}

/** How often `pass` is called between two looks at the clock. */
const interval = 32;

/** A limit on work that cannot be interrupted from outside: the work itself asks, at places that it passes often. */
export class TimeLimit {
	readonly #now: () => number;
	#end = Number.POSITIVE_INFINITY;
	#passed = 0;

	/** `now`: a clock in milliseconds. */
	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Runs work that may take so many milliseconds from now; what it then throws goes through. */
	within<T>(milliseconds: number, work: () => T): T {
		const outer = this.#end;
		this.#end = Math.min(outer, this.#now() + milliseconds);
		try {
			return work();
		} finally {
			this.#end = outer;
		}
	}

	/** Throws TimeIsUp when the limit is reached; looks at the clock now and then only. */
	pass(): void {
		if (this.#end === Number.POSITIVE_INFINITY || ++this.#passed % interval !== 0) return;
		if (this.isUp) throw new TimeIsUp();
	}

	get isUp(): boolean {
		return this.#end !== Number.POSITIVE_INFINITY && this.#now() >= this.#end;
	}
}
