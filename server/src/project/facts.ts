import type { FileModel } from '../semantics/file-model.ts';
import type { ClassModel } from '../semantics/functions.ts';
import { isSame } from '../util/memo.ts';
import { scriptKind } from './cell-scripts.ts';
import type { Dependencies } from './dependencies.ts';
import type { PythonEnvironments } from './installed/python-environments.ts';
import type { ModuleFinder } from './modules.ts';
import type { NamingIndex } from './naming.ts';
import type { Platforms } from './platforms.ts';
import type { ServerlessConfigs } from './serverless-config.ts';
import type { TestConfigs } from './test-config.ts';

/** Questions under which the recorder notes what a project says of itself. */
export const declaredDependencies = 'declared dependencies';
export const declaredPlatforms = 'declared platforms';
export const testConfiguration = 'test configuration';

/** Whoever answers the questions of facts. */
export interface FactSources {
	readonly file: (path: string) => FileModel | undefined;
	readonly modules: Pick<ModuleFinder, 'find'>;
	readonly naming: Pick<NamingIndex, 'lookup' | 'hasProperty'>;
	readonly pythons: Pick<PythonEnvironments, 'isStillSo'>;
	readonly dependencies: Pick<Dependencies, 'of' | 'specifiersOf'>;
	readonly platforms: Pick<Platforms, 'of'>;
	readonly serverless: Pick<ServerlessConfigs, 'isHandler'>;
	readonly testConfigs: Pick<TestConfigs, 'of'>;
}

/**
 * Whether a question about a file is still answered as it was when the recorder noted it. A question
 * is a verb and, behind a blank, its subject; a name alone asks for the module's bindings of that name.
 * Asked some thousand times after each key typed.
 */
export function isStillSo(path: string, question: string, value: unknown, sources: FactSources): boolean {
	const blank = question.indexOf(' ');
	const verb = blank < 0 ? '' : question.slice(0, blank);
	const subject = question.slice(blank + 1);
	const ofFile = blank < 0 ? (namelessFacts.get(question) ?? bindingsAreSame) : fileFacts[verb];
	if (ofFile) {
		const file = sources.file(path);
		return file !== undefined && ofFile(file, value, subject);
	}
	const ofProject = projectFacts[verb];
	return ofProject ? ofProject(path, value, subject, sources) : sources.pythons.isStillSo(path, verb, subject, value);
}

type FileFact = (file: FileModel, value: unknown, subject: string) => boolean;
type ProjectFact = (path: string, value: unknown, subject: string, sources: FactSources) => boolean;

const bindingsAreSame: FileFact = (file, value, name) => isSame(file.moduleBindings(name), value);

/** What is no name in Python. */
const namelessFacts: ReadonlyMap<string, FileFact> = new Map<string, FileFact>([
	['*', (file, value) => isSame(file.starImports, value)],
	['()', (file, value) => isSame(file.calls, value)],
	['if', (file, value) => isSame(file.moduleConditions, value)],
	[';', (file, value) => isSame(file.roots, value)],
]);

const fileFacts: Readonly<Record<string, FileFact | undefined>> = {
	mentions: (file, value, name) => isSame(file.mentions(name), value),
	replaced: (file, value, name) => isSame(file.replacementsOf(name), value),
	class: (file, value) => file.holds((value as ClassModel).statement),
	imports: (file, value, module) => file.imports(module) === value,
	word: (file, value, word) => file.hasWord(word) === value,
	script: (file, value) => value === undefined || scriptKind(file.source) === value,
};

const projectFacts: Readonly<Record<string, ProjectFact | undefined>> = {
	naming: (path, value, name, { naming }) => isSame(naming.lookup(path, name), value),
	property: (_, value, name, { naming }) => naming.hasProperty(name) === value,
	module: (path, value, module, { modules }) => modules.find(module, path) === value,
	serverless: (path, value, name, { serverless }) => serverless.isHandler(path, name) === value,
	specifiers: (path, value, distribution, { dependencies }) => dependencies.specifiersOf(path, distribution).join(' ') === value,
	declared: (path, value, what, { dependencies, platforms }) =>
		what === 'platforms' ? platforms.of(path) === value : isSame([...dependencies.of(path)], [...(value as ReadonlySet<string>)]),
	test: (path, value, _, { testConfigs }) => testConfigs.of(path).fingerprint === value,
};
