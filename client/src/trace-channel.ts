import * as vscode from 'vscode';
import { configurationSection } from '../../server/src/protocol.ts';

const traceSetting = `${configurationSection}.trace.server`;

/**
 * Shows the traffic with the server in the log when `asyncioDoctor.trace.server` asks for it. On its own the client
 * library traces only at the log level "trace", which would hide from everybody else what they have switched on.
 */
export function createTraceChannel(log: vscode.LogOutputChannel): vscode.LogOutputChannel {
	const levelChanged = new vscode.EventEmitter<vscode.LogLevel>();
	const level = (): vscode.LogLevel => (vscode.workspace.getConfiguration().get(traceSetting, 'off') === 'off' ? vscode.LogLevel.Off : vscode.LogLevel.Trace);
	const settings = vscode.workspace.onDidChangeConfiguration((event) => {
		if (event.affectsConfiguration(traceSetting)) levelChanged.fire(level());
	});
	return {
		name: log.name,
		get logLevel() {
			return level();
		},
		onDidChangeLogLevel: levelChanged.event,
		trace: (message, ...rest) => log.info(`[trace] ${message}`, ...rest),
		debug: (message, ...rest) => log.debug(message, ...rest),
		info: (message, ...rest) => log.info(message, ...rest),
		warn: (message, ...rest) => log.warn(message, ...rest),
		error: (message, ...rest) => log.error(message, ...rest),
		append: (text) => log.append(text),
		appendLine: (text) => log.appendLine(text),
		replace: (text) => log.replace(text),
		clear: () => log.clear(),
		show: () => log.show(true),
		hide: () => log.hide(),
		dispose: () => vscode.Disposable.from(settings, levelChanged).dispose(),
	};
}
