import { otherAsyncPlugins, pytestAsyncioReleases } from '../knowledge/test-plugins.ts';
import { type Dependencies, isDependencyFile } from './dependencies.ts';
import { allowedReleases, exactVersionOf, holdsExactVersions } from './distribution-versions.ts';
import { emptyPyprojectIn, type PytestSettings, pytestFiles, pytestSettingsIn } from './pytest-settings.ts';
import { folderOf, foldersUpToRoot, joinPath, type Workspace } from './workspace.ts';

export type LoopScope = 'function' | 'class' | 'module' | 'package' | 'session';

/** How the tests in a folder are run, as far as the project's files say it. */
export interface TestConfig {
	/** Of pytest-asyncio. `unknown` where a command line, an outer configuration or an old release may choose another. */
	readonly asyncioMode: 'auto' | 'strict' | 'unknown';
	/** `asyncio_default_fixture_loop_scope` and `asyncio_default_test_loop_scope`. */
	readonly fixtureLoopScope: LoopScope | undefined;
	readonly testLoopScope: LoopScope | undefined;
	/** Patterns of the files that hold tests: `test_*.py`. */
	readonly pythonFiles: readonly string[];
	/** Whether the project names pytest-asyncio among what it depends on, or has it installed. */
	readonly hasPytestAsyncio: boolean;
	/** Releases of pytest-asyncio that may be in use, oldest first; an installed or locked one stands alone. */
	readonly pytestAsyncio: readonly string[];
	/** Whether another plugin may run async tests that carry no asyncio mark. */
	readonly hasOtherPlugin: boolean;
	/** Whether the project says at all what it depends on. */
	readonly declaresDependencies: boolean;
	/** The files conftest.py that count, nearest first. */
	readonly conftests: readonly string[];
	/** Where options can be written; undefined without any fitting file. */
	readonly settings: PytestSettings | undefined;
	/** Equal for equal configurations. */
	readonly fingerprint: string;
}

/** Files whose commands may choose a mode. */
const commandFiles = ['tox.ini', 'noxfile.py', 'Makefile', 'justfile', 'pyproject.toml', 'setup.py'];

/** Names of the files, Python's aside, that say how tests are run. */
export const testConfigFiles: readonly string[] = [...new Set([...commandFiles, ...pytestFiles])];

/** Whether a file or folder of that name may change how the tests beside it and below are run. */
function mayConfigureTests(name: string): boolean {
	return name === 'conftest.py' || testConfigFiles.includes(name) || isDependencyFile(name) || holdsExactVersions(name);
}

/** Reads how tests are run; what a folder says is kept until `forget`. */
export class TestConfigs {
	readonly #workspace: Workspace;
	readonly #dependencies: Dependencies;
	readonly #folders = new Map<string, TestConfig>();

	constructor(workspace: Workspace, dependencies: Dependencies) {
		this.#workspace = workspace;
		this.#dependencies = dependencies;
	}

	/** Files came, went or changed. */
	forget(): void {
		this.#folders.clear();
	}

	of(path: string): TestConfig {
		return this.#inFolder(folderOf(path));
	}

	#inFolder(folder: string): TestConfig {
		let found = this.#folders.get(folder);
		if (!found) {
			const chain = foldersUpToRoot(folder, this.#workspace.roots);
			const [, above] = chain;
			const saysNothing = !this.#workspace.listFolder(folder)?.some(({ name }) => mayConfigureTests(name));
			found = above !== undefined && saysNothing ? this.#inFolder(above) : this.#read(chain);
			this.#folders.set(folder, found);
		}
		return found;
	}

	#read(chain: readonly string[]): TestConfig {
		const path = joinPath(chain[0] as string, 'conftest.py');
		const all = chain.map((one) => pytestSettingsIn(one, this.#workspace)).filter((one) => one !== undefined);
		const settings = all[0] ?? chain.map((one) => emptyPyprojectIn(one, this.#workspace)).find((one) => one !== undefined);
		const declared = this.#dependencies.of(path);
		const exact = exactVersionOf('pytest-asyncio', chain, this.#workspace);
		const specifiers = this.#dependencies.specifiersOf(path, 'pytest-asyncio');
		const pytestAsyncio = exact ? [exact] : allowedReleases(pytestAsyncioReleases, specifiers);
		const facts = {
			asyncioMode: this.#modeOf(chain, all, pytestAsyncio),
			fixtureLoopScope: scopeOf(settings, 'asyncio_default_fixture_loop_scope'),
			testLoopScope: scopeOf(settings, 'asyncio_default_test_loop_scope'),
			pythonFiles: settings?.option('python_files')?.value.split(' ').filter(Boolean) ?? ['test_*.py', '*_test.py'],
			hasPytestAsyncio: (exact !== undefined || declared.has('pytest-asyncio')) && !/-p[ =]?no:asyncio/.test(settings?.option('addopts')?.value ?? ''),
			pytestAsyncio,
			hasOtherPlugin: otherAsyncPlugins.some((plugin) => declared.has(plugin)),
			declaresDependencies: declared.size > 0,
			conftests: chain.map((one) => joinPath(one, 'conftest.py')).filter((one) => this.#workspace.hasFile(one)),
		};
		return { ...facts, settings, fingerprint: JSON.stringify([facts, settings?.path, settings?.text]) };
	}

	#modeOf(chain: readonly string[], all: readonly PytestSettings[], releases: readonly string[]): TestConfig['asyncioMode'] {
		const [nearest, ...outer] = all.map(modeIn);
		if (nearest !== undefined) return nearest;
		if (outer.some((mode) => mode !== undefined && mode !== 'strict')) return 'unknown';
		if (releases.length > 0 && releases.every((release) => /^0\.(\d|1[0-8])\b/.test(release))) return 'unknown';
		const commands = chain.flatMap((folder) => commandFiles.map((name) => this.#workspace.readText(joinPath(folder, name)) ?? ''));
		return commands.some((text) => /asyncio[-_]mode/.test(text)) ? 'unknown' : 'strict';
	}
}

function modeIn(settings: PytestSettings): TestConfig['asyncioMode'] | undefined {
	const written = /--asyncio-mode[= ](\w+)/.exec(settings.option('addopts')?.value ?? '')?.[1] ?? settings.option('asyncio_mode')?.value;
	if (written === undefined) return undefined;
	return written === 'auto' || written === 'strict' ? written : 'unknown';
}

function scopeOf(settings: PytestSettings | undefined, option: string): LoopScope | undefined {
	const value = settings?.option(option)?.value;
	return value !== undefined && /^(function|class|module|package|session)$/.test(value) ? (value as LoopScope) : undefined;
}
