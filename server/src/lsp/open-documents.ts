import { diagnosticsOf, resultIdOf } from './diagnostics.ts';
import type { PushDiagnostics } from './push-diagnostics.ts';
import { describeError, type Session } from './session.ts';
import { Slices } from './slices.ts';

/** Long enough to swallow the rest of a burst of keystrokes, short enough not to be felt. */
const delayAfterChange = 100;

/** Keeps what is shown of open documents true when something they depend on changes: another document, a file, the settings. */
export class OpenDocuments {
	readonly #session: Session;
	readonly #push: PushDiagnostics;
	#stop: (() => void) | undefined;
	#runs = 0;

	constructor(session: Session, push: PushDiagnostics) {
		this.#session = session;
		this.#push = push;
	}

	/** Judges them again soon, counted from the last call, and shows those whose diagnostics differ. */
	judgeSoon(): void {
		this.#stop?.();
		this.#stop = this.#session.host.delay(delayAfterChange, () => {
			this.#judge(++this.#runs).catch((error: unknown) => this.#session.logger.error(`Judging open documents failed: ${describeError(error)}`));
		});
	}

	/** Shows all anew, whether or not anything differs. */
	showAll(): void {
		const { pullsDiagnostics } = this.#session.features;
		if (pullsDiagnostics) this.#refresh();
		else this.#push.publishAll();
	}

	async #judge(run: number): Promise<void> {
		const { documents, features, host, ready, shown } = this.#session;
		await ready;
		const slices = new Slices(host);
		let isAnyStale = false;
		for (const path of [...documents.all].map((document) => document.path)) {
			if (slices.isOver) await slices.next();
			// A later change has asked for another round.
			if (run !== this.#runs) return;
			const before = shown.get(path);
			if (before === undefined || this.#waitsForSaving(path)) continue;
			await this.#session.prepare(path, () => run !== this.#runs);
			if (run !== this.#runs) return;
			if (resultIdOf(diagnosticsOf(path, this.#session)) === before) continue;
			isAnyStale = true;
			if (!features.pullsDiagnostics) this.#push.publish(path);
		}
		if (isAnyStale && features.pullsDiagnostics) this.#refresh();
	}

	#waitsForSaving(path: string): boolean {
		const { documents, serverSettings } = this.#session;
		return documents.get(path)?.isDirty === true && serverSettings(path).run === 'onSave';
	}

	/** The client asks anew for what it shows. */
	#refresh(): void {
		const { connection, features, logger } = this.#session;
		if (!features.refreshesDiagnostics) return;
		connection.languages.diagnostics.refresh().catch((error: unknown) => logger.warn(`The client did not refresh its diagnostics: ${describeError(error)}`));
	}
}
