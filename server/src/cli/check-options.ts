import { unknownNameMessage, wrongVersionMessage } from '../analysis/read-settings.ts';
import type { KnownNames, PartialSettings } from '../analysis/settings.ts';
import { minorOfVersion } from '../project/python-specifiers.ts';
import type { Minor } from '../project/python-version.ts';
import { type Severity, severities } from '../rule-kit/rule.ts';
import { UsageError } from './console.ts';

export const formats = ['text', 'json', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

/** The options of `check` as the arguments give them. */
export interface RawCheckOptions {
	readonly format: Format;
	readonly pythonVersion?: string;
	readonly targetVersion?: string;
	readonly select?: readonly string[];
	readonly ignore?: readonly string[];
	readonly fix?: boolean;
	readonly unsafeFixes?: boolean;
	readonly diff?: boolean;
	readonly stdinFilename?: string;
	readonly minSeverity?: Severity;
	readonly failOn: Severity | 'never';
	readonly failOnUnparsed?: boolean;
	readonly config?: string;
}

/** The options of `check`, known to fit together. */
export interface CheckOptions {
	readonly format: Format;
	readonly settings: PartialSettings;
	/** A newer 3.N that the code is to run on as well. */
	readonly target: Minor | undefined;
	readonly fix: { readonly unsafe: boolean; readonly asDiff: boolean } | undefined;
	/** The name under which standard input is checked, instead of files. */
	readonly standardInput: string | undefined;
	readonly paths: readonly string[];
	readonly minSeverity: Severity;
	readonly failOn: Severity | 'never';
	/** Whether code that is not understood is a failure. */
	readonly failOnUnparsed: boolean;
	readonly config: string | undefined;
}

/** Throws a UsageError that says what does not fit. */
export function checkOptionsOf(paths: readonly string[], raw: RawCheckOptions, known: KnownNames): CheckOptions {
	for (const [option, names] of [
		['--select', raw.select ?? []],
		['--ignore', raw.ignore ?? []],
	] as const) {
		const message = names.map((name) => unknownNameMessage(name, known)).find((candidate) => candidate !== undefined);
		if (message !== undefined) throw new UsageError(`${option}: ${message}`);
	}
	const wrongVersion = raw.pythonVersion === undefined ? undefined : wrongVersionMessage(raw.pythonVersion);
	if (wrongVersion !== undefined) throw new UsageError(`--python-version: ${wrongVersion}`);
	const wrongTarget = raw.targetVersion === undefined ? undefined : wrongVersionMessage(raw.targetVersion);
	if (wrongTarget !== undefined) throw new UsageError(`--target-version: ${wrongTarget}`);
	if (raw.diff && !raw.fix) throw new UsageError('--diff shows what --fix would change: use it with --fix');
	if (raw.unsafeFixes && !raw.fix) throw new UsageError('--unsafe-fixes widens --fix: use it with --fix');
	const readsStandardInput = paths.includes('-');
	if (readsStandardInput && paths.length > 1) throw new UsageError('standard input (-) cannot be checked together with other paths');
	if (raw.stdinFilename !== undefined && !readsStandardInput) throw new UsageError('--stdin-filename names standard input: use it with the path -');
	const isForPeople = raw.format === 'text' || raw.format === 'github';
	return {
		format: raw.format,
		settings: settingsOf(raw),
		target: raw.targetVersion === undefined ? undefined : minorOfVersion(raw.targetVersion),
		fix: raw.fix ? { unsafe: raw.unsafeFixes ?? false, asDiff: raw.diff ?? false } : undefined,
		standardInput: readsStandardInput ? (raw.stdinFilename ?? 'stdin.py') : undefined,
		paths: readsStandardInput ? [] : paths,
		minSeverity: raw.minSeverity ?? (isForPeople ? 'information' : 'hint'),
		failOn: raw.failOn,
		failOnUnparsed: raw.failOnUnparsed ?? false,
		config: raw.config,
	};
}

/** Whether a severity is as bad as a threshold, or worse. */
export function isAtLeast(severity: Severity, threshold: Severity | 'never'): boolean {
	return threshold !== 'never' && severities.indexOf(severity) <= severities.indexOf(threshold);
}

function settingsOf({ pythonVersion, select, ignore }: RawCheckOptions): PartialSettings {
	return { ...(pythonVersion !== undefined && { pythonVersion }), ...(select && { select }), ...(ignore && { ignore }) };
}
