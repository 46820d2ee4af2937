import type { SettingsProblem } from '../project/settings-problem.ts';
import { isTable, readSettings, type Spelling } from './read-settings.ts';
import type { KnownNames, PartialSettings } from './settings.ts';

const spelling: Spelling = {
	keys: {
		enable: 'enable',
		pythonVersion: 'pythonVersion',
		severity: 'severity',
		exclude: 'exclude',
		blockingCalls: 'blockingCalls',
		otherTools: 'otherTools',
		// These say how the server works, not what is a mistake: it reads them itself.
		diagnosticMode: undefined,
		run: undefined,
		trace: undefined,
	},
	tableWord: 'an object',
};

export interface EditorSettings {
	readonly settings: PartialSettings;
	readonly problems: readonly SettingsProblem[];
}

/** Takes what is usable from the `asyncioDoctor` section as an editor sends it; anything may come, `null` for "nothing set". */
export function validateEditorSettings(section: unknown, known: KnownNames): EditorSettings {
	if (section === null || section === undefined) return { settings: {}, problems: [] };
	if (!isTable(section)) return { settings: {}, problems: [problem('asyncioDoctor must be an object')] };
	const { settings, problems } = readSettings(section, spelling, known);
	return { settings, problems: problems.map(({ at, message }) => problem(`asyncioDoctor.${at[0]}: ${message}`)) };
}

function problem(message: string): SettingsProblem {
	return { path: undefined, range: undefined, message, fatal: false };
}
