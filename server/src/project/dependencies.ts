import { parse } from 'smol-toml';
import { baseName, folderOf, foldersUpToRoot, joinPath, type Workspace } from './workspace.ts';

/** Reads the requirements one kind of file states; text that cannot be parsed states none. */
type Reader = (text: string) => readonly string[];

const readers: Readonly<Record<string, Reader>> = {
	'pyproject.toml': requirementsOfPyproject,
	'setup.cfg': requirementsOfSetupCfg,
	'tox.ini': requirementsOfTox,
	'setup.py': requirementsOfSetupPy,
	Pipfile: requirementsOfPipfile,
};

/** `requirements.txt`, `dev-requirements.txt`, `requirements_test.in`. */
const requirementsFile = /^[\w.-]*requirements[\w.-]*\.(txt|in)$/i;

/** Whether a file or folder of that name may state dependencies. */
export function isDependencyFile(name: string): boolean {
	return name in readers || requirementsFile.test(name) || name === 'requirements';
}

/**
 * What a project says it depends on: names of distributions as PEP 503 spells them (`aio-pika`), with
 * the versions asked for. Extras and conditions are left aside; optional and development dependencies count.
 */
export class Dependencies {
	readonly #workspace: Workspace;
	readonly #folders = new Map<string, Stated>();

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	/** Files came, went or changed. */
	forget(): void {
		this.#folders.clear();
	}

	/** Dependencies of the project a file belongs to: those of its folder and of the folders above it, up to the root. */
	of(path: string): ReadonlySet<string> {
		return this.#upTo(folderOf(path)).names;
	}

	/** Version specifiers under which the project of a file asks for a distribution, as written (`>=1.0`, Poetry's `^0.23`); `''` for any version. */
	specifiersOf(path: string, distribution: string): readonly string[] {
		return this.#upTo(folderOf(path))
			.requirements.filter((one) => one.name === distribution)
			.map((one) => one.specifier);
	}

	#upTo(folder: string): Stated {
		let found = this.#folders.get(folder);
		if (!found) {
			const [, above] = foldersUpToRoot(folder, this.#workspace.roots);
			const inherited = above === undefined ? none : this.#upTo(above);
			const stated = this.#statedIn(folder);
			const requirements = [...stated, ...inherited.requirements];
			found = stated.length === 0 ? inherited : { names: new Set(requirements.map((one) => one.name)), requirements };
			this.#folders.set(folder, found);
		}
		return found;
	}

