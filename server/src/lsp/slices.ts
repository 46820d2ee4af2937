import type { ServerHost } from './host.ts';

/** Work is done in slices of this many milliseconds, so that a keystroke never waits longer. */
const sliceLength = 15;

/** Cuts long work into slices: after each piece ask whether the slice `isOver`, and if so await the `next`. */
export class Slices {
	readonly #host: Pick<ServerHost, 'pause'>;
	#start = performance.now();

	constructor(host: Pick<ServerHost, 'pause'>) {
		this.#host = host;
	}

	get isOver(): boolean {
		return performance.now() - this.#start > sliceLength;
	}

	/** Messages that have arrived are handled meanwhile. */
	async next(): Promise<void> {
		await this.#host.pause();
		this.#start = performance.now();
	}
}
