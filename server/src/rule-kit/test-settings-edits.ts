import type { PytestSettings } from '../project/pytest-settings.ts';
import type { TestConfig } from '../project/test-config.ts';
import type { DocumentEdit } from './finding.ts';

/** Edits that give pytest's options values, in the file pytest reads them from. Undefined where there is none that could hold them. */
export function setTestOptions({ settings }: TestConfig, options: Readonly<Record<string, string>>): DocumentEdit[] | undefined {
	if (!settings) return undefined;
	const missing: string[] = [];
	const edits: DocumentEdit[] = [];
	for (const [name, value] of Object.entries(options)) {
		const written = settings.format === 'toml' ? `"${value}"` : value;
		const present = settings.option(name);
		if (present) edits.push({ path: settings.path, range: present.range, newText: written });
		else missing.push(`${name} = ${written}`);
	}
	if (missing.length > 0) edits.push(insertion(settings, missing));
	return edits.filter((edit) => settings.text.slice(edit.range.start, edit.range.end) !== edit.newText);
}

/** Puts lines below the section's header, or the whole section at the end. */
function insertion(settings: PytestSettings, lines: readonly string[]): DocumentEdit {
	const { text, path, section, firstLine } = settings;
	const newline = text.includes('\r\n') ? '\r\n' : '\n';
	const body = lines.map((line) => line + newline).join('');
	if (firstLine !== undefined) {
		const gap = firstLine > 0 && text[firstLine - 1] !== '\n' ? newline : '';
		return { path, range: { start: firstLine, end: firstLine }, newText: gap + body };
	}
	const gap = text.trim() === '' ? '' : text.endsWith('\n') ? newline : newline + newline;
	return { path, range: { start: text.length, end: text.length }, newText: `${gap}[${section}]${newline}${body}` };
}

/** The name of the file, for a fix's title. */
export function settingsFileName({ settings }: TestConfig): string {
	return settings?.path.slice(settings.path.lastIndexOf('/') + 1) ?? 'pytest.ini';
}
