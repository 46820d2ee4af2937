import { type Connection, DiagnosticSeverity } from 'vscode-languageserver';
import type { SettingsProblem } from '../analysis/settings.ts';
import type { Workspace } from '../project/workspace.ts';
import type { Logger } from '../util/logger.ts';
import { notification } from '../util/markup.ts';
import { LineIndex } from '../util/text.ts';
import { visibleLines } from '../util/visible.ts';
import { toRange, uriOfPath } from './convert.ts';
import { diagnosticSource } from './diagnostics.ts';

export interface SettingsProblemsParts {
	readonly connection: Connection;
	readonly workspace: Workspace;
	readonly logger: Logger;
}

/** Shows what is wrong with settings where it can be mended: in the file it stands in, or once as a message. */
export class SettingsProblems {
	readonly #parts: SettingsProblemsParts;
	readonly #told = new Set<string>();
	readonly #shown = new Set<string>();
	#noted = new Map<string, readonly SettingsProblem[]>();

	constructor(parts: SettingsProblemsParts) {
		this.#parts = parts;
	}

	/** Has no `this` of its own, so that it can be handed on. */
	readonly note = (problems: readonly SettingsProblem[]): void => {
		for (const problem of problems) {
			if (problem.path === undefined) this.#tell(problem.message);
			else if (!this.#noted.has(problem.path))
				this.#show(
					problem.path,
					problems.filter(({ path }) => path === problem.path),
				);
		}
	};

	/** Whether something is shown in a file. */
	isShownIn(path: string): boolean {
		return this.#shown.has(path);
	}

	/** Calls `readAgain`, which reads the settings that matter now; problems that it does not meet are no longer shown. */
	renew(readAgain: () => void): void {
		this.#noted = new Map();
		readAgain();
		for (const path of [...this.#shown].filter((shown) => !this.#noted.has(shown))) {
			this.#shown.delete(path);
			this.#publish(path, []);
		}
	}

	#tell(message: string): void {
		if (this.#told.has(message)) return;
		this.#told.add(message);
		this.#parts.logger.warn(message);
		void this.#parts.connection.window.showWarningMessage(notification(`Asyncio Doctor: ${message}`));
	}

	#show(path: string, problems: readonly SettingsProblem[]): void {
		this.#noted.set(path, problems);
		this.#shown.add(path);
		this.#publish(path, problems);
	}

	#publish(path: string, problems: readonly SettingsProblem[]): void {
		const lines = new LineIndex(this.#parts.workspace.readText(path) ?? '');
		const diagnostics = problems.map(({ range, message, fatal }) => ({
			range: toRange(range ?? { start: 0, end: 0 }, lines),
			severity: fatal ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
			source: diagnosticSource,
			message: visibleLines(message),
		}));
		void this.#parts.connection.sendDiagnostics({ uri: uriOfPath(path), diagnostics });
	}
}
