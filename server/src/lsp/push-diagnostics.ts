import { diagnosticsOf, resultIdOf } from './diagnostics.ts';
import { describeError, type Session } from './session.ts';

/** Diagnostics of open documents for clients that do not ask for them. */
export class PushDiagnostics {
	readonly #session: Session;
	/** Of what was asked for last, by path: only that is done. */
	#round = 0;
	readonly #rounds = new Map<string, number>();

	constructor(session: Session) {
		this.#session = session;
	}

	/** Publishes as soon as the messages that have come already are read: keys that come together are one change. A newer change takes the place of an older one. */
	schedule(path: string): void {
		const round = this.#next(path);
		const isStale = () => this.#rounds.get(path) !== round;
		const publish = async () => {
			await this.#session.host.pause();
			await this.#session.host.pause();
			await this.#session.prepare(path, isStale);
			if (!isStale()) this.publish(path);
		};
		publish().catch((error: unknown) => this.#session.logger.error(`Publishing diagnostics failed: ${describeError(error)}`));
	}

	/** Publishes now, for the text and version that the document has now. */
	publish(path: string): void {
		this.#next(path);
		const document = this.#session.documents.get(path);
		if (!document) return;
		const diagnostics = diagnosticsOf(path, this.#session);
		this.#session.shown.set(path, resultIdOf(diagnostics));
		this.#send(document.uri, diagnostics, document.version);
	}

	/** The document is closed: its entries go. */
	clear(path: string, uri: string): void {
		this.#rounds.delete(path);
		this.#send(uri, []);
	}

	publishAll(): void {
		for (const document of this.#session.documents.all) this.publish(document.path);
	}

	#next(path: string): number {
		this.#rounds.set(path, ++this.#round);
		return this.#round;
	}

	#send(uri: string, diagnostics: ReturnType<typeof diagnosticsOf>, version?: number): void {
		void this.#session.connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
	}
}
