const vscode = require('vscode');

/** Registers a debugger that needs no program: `exceptionInfo` and `stackFrames` of the launch configuration are what it answers. */
exports.activate = (context) => {
	const factory = { createDebugAdapterDescriptor: ({ configuration }) => new vscode.DebugAdapterInlineImplementation(new ScriptedAdapter(configuration)) };
	context.subscriptions.push(vscode.debug.registerDebugAdapterDescriptorFactory('debugpy', factory));
};

class ScriptedAdapter {
	#messages = new vscode.EventEmitter();
	#sequence = 1;
	#configuration;

	constructor(configuration) {
		this.#configuration = configuration;
	}

	onDidSendMessage = this.#messages.event;

	handleMessage({ seq, command }) {
		this.#send({ type: 'response', request_seq: seq, command, success: true, body: this.#answer(command) });
		if (command === 'initialize') this.#event('initialized');
		if (command === 'configurationDone') this.#event('stopped', { reason: 'exception', threadId: 1, allThreadsStopped: true });
		if (command === 'disconnect' || command === 'terminate') this.#event('terminated');
	}

	dispose() {
		this.#messages.dispose();
	}

	#answer(command) {
		const { exceptionInfo, stackFrames } = this.#configuration;
		const answers = {
			initialize: { supportsConfigurationDoneRequest: true, supportsExceptionInfoRequest: true },
			threads: { threads: [{ id: 1, name: 'MainThread' }] },
			stackTrace: { stackFrames, totalFrames: stackFrames.length },
			scopes: { scopes: [] },
			exceptionInfo,
		};
		return answers[command] ?? {};
	}

	#event(event, body) {
		this.#send({ type: 'event', event, body });
	}

	#send(message) {
		this.#messages.fire({ seq: this.#sequence++, ...message });
	}
}
