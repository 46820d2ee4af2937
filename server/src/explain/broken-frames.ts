import { frameOf, type PartialFrame } from './frames.ts';

/** A narrow terminal breaks a path into so many lines at most. */
const maxLines = 8;

/** Puts frames together that Rich has broken into several lines, because their path, or the function after it, did not fit. */
export class BrokenFrames {
	/** Lines that may be the beginning of a frame. */
	#lines: string[] = [];

	/** The frame that ends with this line; `open` when the line plainly belongs to one that goes on. Lines are to be given in their order. */
	end(line: string): PartialFrame | 'open' | undefined {
		const text = line.trim();
		const start = this.#lines.join('');
		const isBetweenWords = /:\d+ in$/.test(start) || (/:\d+$/.test(start) && /^in\b/.test(text));
		const isRest = start !== '' && /^\S+$|^(?:\S* )?in(?: \S+)?$/.test(text);
		const rest = isBetweenWords ? ` ${text}` : text;
		const frame = isRest ? frameOf(start + rest) : undefined;
		if (frame) this.#lines = [];
		else if (isRest && this.#lines.length < maxLines) this.#lines.push(rest);
		else this.#lines = /^(?:[/~]|[A-Za-z]:\\)[^"]*$/.test(text) && text.length < 1000 ? [text] : [];
		return frame ?? (isRest && /:\d+(?: in)?$/.test(text) ? 'open' : undefined);
	}

	/** A frame on a line of its own ends what was open. */
	forget(): void {
		this.#lines = [];
	}
}
