import type { TextRange } from '../util/text.ts';

/** A setting or declaration that could not be used, said so that the user finds it. */
export interface SettingsProblem {
	/** The file it stands in; undefined for editor settings and options. */
	readonly path: string | undefined;
	readonly range: TextRange | undefined;
	readonly message: string;
	/** The whole file could not be read as TOML; otherwise only the named entry is passed over. */
	readonly fatal: boolean;
}
