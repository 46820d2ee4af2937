import * as vscode from 'vscode';

/** UTF-16 units of one command's output that are kept: a traceback stands at its end. */
const maxLength = 400_000;
/** Commands whose output is kept, for each terminal. */
const maxCommands = 3;

/** What the last commands of each terminal printed, where the shell tells when a command runs (VS Code's shell integration). Kept in memory only. */
export class TerminalOutput {
	readonly #outputs = new Map<vscode.Terminal, Output[]>();
	readonly #listeners: vscode.Disposable;

	constructor() {
		this.#listeners = vscode.Disposable.from(
			vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => void this.#follow(terminal, execution)),
			vscode.window.onDidCloseTerminal((terminal) => this.#outputs.delete(terminal)),
		);
	}

	/** Outputs of a terminal with their control sequences, the latest first. */
	of(terminal: vscode.Terminal): readonly string[] {
		return (this.#outputs.get(terminal) ?? []).map((output) => output.chunks.join('')).reverse();
	}

	dispose(): void {
		this.#listeners.dispose();
		this.#outputs.clear();
	}

	async #follow(terminal: vscode.Terminal, execution: vscode.TerminalShellExecution): Promise<void> {
		const output: Output = { chunks: [], length: 0 };
		this.#outputs.set(terminal, [...(this.#outputs.get(terminal) ?? []).slice(1 - maxCommands), output]);
		for await (const chunk of execution.read()) {
			output.chunks.push(chunk);
			output.length += chunk.length;
			while (output.length > maxLength && output.chunks.length > 1) output.length -= output.chunks.shift()?.length ?? 0;
		}
	}
}

interface Output {
	readonly chunks: string[];
	length: number;
}
