import type * as vscode from 'vscode';
import type { ExplainedError } from '../../../server/src/protocol.ts';
import type { Explainer } from './explainer.ts';
import type { TerminalOutput } from './terminal-output.ts';

/** Longer lines are data. */
const maxLine = 4000;

interface ErrorLink extends vscode.TerminalLink {
	readonly terminal: vscode.Terminal;
	/** What the line alone says. */
	readonly explanations: readonly ExplainedError[];
}

/**
 * Makes links of the lines in a terminal that hold a known message. VS Code shows a provider one line at a time; the traceback round it is taken from
 * what the command printed, where the shell tells when commands run. Without that the line is explained alone, and the explanation says so.
 */
export function terminalLinks(explainer: Explainer, output: TerminalOutput): vscode.TerminalLinkProvider<ErrorLink> {
	return {
		async provideTerminalLinks({ line, terminal }, token) {
			const text = line.trim();
			if (text === '' || text.length > maxLine) return [];
			const explanations = await explainer.explain(text, token).catch(() => []);
			if (explanations.length === 0) return [];
			return [{ startIndex: line.indexOf(text), length: text.length, tooltip: 'Explain with Asyncio Doctor', terminal, explanations }];
		},
		async handleTerminalLink({ terminal, explanations }) {
			const told = await fromOutput(explainer, output.of(terminal), explanations);
			if (told) await explainer.show(told);
			else await explainer.show(explanations, lineOnly);
		},
	};
}

const lineOnly =
	'Only this line was at hand. To see the place in your code, select the whole traceback in the terminal, copy it, and run `Asyncio Doctor: Explain Traceback`.';

/** What the newest output that holds the line's message says about it, with its place; undefined when none does. */
async function fromOutput(explainer: Explainer, outputs: readonly string[], wanted: readonly ExplainedError[]): Promise<readonly ExplainedError[] | undefined> {
	for (const output of outputs) {
		const all = await explainer.explain(output);
		const same = all.filter(({ error, message }) => wanted.some((one) => one.error === error && one.message === message));
		if (same.length > 0) return same;
	}
	return undefined;
}
