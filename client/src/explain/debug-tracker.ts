import * as vscode from 'vscode';
import { productName } from '../../../server/src/protocol.ts';
import { notification } from '../../../server/src/util/markup.ts';
import type { Explainer } from './explainer.ts';

/** The types under which Python's debuggers go. */
export const pythonDebugTypes = ['debugpy', 'python'] as const;

/** Frames that are asked for: recursion may have thousands. */
const maxFrames = 100;

/** The parts of the debug adapter protocol that are read here; each may be missing. */
interface ProtocolEvent {
	readonly type?: string;
	readonly event?: string;
	readonly body?: { readonly reason?: string; readonly threadId?: number; readonly text?: string };
}

interface ExceptionInfo {
	readonly exceptionId?: string;
	readonly description?: string;
	readonly details?: { readonly message?: string; readonly typeName?: string };
}

interface StackTrace {
	readonly stackFrames?: readonly { readonly name?: string; readonly line?: number; readonly source?: { readonly path?: unknown } }[];
}

/** Offers the explanation when a debugged program stops on an exception that is known. */
export function debugTracker(explainer: Explainer, log: vscode.LogOutputChannel): vscode.DebugAdapterTrackerFactory {
	return {
		createDebugAdapterTracker(session) {
			const offered = new Set<string>();
			const stopped = async (event: ProtocolEvent): Promise<void> => {
				const traceback = await tracebackOf(session, event);
				if (traceback === undefined || offered.has(traceback)) return;
				offered.add(traceback);
				const explanations = await explainer.explain(traceback);
				const first = explanations[0];
				if (!first) return;
				const answer = await vscode.window.showInformationMessage(notification(`${productName}: ${first.title}.`), 'Explain');
				if (answer !== undefined) await explainer.show(explanations);
			};
			return {
				onDidSendMessage(message: ProtocolEvent) {
					if (message.type !== 'event' || message.event !== 'stopped' || message.body?.reason !== 'exception') return;
					stopped(message).catch((error: unknown) => log.debug(`The debugger did not tell of its exception: ${String(error)}`));
				},
			};
		},
	};
}

/** What Python would print if the exception ended the program here. */
async function tracebackOf(session: vscode.DebugSession, { body }: ProtocolEvent): Promise<string | undefined> {
	const { threadId } = body ?? {};
	if (threadId === undefined) return undefined;
	const info: ExceptionInfo = await session.customRequest('exceptionInfo', { threadId });
	const stack: StackTrace = await session.customRequest('stackTrace', { threadId, startFrame: 0, levels: maxFrames });
	const name = info.details?.typeName ?? info.exceptionId ?? 'Exception';
	const message = info.details?.message ?? info.description ?? body?.text ?? '';
	const frames = (stack.stackFrames ?? []).flatMap(({ name: inside, line, source }) => {
		const path = pathOf(source?.path);
		return path === undefined || !line ? [] : [`  File "${path}", line ${line}, in ${inside ?? '<module>'}`];
	});
	return ['Traceback (most recent call last):', ...frames.reverse(), message === '' ? name : `${name}: ${message}`].join('\n');
}

/** Debuggers send a path or a URI, and VS Code makes URIs of paths: of a remote machine, with its name. */
function pathOf(source: unknown): string | undefined {
	if (typeof source !== 'string') return undefined;
	return /^[A-Za-z][\w+.-]+:\//.test(source) ? vscode.Uri.file(vscode.Uri.parse(source).path).fsPath : source;
}
