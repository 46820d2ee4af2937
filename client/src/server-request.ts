import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient, WorkDoneProgress } from 'vscode-languageclient/node';
import { productName } from '../../server/src/protocol.ts';

/** Lets the server run one of its commands while a notification shows how far it is. Undefined when the person cancelled. */
export async function requestWithProgress<Result>(
	client: LanguageClient,
	params: { readonly command: string; readonly arguments?: unknown[] },
): Promise<Result | undefined> {
	const options = { location: vscode.ProgressLocation.Notification, title: productName, cancellable: true };
	return vscode.window.withProgress(options, async (progress, token) => {
		const workDoneToken = crypto.randomUUID();
		let done = 0;
		const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
			if (value.kind === 'end') return;
			const percentage = value.percentage ?? done;
			progress.report({ ...(value.message !== undefined && { message: value.message }), increment: percentage - done });
			done = percentage;
		});
		try {
			return (await client.sendRequest(ExecuteCommandRequest.type, { ...params, workDoneToken }, token)) as Result;
		} catch (error) {
			if (token.isCancellationRequested) return undefined;
			throw error;
		} finally {
			listener.dispose();
		}
	});
}
