import { parse } from 'smol-toml';
import { baseName, folderOf, foldersUpwards, joinPath, type Workspace } from './workspace.ts';

/** Reads the requirements one kind of file states; text that cannot be parsed states none. */
type Reader = (text: string) => readonly string[];

const readers: Readonly<Record<string, Reader>> = {
	'pyproject.toml': requirementsOfPyproject,
	'setup.cfg': requirementsOfSetupCfg,
	'setup.py': requirementsOfSetupPy,
	Pipfile: requirementsOfPipfile,
};

/** `requirements.txt`, `dev-requirements.txt`, `requirements_test.in`. */
const requirementsFile = /^[\w.-]*requirements[\w.-]*\.(txt|in)$/i;

/**
 * What a project says it depends on: names of distributions as PEP 503 spells them (`aio-pika`).
 * Versions, extras and conditions are left aside, and optional and development dependencies count.
 */
export class Dependencies {
	readonly #workspace: Workspace;
	readonly #folders = new Map<string, ReadonlySet<string>>();

	constructor(workspace: Workspace) {
		this.#workspace = workspace;
	}

	/** Files came, went or changed. */
	forget(): void {
		this.#folders.clear();
	}

	/** Dependencies of the project a file belongs to: those of its folder and of the folders above it, up to the root. */
	of(path: string): ReadonlySet<string> {
		return this.#upTo(folderOf(path));
	}

	#upTo(folder: string): ReadonlySet<string> {
		let found = this.#folders.get(folder);
		if (!found) {
			found = new Set(this.#folderChain(folder).flatMap((one) => this.#statedIn(one)));
			this.#folders.set(folder, found);
		}
		return found;
	}

	#folderChain(folder: string): readonly string[] {
		const { roots } = this.#workspace;
		if (!roots.some((root) => folder === root || folder.startsWith(root.endsWith('/') ? root : `${root}/`))) return [folder];
		const chain: string[] = [];
		for (const above of foldersUpwards(folder)) {
			chain.push(above);
			if (roots.includes(above)) break;
		}
		return chain;
	}

	#statedIn(folder: string): readonly string[] {
		const names = (this.#workspace.listFolder(folder) ?? []).filter((entry) => entry.kind === 'file').map((entry) => entry.name);
		const others = (this.#workspace.listFolder(joinPath(folder, 'requirements')) ?? []).map((entry) => `requirements/${entry.name}`);
		return [...names, ...others].flatMap((name) => {
			const isList = requirementsFile.test(baseName(name)) || /^requirements\/[\w.-]+\.(txt|in)$/.test(name);
			const read = isList ? requirementsOfList : readers[name];
			const text = read && this.#workspace.readText(joinPath(folder, name));
			return read && text !== undefined ? read(text).flatMap(distributionOf) : [];
		});
	}
}

/** `Aio_Pika[extra]>=9; python_version > "3.8"` is `aio-pika`. */
function distributionOf(requirement: string): string[] {
	const name = /^\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)/.exec(requirement)?.[1];
	return name === undefined ? [] : [name.toLowerCase().replace(/[-_.]+/g, '-')];
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
	return [...lists.flatMap(stringsOf), ...tables.flatMap((table) => Object.keys(tableAt(table)))];
}

function requirementsOfPipfile(text: string): readonly string[] {
	const document = tomlOf(text);
	return ['packages', 'dev-packages'].flatMap((key) => Object.keys(tableAt(document, key)));
}

function requirementsOfSetupCfg(text: string): readonly string[] {
	// Requirements stand on continued lines, which ini readers treat in different ways.
	const sections = text.split(/^(?=\[)/m);
	const options = sections.find((section) => section.startsWith('[options]')) ?? '';
	const extras = sections.find((section) => section.startsWith('[options.extras_require]')) ?? '';
	const required = /^install_requires\s*=((?:.*\r?\n?)(?:[ \t]+.*\r?\n?|\r?\n)*)/m.exec(options)?.[1] ?? '';
	return [required, extras.replace(/^\[.*\]$/m, '').replace(/^[\w.-]+\s*=/gm, '')].flatMap(requirementsOfList);
}

/** Strings in the literal lists of a setup script; what it computes is not known without running it. */
function requirementsOfSetupPy(text: string): readonly string[] {
	const lists = [...text.matchAll(/\binstall_requires\s*=\s*\[([^\]]*)\]/g)].map((found) => found[1] ?? '');
	return lists.flatMap((list) => [...list.matchAll(/["']([^"'\n]+)["']/g)].map((found) => found[1] ?? ''));
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
