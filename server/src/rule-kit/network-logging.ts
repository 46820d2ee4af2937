import { blockingCall } from '../knowledge/blocking-calls.ts';
import { argument, type CallSite, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const logMethods = new Set(['critical', 'debug', 'error', 'exception', 'info', 'log', 'warning']);

/** A handler that sends records over the network, given to a logger that coroutines of the same file write to. */
export interface NetworkLogging {
	/** `logging.handlers.SMTPHandler`. */
	readonly handler: string;
	readonly waitsFor: string;
	/** The first record a coroutine writes. */
	readonly record: SyntaxNode;
}

/** What `logger.addHandler(handler)` does to the coroutines of the file; undefined for other calls and other handlers. */
export function networkLogging(call: CallSite, file: FileModel): NetworkLogging | undefined {
	const logger = call.callee.kind === 'attribute' && call.callee.field('attribute')?.text === 'addHandler' ? call.callee.field('object') : undefined;
	const given = logger && argument(call.node, 0, 'hdlr');
	const handler = given && file.typeOf(unparenthesized(given))?.external;
	const sending = handler === undefined ? undefined : blockingCall(`${handler}.emit`);
	if (!logger || handler === undefined || !sending || file.typeOf(logger)?.external !== 'logging.Logger') return undefined;
	const record = logger.kind === 'identifier' ? recordOf(logger, file) : undefined;
	return record && { handler, waitsFor: sending.waitsFor, record };
}

function recordOf(logger: SyntaxNode, file: FileModel): SyntaxNode | undefined {
	return file
		.mentions(logger.text)
		.map((use) => use.parent)
		.find(
			(attribute): attribute is SyntaxNode =>
				attribute?.kind === 'attribute' &&
				attribute.field('object')?.text === logger.text &&
				logMethods.has(attribute.field('attribute')?.text ?? '') &&
				attribute.parent?.kind === 'call' &&
				file.functionOf(attribute)?.isAsync === true,
		)?.parent;
}
