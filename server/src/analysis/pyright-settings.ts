import { parse } from 'smol-toml';
import { folderOf, foldersUpwards, joinPath, type Workspace } from '../project/workspace.ts';

type Table = Readonly<Record<string, unknown>>;

/** Modes in which Pyright, and Pylance with it, report coroutines that nobody uses. */
const checkingModes = ['basic', 'standard', 'strict', 'recommended', 'all'];

/**
 * Whether Pyright or Pylance reports under a code in a file: as pyrightconfig.json or `[tool.pyright]` say, where one of them is there, otherwise as the
 * editor's settings `python.analysis` say.
 */
export function pyrightReports(code: string, path: string, editor: Table, workspace: Pick<Workspace, 'readText'>): boolean {
	for (const folder of foldersUpwards(folderOf(path))) {
		const table = readJson(joinPath(folder, 'pyrightconfig.json'), workspace) ?? readSection(joinPath(folder, 'pyproject.toml'), workspace);
		// Without a mode, the files mean the standard one.
		if (table) return isOn(table[code], table.typeCheckingMode ?? 'standard');
	}
	const overrides = editor.diagnosticSeverityOverrides;
	return isOn((typeof overrides === 'object' && overrides !== null ? (overrides as Table) : {})[code], editor.typeCheckingMode ?? 'off');
}

function isOn(level: unknown, mode: unknown): boolean {
	if (typeof level === 'string') return level !== 'none' && level !== 'false';
	return typeof level === 'boolean' ? level : typeof mode === 'string' && checkingModes.includes(mode);
}

function readJson(path: string, workspace: Pick<Workspace, 'readText'>): Table | undefined {
	const text = workspace.readText(path);
	if (text === undefined) return undefined;
	// Comments and commas before a closing bracket are allowed there. Strings are kept as they are.
	const plain = text.replace(/("[^"\\]*(?:\\.[^"\\]*)*")|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '$1').replace(/("[^"\\]*(?:\\.[^"\\]*)*")|,(?=\s*[}\]])/g, '$1');
	try {
		return JSON.parse(plain) as Table;
	} catch {
		return undefined;
	}
}

function readSection(path: string, workspace: Pick<Workspace, 'readText'>): Table | undefined {
	const text = workspace.readText(path);
	if (!text?.includes('pyright')) return undefined;
	try {
		const tool = (parse(text).tool ?? {}) as Table;
		return (tool.pyright ?? tool.basedpyright) as Table | undefined;
	} catch {
		return undefined;
	}
}
