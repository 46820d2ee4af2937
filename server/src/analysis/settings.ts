import type { SettingsProblem } from '../project/settings-problem.ts';
import { type Category, categories, type RuleMetadata, type Severity } from '../rule-kit/rule.ts';

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

/** Settings from one source, and the folder their `exclude` patterns are relative to. */
export interface SettingsLayer {
	readonly settings: PartialSettings;
	readonly folder: string;
	/** What its Python version is called when shown: "setting asyncioDoctor.pythonVersion", "--python-version". */
	readonly versionSource: string;
}

/** gitignore patterns and the folder they are relative to. */
export interface ExcludedPaths {
	readonly folder: string;
	readonly patterns: readonly string[];
}

/** Merged, complete settings for one file. */
export interface Settings {
	readonly enable: boolean;
	readonly pythonVersion: string | undefined;
	readonly severity: Readonly<Record<string, SeverityOrOff>>;
	readonly exclude: ExcludedPaths | undefined;
	readonly blockingCalls: Readonly<Record<string, string>>;
	readonly otherTools: 'yield' | 'show';
	readonly select: readonly string[] | undefined;
	readonly ignore: readonly string[];
}

/** What holds where nobody said anything. */
export const defaultSettings: Settings = {
	enable: true,
	pythonVersion: undefined,
	severity: {},
	exclude: undefined,
	blockingCalls: {},
	otherTools: 'yield',
	select: undefined,
	ignore: [],
};

/**
 * One answer from several sources, the strongest first (command line, editor, pyproject.toml).
 * The first source that speaks of a key decides it; `severity` and `blockingCalls` are decided entry by entry.
 */
export function mergeSettings(layers: readonly SettingsLayer[]): Settings {
	const first = <K extends keyof PartialSettings>(key: K): PartialSettings[K] | undefined =>
		layers.find((layer) => layer.settings[key] !== undefined)?.settings[key];
	const entries = <V>(pick: (settings: PartialSettings) => Readonly<Record<string, V>> | undefined): Record<string, V> =>
		Object.assign({}, ...layers.map((layer) => pick(layer.settings)).reverse());
	const excluding = layers.find((layer) => layer.settings.exclude !== undefined);
	return {
		enable: first('enable') ?? defaultSettings.enable,
		pythonVersion: first('pythonVersion'),
		severity: entries((settings) => settings.severity),
		exclude: excluding && { folder: excluding.folder, patterns: excluding.settings.exclude ?? [] },
		blockingCalls: entries((settings) => settings.blockingCalls),
		otherTools: first('otherTools') ?? defaultSettings.otherTools,
		select: first('select'),
		ignore: first('ignore') ?? defaultSettings.ignore,
	};
}

/** The severity somebody set for a rule; undefined where its own (or that of a single report) holds. */
export function configuredSeverity(rule: Pick<RuleMetadata, 'name' | 'category' | 'severity'>, settings: Settings): SeverityOrOff | undefined {
	const { select, ignore } = settings;
	const isNamed = select?.includes(rule.name) ?? false;
	if (select && !isNamed && !select.includes(rule.category)) return 'off';
	// The rule's own name is the clearer wish: `--select blocking-sleep --ignore blocking` leaves blocking-sleep on.
	if (ignore.includes(rule.name) || (ignore.includes(rule.category) && !isNamed)) return 'off';
	const configured = settings.severity[rule.name] ?? settings.severity[rule.category];
	if (configured === 'off') return isNamed ? severityWhenSelected(rule.severity) : 'off';
	if (configured === undefined && select && rule.severity === 'off') return severityWhenSelected(rule.severity);
	return configured;
}

/** How serious a rule's findings are, unless a single report says otherwise; `off` rules do not speak. */
export function severityOf(rule: Pick<RuleMetadata, 'name' | 'category' | 'severity'>, settings: Settings): SeverityOrOff {
	return configuredSeverity(rule, settings) ?? rule.severity;
}

/** A rule that is off unless asked for was asked for: worth showing, never worth failing a build. */
function severityWhenSelected(severity: SeverityOrOff): Severity {
	return severity === 'off' ? 'information' : severity;
}

/** The names that settings and ignore comments may use. */
export interface KnownNames {
	readonly rules: readonly string[];
	readonly categories: readonly string[];
}

export function knownNames(rules: readonly Pick<RuleMetadata, 'name'>[]): KnownNames {
	return { rules: rules.map((rule) => rule.name), categories };
}

export type { Category, SettingsProblem };
