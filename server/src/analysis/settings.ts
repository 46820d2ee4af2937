import type { Category, Severity } from '../rule-kit/rule.ts';
import type { TextRange } from '../util/text.ts';

export type SeverityOrOff = Severity | 'off';

/** What can be set, by whichever way: command line, editor, pyproject.toml. A missing key means: not said here. */
export interface PartialSettings {
	readonly enable?: boolean;
	/** "3.N" */
	readonly pythonVersion?: string;
	/** Keys are rule names and categories; a rule's own entry beats its category's. */
	readonly severity?: Readonly<Record<string, SeverityOrOff>>;
	/** gitignore patterns, relative to the folder they were declared in. */
	readonly exclude?: readonly string[];
	/** Qualified name or pattern with `*` to advice. */
	readonly blockingCalls?: Readonly<Record<string, string>>;
	readonly otherTools?: 'yield' | 'show';
	/** Command line only: rules or categories; all others are off. */
	readonly select?: readonly string[];
	readonly ignore?: readonly string[];
}

/** Merged, complete settings for one file. */
export interface Settings {
	readonly enable: boolean;
	readonly pythonVersion: string | undefined;
	readonly severity: Readonly<Record<string, SeverityOrOff>>;
	readonly blockingCalls: Readonly<Record<string, string>>;
	readonly otherTools: 'yield' | 'show';
	readonly select: readonly string[] | undefined;
	readonly ignore: readonly string[];
}

/** A setting that could not be used, said so that the user finds it. */
export interface SettingsProblem {
	/** The file it stands in; undefined for editor settings and options. */
	readonly path: string | undefined;
	readonly range: TextRange | undefined;
	readonly message: string;
	/** The whole file could not be read as TOML; otherwise only the named entry is passed over. */
	readonly fatal: boolean;
}

export type { Category };
