import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Numbers that look random and are the same in every run. */
class Sequence {
	#state: number;

	constructor(seed: number) {
		this.#state = seed * 2654435761 + 1;
	}

	/** A whole number from 0 to `limit` - 1. */
	below(limit: number): number {
		this.#state = (Math.imul(this.#state, 1664525) + 1013904223) | 0;
		return Math.floor(((this.#state >>> 0) / 2 ** 32) * limit);
	}

	pick<T>(values: readonly T[]): T {
		return values[this.below(values.length)] as T;
	}
}

const nouns = ['order', 'invoice', 'customer', 'session', 'report', 'message', 'payment', 'profile', 'ticket', 'shipment', 'account', 'schedule'];
const verbs = ['load', 'store', 'render', 'check', 'merge', 'count', 'notify', 'refresh', 'parse', 'collect'];

/**
 * A Python module of at least that many lines: imports, constants, classes with synchronous and asynchronous
 * methods, functions, comments, and now and then one of the mistakes that are looked for.
 * Without `usesAsyncio` it is plain synchronous code, as most modules of a project are.
 */
export function moduleText(seed: number, lines: number, usesAsyncio = true, imported: readonly string[] = []): string {
	const sequence = new Sequence(seed);
	const text = [head(usesAsyncio, imported)];
	for (let count = text[0]?.split('\n').length ?? 0, i = 0; count < lines; i++) {
		const unit = i % 3 === 0 ? classText(sequence, i, usesAsyncio) : functionText(sequence, i, usesAsyncio);
		text.push(unit);
		count += unit.split('\n').length - 1;
	}
	return text.join('');
}

function head(usesAsyncio: boolean, imported: readonly string[]): string {
	const own = imported.map((module) => `from .${module} import Loader0 as ${module.replace('module', 'Loader')}\n`);
	return `"""Generated code."""\n\nfrom __future__ import annotations\n\n${usesAsyncio ? 'import asyncio\n' : ''}import json\nimport logging\nimport time\nfrom dataclasses import dataclass, field\nfrom typing import Any\n\n${own.join('')}logger = logging.getLogger(__name__)\nRETRIES = 3\nTIMEOUTS = {"short": 1.5, "long": 30}\n`;
}

function classText(sequence: Sequence, number: number, usesAsyncio: boolean): string {
	const noun = sequence.pick(nouns);
	const name = number === 0 ? 'Loader0' : `${noun[0]?.toUpperCase()}${noun.slice(1)}Service${number}`;
	const methods = Array.from({ length: 3 + sequence.below(5) }, (_, i) => methodText(sequence, i, usesAsyncio && sequence.below(2) === 0));
	return `\n\nclass ${name}:\n    """Keeps every ${noun} of the shop.\n\n    Entries are kept until they are asked for.\n    """\n\n    def __init__(self, client: Any, limit: int = ${10 + number}) -> None:\n        self.client = client\n        self.limit = limit\n        self.entries: dict[str, Any] = {}\n${methods.join('')}`;
}

function methodText(sequence: Sequence, number: number, isAsync: boolean): string {
	const [verb, noun] = [sequence.pick(verbs), sequence.pick(nouns)];
	const wait = isAsync ? 'await ' : '';
	return `
    ${isAsync ? 'async ' : ''}def ${verb}_${noun}_${number}(self, key: str, *, force: bool = False) -> dict[str, Any]:
        # A cached ${noun} is good for a while.
        if not force and key in self.entries:
            return self.entries[key]
        result = {"key": key, "${noun}": [], "limit": self.limit}
        for attempt in range(RETRIES):
            try:
                answer = ${wait}self.client.get(f"/${noun}s/{key}?attempt={attempt}", timeout=TIMEOUTS["short"])
                result["${noun}"].extend(item["id"] for item in answer["items"] if item.get("open"))
                break
            except (KeyError, ValueError) as error:
                logger.warning("could not ${verb} %s: %s", key, error)
                ${isAsync ? `await asyncio.sleep(${sequence.below(5) + 1})` : `time.sleep(${sequence.below(5) + 1})`}
        self.entries[key] = result
        return result
`;
}

function functionText(sequence: Sequence, number: number, usesAsyncio: boolean): string {
	const [verb, noun] = [sequence.pick(verbs), sequence.pick(nouns)];
	const name = `${verb}_all_${noun}s_${number}`;
	if (!usesAsyncio || number % 3 === 1) {
		return `

def ${name}(rows: list[dict[str, Any]], limit: int = 100) -> list[str]:
    """Gives the names of the open ${noun}s."""
    names = [row["name"].strip().lower() for row in rows if row.get("state") != "closed"]
    total = sum(len(name) for name in names) + limit * 2
    if total > 1000 or not names:
        logger.info("%d ${noun}s, %d characters", len(names), total)
    return sorted(set(names))[:limit]
`;
	}
	const mistake = sequence.below(8) === 0 ? `    time.sleep(${number % 7})\n` : '';
	return `

async def ${name}(service: Any, keys: list[str]) -> dict[str, Any]:
    """Asks for every ${noun} at once."""
    found: dict[str, Any] = {}
    async with asyncio.timeout(TIMEOUTS["long"]):
        answers = await asyncio.gather(*(service.${verb}_${noun}_0(key) for key in keys))
${mistake}    for key, answer in zip(keys, answers):
        if answer is None:
            continue
        found[key] = json.loads(answer) if isinstance(answer, str) else answer
    await asyncio.sleep(0)
    return found
`;
}

/** Writes a tree of packages of at least that many bytes; three of ten modules use asyncio. */
export function writeProject(folder: string, bytes: number): void {
	for (let written = 0, number = 0; written < bytes; number++) {
		const place = join(folder, `package_${Math.floor(number / 20)}`);
		mkdirSync(place, { recursive: true });
		if (number % 20 === 0) writeFileSync(join(place, '__init__.py'), '');
		const imported = [1, 2]
			.map((back) => (number % 20) - back)
			.filter((other) => other >= 0)
			.map((other) => `module_${other}`);
		const text = moduleText(number, [60, 150, 300, 800][number % 4] as number, number % 10 < 3, imported);
		writeFileSync(join(place, `module_${number % 20}.py`), text);
		written += text.length;
	}
}
