/** What the watchdog needs of a server and of who sits before it. */
export interface WatchedServer {
	/** Settles when the server has answered a question that costs it nothing, or is no longer connected. */
	ask(): Promise<unknown>;
	/** The server does not answer; `document` is what has waited longest. */
	hangs(document: string): Promise<void>;
}

/**
 * Notices a server that no longer answers. A server without a question need not answer: only while a document waits for its
 * diagnostics is the clock running. Who waits for half the limit makes the watchdog ask; no answer until its end, and the server hangs.
 */
export class Watchdog {
	readonly #server: WatchedServer;
	readonly #limit: number;
	#isAsking = false;

	/** `limit` in milliseconds. */
	constructor(server: WatchedServer, limit: number) {
		this.#server = server;
		this.#limit = limit;
	}

	/** Waits along with a document for an answer, and gives it back. */
	watch<T>(document: string, answer: PromiseLike<T>): PromiseLike<T> {
		const timer = setTimeout(() => void this.#doubt(document), this.#limit / 2);
		const stop = () => clearTimeout(timer);
		answer.then(stop, stop);
		return answer;
	}

	async #doubt(document: string): Promise<void> {
		if (this.#isAsking) return;
		this.#isAsking = true;
		try {
			if (!(await this.#isAnswered())) await this.#server.hangs(document);
		} finally {
			this.#isAsking = false;
		}
	}

	#isAnswered(): Promise<boolean> {
		return new Promise((resolve) => {
			const timer = setTimeout(() => resolve(false), this.#limit / 2);
			const answered = () => {
				clearTimeout(timer);
				resolve(true);
			};
			this.#server.ask().then(answered, answered);
		});
	}
}
