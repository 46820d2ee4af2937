import { diagnosticsOf, resultIdOf } from './diagnostics.ts';
import type { Session } from './session.ts';

/** Long enough to swallow the rest of a burst of keystrokes, short enough not to be felt. */
const delayAfterChange = 100;

/** Diagnostics of open documents for clients that do not ask for them. */
export class PushDiagnostics {
	readonly #session: Session;
	readonly #pending = new Map<string, () => void>();

	constructor(session: Session) {
		this.#session = session;
	}

	/** Publishes soon, counted from the last call for this document. */
	schedule(path: string): void {
		this.#cancel(path);
		const stop = this.#session.host.delay(delayAfterChange, () => this.publish(path));
		this.#pending.set(path, stop);
	}

	/** Publishes now, for the text and version that the document has now. */
	publish(path: string): void {
		this.#cancel(path);
		const document = this.#session.documents.get(path);
		if (!document) return;
		const diagnostics = diagnosticsOf(path, this.#session);
		this.#session.shown.set(path, resultIdOf(diagnostics));
		this.#send(document.uri, diagnostics, document.version);
	}

	/** The document is closed: its entries go. */
	clear(path: string, uri: string): void {
		this.#cancel(path);
		this.#send(uri, []);
	}

	publishAll(): void {
		for (const document of this.#session.documents.all) this.publish(document.path);
	}

	#cancel(path: string): void {
		this.#pending.get(path)?.();
		this.#pending.delete(path);
	}

	#send(uri: string, diagnostics: ReturnType<typeof diagnosticsOf>, version?: number): void {
		void this.#session.connection.sendDiagnostics({ uri, diagnostics, ...(version !== undefined && { version }) });
	}
}
