import { ERROR_SYMBOL, PARENT, SKIP, WORDS } from './flat-tree.ts';

/** The deepest real code goes to some ninety: a sum of as many lines. */
const DEPTH_LIMIT = 200;

const fieldBits = 0xff << 16;

let depths = new Uint8Array(1 << 12);

/**
 * Makes a flat tree no deeper than a limit, so that whoever follows it downwards needs no stack without end and who follows it
 * upwards no time without end. What lies deeper hangs side by side in the last node within the limit, its names still seen; what
 * held something there is an ERROR: nobody is told what it was.
 */
export function limitDepth(nodes: Int32Array): void {
	const count = nodes.length / WORDS;
	if (count <= DEPTH_LIMIT) return;
	if (depths.length < count) depths = new Uint8Array(count * 2);
	depths[0] = 0;
	for (let i = 1, at = WORDS; i < count; i++, at += WORDS) {
		const parent = nodes[at + PARENT] as number;
		const above = depths[parent] as number;
		if (above < DEPTH_LIMIT) {
			depths[i] = above + 1;
			continue;
		}
		depths[i] = DEPTH_LIMIT + 1;
		if (above > DEPTH_LIMIT) {
			nodes[at + PARENT] = nodes[parent * WORDS + PARENT] as number;
			nodes[at] = (nodes[at] as number) & ~fieldBits;
		}
		if (nodes[at + SKIP] === i + 1) continue;
		nodes[at] = (nodes[at] as number) | ERROR_SYMBOL;
		nodes[at + SKIP] = i + 1;
	}
}
