type JsonObject = Readonly<Record<string, unknown>>;

const maxDepth = 14;

/** The traceback that a JSON log record or error report holds, as Python prints one; undefined when the text is no JSON object or array, or holds none. */
export function tracebackTextOf(json: string): string | undefined {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch {
		return undefined;
	}
	if (typeof value !== 'object' || value === null) return undefined;
	return textsOf(value, 0).join('\n');
}

function textsOf(value: unknown, depth: number): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || depth > maxDepth) return [];
	if (Array.isArray(value)) return isChain(value) ? chainTexts(value, depth) : value.flatMap((item) => textsOf(item, depth + 1));
	const object = value as JsonObject;
	if (typeof object.cell_type === 'string') return textsOf(object.outputs, depth + 1);
	// One line of a container's output, as Docker keeps it.
	if (typeof object.log === 'string' && typeof object.stream === 'string') return [object.log.replace(/\r?\n$/, '')];
	if (object.output_type === 'error') return textsOf(object.traceback, depth + 1);
	return [...simpleTexts(object), ...errorTexts(object, depth), ...longTexts(object, depth)];
}

function chainTexts(exceptions: readonly unknown[], depth: number): readonly string[] {
	return exceptions.toReversed().flatMap((item, index) => [...(index > 0 ? [handling] : []), ...textsOf(item, depth + 1)]);
}

const handling = 'During handling of the above exception, another exception occurred:';

const errorKeys = new Set(['exceptions', 'exc_type', 'exc_value', 'errorType', 'errorMessage', 'frames', 'stackTrace', 'stack_trace_frames']);

function simpleTexts(object: JsonObject): readonly string[] {
	return Object.entries(object).flatMap(([key, value]) => (typeof value === 'string' && !value.includes('\n') && !errorKeys.has(key) ? [value] : []));
}

function longTexts(object: JsonObject, depth: number): readonly string[] {
	return Object.entries(object).flatMap(([key, value]) =>
		!errorKeys.has(key) && (typeof value === 'string' ? value.includes('\n') : typeof value === 'object') ? textsOf(value, depth + 1) : [],
	);
}

/** structlog, Sentry and AWS Lambda take an exception apart; this puts it together again. */
function errorTexts(object: JsonObject, depth: number): readonly string[] {
	const frames = object.frames ?? object.stackTrace;
	const name = text(object.exc_type) ?? text(object.errorType) ?? (Array.isArray(frames) ? text(object.type) : undefined);
	const message = text(object.exc_value) ?? text(object.errorMessage) ?? (Array.isArray(frames) ? text(object.value) : undefined);
	const lines = Array.isArray(frames) ? frames.flatMap((frame) => (isFrame(frame) ? [frameText(frame)] : textsOf(frame, depth + 1))) : [];
	if (name === undefined && lines.length === 0) return [];
	const said = name === undefined ? [] : [message ? `${name}: ${message}` : name];
	const inGroup = Array.isArray(object.exceptions) ? textsOf(object.exceptions, depth + 1).map(asGroupMember) : [];
	return ['Traceback (most recent call last):', ...lines, ...said, ...inGroup];
}

function asGroupMember(line: string): string {
	return /^ {2,}\| /.test(line) ? `  ${line}` : `    | ${line}`;
}

function isFrame(value: unknown): value is JsonObject {
	const frame = value as JsonObject | null;
	return typeof frame === 'object' && frame !== null && pathOf(frame) !== undefined && Number.isInteger(frame.lineno ?? frame.line);
}

function frameText(frame: JsonObject): string {
	return `  File "${pathOf(frame)}", line ${frame.lineno ?? frame.line}, in ${text(frame.name) ?? text(frame.function) ?? '<module>'}`;
}

function pathOf(frame: JsonObject): string | undefined {
	return text(frame.abs_path) ?? text(frame.filename) ?? text(frame.file) ?? text(frame.path);
}

/** A list of exceptions, the last raised first. */
function isChain(values: readonly unknown[]): boolean {
	return values.every((value) => typeof value === 'object' && value !== null && 'exc_type' in value);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}
