import type { Minor } from '../version-facts.ts';

/**
 * How a message is recognised. `{name}` stands for any text and can be used again in `cause`; everything else is literal.
 * A plain string is found anywhere in a line.
 */
export interface ErrorText {
	readonly text: string;
	/** Only after this class name ("TypeError"): the text alone could stand for anything. */
	readonly exception?: string;
	/** The text is the whole message. */
	readonly whole?: true;
	/** Only where the same traceback shows that asyncio is at work: the message alone could be about something else. */
	readonly nearAsyncio?: true;
	/** Not where `{name}` stands for this. */
	readonly unless?: { readonly name: string; readonly matches: RegExp };
	/** Only where the project called a function of this name, or one that called it, outside of the project. */
	readonly in?: readonly string[];
}

/** What is known of one occurrence; all that is given must hold. */
export interface Circumstances {
	/** It happened in a notebook cell. */
	readonly notebook?: true;
	/** What `{name}` stood for. */
	readonly captured?: { readonly name: string; readonly matches: RegExp };
	/** A function of this name stands in the traceback. */
	readonly in?: readonly string[];
	/** Python itself or a library raised it, not a line of the project. */
	readonly raisedElsewhere?: true;
	/** The text names a Python that is at least, or older than, 3.N. */
	readonly since?: Minor;
	readonly before?: Minor;
}

/** What is said instead where the circumstances are these; parts left out stay as they are. */
export interface ErrorCase {
	readonly when: Circumstances;
	readonly title?: string;
	readonly cause?: string;
	readonly rules?: readonly string[];
	readonly advice?: readonly string[];
}

/**
 * Which place of a traceback a person should look at.
 * - `own` (left out): the innermost place in the project's own code; in an installed library only when nothing else is there;
 * - `caller`: whoever called asyncio, be it a library: Python's version or the platform decides, so that very line must change;
 * - `entry`: where the work came in that went on too long, unless the innermost place asked for it directly;
 * - `maker`: where the object was made, when the text tells, else as `own`;
 * - `owner`: like `own`, but a lock made in a class's `__init__` belongs to whoever made the instance.
 */
export type ErrorPlace = 'own' | 'caller' | 'entry' | 'maker' | 'owner';

/** One error: how it is recognised, what it means, what helps. */
export interface ErrorEntry {
	/** Stable: others refer to it. */
	readonly id: string;
	readonly texts: readonly (string | ErrorText)[];
	/** What happened, in a few words. */
	readonly title: string;
	/** Why; one or two sentences. */
	readonly cause: string;
	/** Rules about the same mistake, the likeliest first. */
	readonly rules: readonly string[];
	/** What to change, the best way first. */
	readonly advice: readonly string[];
	/** The first that fits speaks. */
	readonly cases?: readonly ErrorCase[];
	readonly place?: ErrorPlace;
	/** Often only follows from another error of the same text, which then tells more. */
	readonly follows?: true;
	/** A log line before the exception that it is about: the place, and perhaps a better explanation, are that exception's. */
	readonly announces?: true;
}
