/** Where the core says what went wrong; the edge decides where it is shown. */
export interface Logger {
	error(message: string): void;
	warn(message: string): void;
	debug(message: string): void;
}

export const silentLogger: Logger = { error() {}, warn() {}, debug() {} };

/** Asked between pieces of work; the protocol layer's token fits. */
export interface CancellationToken {
	readonly isCancellationRequested: boolean;
}

export const neverCancelled: CancellationToken = { isCancellationRequested: false };

/** Thrown by work that noticed a cancelled token. */
export class CancelledError extends Error {
	override readonly name = 'CancelledError';
}