	#statedIn(folder: string): readonly Requirement[] {
		const names = (this.#workspace.listFolder(folder) ?? []).filter((entry) => entry.kind === 'file').map((entry) => entry.name);
		const others = (this.#workspace.listFolder(joinPath(folder, 'requirements')) ?? []).map((entry) => `requirements/${entry.name}`);
		return [...names, ...others].flatMap((name) => {
			const isList = requirementsFile.test(baseName(name)) || /^requirements\/[\w.-]+\.(txt|in)$/.test(name);
			const read = isList ? requirementsOfList : readers[name];
			const text = read && this.#workspace.readText(joinPath(folder, name));
			return read && text !== undefined ? read(text).flatMap(requirementOf) : [];
		});
	}
}

/** What a folder and those above it state; where it states nothing itself, what the one above does. */
interface Stated {
	readonly names: ReadonlySet<string>;
	readonly requirements: readonly Requirement[];
}

const none: Stated = { names: new Set(), requirements: [] };

interface Requirement {
	readonly name: string;
	readonly specifier: string;
}

/** `Aio_Pika[extra]>=9; python_version > "3.8"` is `aio-pika` with `>=9`. */
function requirementOf(requirement: string): Requirement[] {
	const found = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*\(?([<>=!~^\d][^;#@()\\]*)?/.exec(requirement);
	const [, name, specifier = ''] = found ?? [];
	return name === undefined ? [] : [{ name: name.toLowerCase().replace(/[-_.]+/g, '-'), specifier: specifier.replace(/\s--.*$/, '').trim() }];
}

/** One requirement to a line; options (`-r other.txt`) and comments state none. */
function requirementsOfList(text: string): readonly string[] {
	return text.split(/\r\n|\r|\n/).filter((line) => /^\s*[A-Za-z0-9]/.test(line) && !/^\s*\w+:\/\//.test(line));
}

function requirementsOfPyproject(text: string): readonly string[] {
	const document = tomlOf(text);
	const poetry = at(document, 'tool', 'poetry');
	const poetryGroups = Object.values(tableAt(poetry, 'group')).map((group) => at(group, 'dependencies'));
	const lists = [
		at(document, 'project', 'dependencies'),
		...Object.values(tableAt(document, 'project', 'optional-dependencies')),
		...Object.values(tableAt(document, 'dependency-groups')),
		at(document, 'tool', 'uv', 'dev-dependencies'),
		...Object.values(tableAt(document, 'tool', 'pdm', 'dev-dependencies')),
	];
	const tables = [at(poetry, 'dependencies'), at(poetry, 'dev-dependencies'), ...poetryGroups];
	return [...lists.flatMap(stringsOf), ...tables.flatMap(requirementsOfTable)];
}

function requirementsOfPipfile(text: string): readonly string[] {
	const document = tomlOf(text);
	return ['packages', 'dev-packages'].flatMap((key) => requirementsOfTable(at(document, key)));
}

/** `name = "^1.0"` and `name = { version = "^1.0" }`. */
function requirementsOfTable(table: unknown): readonly string[] {
	return Object.entries(tableAt(table)).map(([name, value]) => {
		const version = typeof value === 'string' ? value : at(value, 'version');
		return typeof version === 'string' && version !== '*' ? `${name} ${version}` : name;
	});
}

function requirementsOfSetupCfg(text: string): readonly string[] {
	const sections = iniSections(text);
	const options = sections.find((section) => section.startsWith('[options]')) ?? '';
	const extras = sections.find((section) => section.startsWith('[options.extras_require]')) ?? '';
	const required = ['install_requires', 'tests_require'].map((option) => continuedLines(options, option));
	return [...required, extras.replace(/^\[.*\]$/m, '').replace(/^[\w.-]+\s*=/gm, '')].flatMap(requirementsOfList);
}

/** What tox installs into its environments, some only with a factor: `py39: pytest<8`. */
function requirementsOfTox(text: string): readonly string[] {
	const environments = iniSections(text).filter((section) => section.startsWith('[testenv'));
	return environments.flatMap((section) => requirementsOfList(continuedLines(section, 'deps').replace(/^([ \t]*)[\w,!.-]+:[ \t]+/gm, '$1')));
}

/** Requirements stand on continued lines, which ini readers treat in different ways. */
function iniSections(text: string): readonly string[] {
	return text.split(/^(?=\[)/m);
}

function continuedLines(section: string, option: string): string {
	return new RegExp(`^${option}\\s*=((?:.*\\r?\\n?)(?:[ \\t]+.*\\r?\\n?|\\r?\\n)*)`, 'm').exec(section)?.[1] ?? '';
}

/** What a setup script calls its lists of requirements: `install_requires`, `tests_require`, `extras_require`, `dev_requirements`. */
const requirementsName = /\b\w*require\w*\s*=\s*(?=[[{])/g;

/** Strings in the literal lists of a setup script; what it computes is not known without running it. */
function requirementsOfSetupPy(text: string): readonly string[] {
	return [...text.matchAll(requirementsName)].flatMap(({ index, 0: name }) => stringsUpToClosing(text.slice(index + name.length)));
}

/** The strings of a Python list or dictionary that a text begins with, keys left out. */
function stringsUpToClosing(text: string): string[] {
	const found: string[] = [];
	let depth = 0;
	for (const [token] of text.matchAll(/[[\](){}]|#.*|(["'])(?:(?!\1)[^\\\n]|\\.)*\1(?:\s*:)?/g)) {
		if (/^[[({]/.test(token)) depth++;
		else if (/^[\])}]/.test(token)) depth--;
		else if (!token.startsWith('#') && !token.endsWith(':')) found.push(token.slice(1, -1));
		if (depth === 0) break;
	}
	return found;
}

function tomlOf(text: string): unknown {
	try {
		return parse(text);
	} catch {
		// That it is broken is said where its settings are read.
		return undefined;
	}
}

function at(value: unknown, ...keys: readonly string[]): unknown {
	let current = value;
	for (const key of keys) current = tableAt(current)[key];
	return current;
}

function tableAt(value: unknown, ...keys: readonly string[]): Readonly<Record<string, unknown>> {
	const found = keys.length === 0 ? value : at(value, ...keys);
	return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as Record<string, unknown>) : {};
}

function stringsOf(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
