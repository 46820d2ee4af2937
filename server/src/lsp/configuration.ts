import type { Connection } from 'vscode-languageserver';
import { configurationSection } from '../protocol.ts';
import type { Logger } from '../util/logger.ts';
import type { ClientFeatures } from './client-features.ts';
import { uriOfPath } from './convert.ts';

/** The editor's settings for one folder, as it sent them; read by name, since anything may stand there. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** Settings that concern the server alone; the others are analysis/settings.ts's. */
export interface ServerSettings {
	readonly run: 'onType' | 'onSave';
	readonly diagnosticMode: 'openFilesOnly' | 'workspace';
}

export function serverSettingsOf(raw: RawSettings): ServerSettings {
	return {
		run: raw.run === 'onSave' ? 'onSave' : 'onType',
		diagnosticMode: raw.diagnosticMode === 'workspace' ? 'workspace' : 'openFilesOnly',
	};
}

const analysisSection = 'python.analysis';

/** The client's settings, one set for each workspace folder and one for documents outside them all. */
export class Configuration {
	readonly #connection: Connection;
	readonly #features: ClientFeatures;
	readonly #logger: Logger;
	#byFolder = new Map<string, RawSettings>();
	/** The section `python.analysis`, which Pylance reads. */
	#analysis = new Map<string | undefined, RawSettings>();
	#outside: RawSettings;
	#loads = 0;

	/** `initial` holds until `load`, and for good where the client cannot be asked. */
	constructor(connection: Connection, features: ClientFeatures, logger: Logger, initial: unknown) {
		this.#connection = connection;
		this.#features = features;
		this.#logger = logger;
		this.#outside = asRawSettings(initial);
	}

	/**
	 * Asks the client for its settings. Without that ability `pushed` is taken, the `settings` of `didChangeConfiguration`.
	 * Resolves to false when a later call has made this one obsolete.
	 */
	async load(folders: readonly string[], pushed?: unknown): Promise<boolean> {
		const load = ++this.#loads;
		if (!this.#features.answersConfiguration) {
			if (pushed !== undefined) this.#outside = asRawSettings(sectionOf(pushed));
			this.#byFolder = new Map();
			return true;
		}
		const places = [undefined, ...folders];
		const ask = (section: string) => places.map((folder) => ({ section, ...(folder !== undefined && { scopeUri: uriOfPath(folder) }) }));
		const answers = (await this.#ask([...ask(configurationSection), ...ask(analysisSection)])).map(asRawSettings);
		if (load !== this.#loads) return false;
		this.#outside = answers[0] ?? {};
		this.#byFolder = new Map(folders.map((folder, index) => [folder, answers[index + 1] ?? {}]));
		this.#analysis = new Map(places.map((folder, index) => [folder, answers[places.length + index] ?? {}]));
		return true;
	}

	/** Settings for a workspace folder, or for what lies in none. */
	of(folder: string | undefined): RawSettings {
		return (folder !== undefined && this.#byFolder.get(folder)) || this.#outside;
	}

	/** What the editor says to Pylance about a workspace folder. */
	analysisOf(folder: string | undefined): RawSettings {
		return this.#analysis.get(folder) ?? this.#analysis.get(undefined) ?? {};
	}

	async #ask(items: { section: string; scopeUri?: string }[]): Promise<unknown[]> {
		try {
			const answer: unknown = await this.#connection.workspace.getConfiguration(items);
			return Array.isArray(answer) ? answer : [];
		} catch (error) {
			this.#logger.warn(`The client did not answer with its settings, so defaults hold: ${String(error)}`);
			return [];
		}
	}
}

function asRawSettings(value: unknown): RawSettings {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawSettings) : {};
}

/** Some clients send `{ asyncioDoctor: {...} }`, others the section's contents. */
function sectionOf(settings: unknown): unknown {
	return asRawSettings(settings)[configurationSection] ?? settings;
}
