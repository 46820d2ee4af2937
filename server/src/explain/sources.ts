/** What names the process that printed a line, in the logs of several: Docker Compose, pods, Heroku, journald, pm2, Celery. */
const marks: readonly RegExp[] = [
	/^([\w.-]+) +\| /,
	/^(\[[\w.-]+\/[\w./-]+\]) /,
	/^\S+ (\w+\[[\w.-]+\]): /,
	/^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d (\S+ [^\s:[]+\[\d+\]): /,
	/^(\d+\|[\w-]+) *\| /,
	/^\[[^\]]*\/(ForkPoolWorker-\d+)\]/,
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals are controlled by them
const colour = /\u001b\[[0-9;]*m/g;

/**
 * Lines of one process after those of another, where a log mixes them: each process's lines in their order. Undefined when one alone printed, or
 * a line does not tell.
 */
export function bySource(lines: Iterable<string>): readonly string[] | undefined {
	const sources = new Map<string, string[]>();
	let mark: RegExp | undefined;
	for (const line of lines) {
		const text = line.slice(0, 200).replace(colour, '');
		if (text.trim() === '') continue;
		mark ??= marks.find((one) => one.test(text));
		const source = mark?.exec(text)?.[1];
		if (source === undefined) return undefined;
		const own = sources.get(source);
		if (own) own.push(line);
		else sources.set(source, [line]);
	}
	return sources.size > 1 ? [...sources.values()].flat() : undefined;
}
