import type { Analyser, FileReport } from '../analysis/analyser.ts';
import type { FixableFiles } from '../analysis/fix-rounds.ts';
import type { Session } from './session.ts';

/** The files of one migration, in an analyser of their own. Of open notebooks it is told the cells as the editor has them. */
export class MigratedFiles implements FixableFiles {
	readonly #session: Pick<Session, 'documents' | 'notebooks'>;
	readonly #analyser: Analyser;
	readonly #paths: readonly string[];
	/** Texts of cells that were changed. */
	readonly #cells = new Map<string, string>();

	constructor(session: Pick<Session, 'documents' | 'notebooks'>, analyser: Analyser, paths: readonly string[]) {
		this.#session = session;
		this.#analyser = analyser;
		this.#paths = paths;
		for (const path of paths) this.#setCells(path);
	}

	check(path: string): FileReport | undefined {
		return this.#analyser.check(path);
	}

	setTexts(texts: ReadonlyMap<string, string>): void {
		const notebooks = new Set<string>();
		for (const [path, text] of texts) {
			const cellOf = this.#session.documents.get(path)?.notebook;
			if (!cellOf) {
				this.#analyser.change(path, text);
				continue;
			}
			this.#cells.set(path, text);
			notebooks.add(cellOf.path);
		}
		for (const path of notebooks) this.#setCells(path);
	}

	/** Frees what the analyser keeps of them. */
	close(): void {
		for (const path of this.#paths) this.#analyser.close(path);
	}

	#setCells(path: string): void {
		const notebook = this.#session.notebooks.get(path, this.#cells);
		if (notebook) this.#analyser.changeNotebook(path, notebook);
	}
}
