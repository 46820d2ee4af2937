const wellKnownEnding =
	/(?:Error|Exception|Warning|Operation|Interrupt|Exit|Group|Timeout|Cancelled|StopIteration|StopAsyncIteration|Failed|Closed|ClosedOK|NotFound|DoesNotExist|Empty|Full|Disconnect|Failure)$/;

/** `ValueError: text`, `asyncio.exceptions.CancelledError`; when `isExpected` any name that could be a class will do. */
export function exceptionOf(text: string, isExpected: boolean): { readonly exception: string; readonly message: string } | undefined {
	const match = /^((?:[A-Za-z_]\w*\.)*[A-Za-z_]\w*)(?::(?:\s(.*))?)?$/.exec(text);
	const name = match?.[1];
	if (!name) return undefined;
	const last = name.split('.').at(-1) as string;
	const isClass = wellKnownEnding.test(last) || (isExpected && /^[A-Z]/.test(last) && (match[2] !== undefined || name.includes('.')));
	return isClass ? { exception: name, message: match[2] ?? '' } : undefined;
}

/** A class name and its message inside a line of a log. */
export function embeddedException(text: string): { readonly exception: string; readonly message: string } | undefined {
	const match = /(?:^|[\s"'(:\]-])((?:[A-Za-z_]\w*\.){0,8}[A-Za-z_]\w{0,80}(?:Error|Exception|Warning|Operation)): (.*)$/.exec(text);
	return match ? { exception: match[1] as string, message: match[2] as string } : undefined;
}

/** asyncio's handler describes the object below its message: `task: <Task pending ...>`. */
export function isDetail(text: string): boolean {
	return /^\s*(?:future|task|handle|transport|protocol|source_traceback|client_session|connector|connections|asyncgen|exception|message|loop|server|socket): /.test(
		text,
	);
}

/** A string in source code rather than a message: `raise RuntimeError('...')`. */
export function isQuoted(text: string): boolean {
	return /^>?\s*(?:raise\b|f?["'])/.test(text) || /["']\)?\s*$/.test(text);
}
