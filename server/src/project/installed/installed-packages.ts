import type { Definition, Environment, OutsideApi } from '../../semantics/environment.ts';
import { FileModel, fileOf } from '../../semantics/file-model.ts';
import type { ClassModel } from '../../semantics/functions.ts';
import { classLimit, decoratorNames, memberOf } from '../../semantics/members.ts';
import type { QualifiedName } from '../../semantics/names.ts';
import type { Binding } from '../../semantics/scopes.ts';
import type { Type } from '../../semantics/types.ts';
import type { NodeKind } from '../../syntax/grammar.generated.ts';
import type { Parser } from '../../syntax/parser.ts';
import { Inquiry } from '../../util/memo.ts';
import { FolderListings } from '../folder-listings.ts';
import { isStandardLibrary } from '../modules.ts';
import { outsideNames } from '../outside.ts';
import type { Workspace } from '../workspace.ts';
import { describeClass, describeFunction, describeInstance, resultOf } from './describe.ts';
import { type LocatedName, locations } from './site-modules.ts';
import { spellingsOf } from './spellings.ts';

/** Larger files are generated, and would keep a person waiting. */
const FILE_LIMIT = 1_500_000;
/** Text of the files whose models are held, in UTF-16 units; a model takes about thirty times its text. */
const LOADED_LIMIT = 3_000_000;
/** Names that are remembered. */
const ANSWER_LIMIT = 50_000;

/** Length up to which a file is worth a look that has nothing to do with awaiting: it may re-export, or lead to classes that have. */
const UNRELATED_LIMIT = 100_000;
const mayMatter = /async|await|coroutine/i;
/** Modules whose names are known for what they are; looking into them would only hide that. */
const knownModules: ReadonlySet<string> = new Set(['typing_extensions', 'attr', 'attrs', 'six', 'mypy_extensions']);
const noKinds: ReadonlySet<NodeKind> = new Set();

/** What the packages in some site folders say of a name; undefined members were looked for and not found. */
interface Found {
	readonly api: OutsideApi | undefined;
	/** Of a class: what `with` gives, `unknown` where that cannot be told. */
	readonly entered: string | 'unknown' | undefined;
}

/**
 * Reads installed packages to tell what their names are: a file is parsed when one of its names is asked for, and let go of when there are many.
 * Answers are plain values under qualified names, as in knowledge/; nothing of the packages becomes part of the project.
 */
export class InstalledPackages {
	readonly #sites: readonly string[];
	readonly #fileLimit: number;
	readonly #workspace: Pick<Workspace, 'readText' | 'listFolder'>;
	readonly #parser: Parser;
	readonly #listings: FolderListings;
	readonly #environment: Environment;
	#files = new Map<string, FileModel | undefined>();
	/** Dotted names of the modules that were loaded, by path. */
	readonly #modules = new Map<string, string>();
	readonly #answers = new Map<string, Found | undefined>();
	readonly #attributes = new Map<string, string | undefined>();
	#loaded = 0;

	/** `fileLimit`: larger files are passed over. */
	constructor(sites: readonly string[], workspace: Pick<Workspace, 'readText' | 'listFolder'>, parser: Parser, fileLimit = FILE_LIMIT) {
		this.#fileLimit = fileLimit;
		this.#sites = sites;
		this.#workspace = workspace;
		this.#parser = parser;
		this.#listings = new FolderListings(workspace);
		this.#environment = {
			...outsideNames,
			// Nobody asks again what an installed file says: it changes with the whole environment only.
			inquiry: new Inquiry(),
			imported: (target, from) => this.#imported(target, from),
			// Its classes are not listed anywhere.
			mayBeProperty: () => true,
			isTakenFrom: () => true,
			passedByFramework: () => undefined,
			starNames: () => undefined,
			fixtureFor: () => undefined,
			callersOf: () => [],
		};
	}

	/** What calling a name gives. */
	api(name: QualifiedName): OutsideApi | undefined {
		return this.#find(name)?.api;
	}

	/** The class of what `with` gives for an instance of a class; `unknown` where its `__aenter__` or `__enter__` does not tell. */
	enterType(type: QualifiedName): string | undefined {
		return this.#find(type)?.entered;
	}

	/** The class of an instance's attribute. */
	memberType(type: QualifiedName, attribute: string): string | undefined {
		const key = `${type}.${attribute}`;
		if (!this.#attributes.has(key)) {
			if (this.#attributes.size >= ANSWER_LIMIT) this.#attributes.clear();
			this.#attributes.set(key, this.#attributeType(type, attribute));
		}
		return this.#attributes.get(key);
	}

	/** Public names that a class and its bases bind, for whoever lists them; none for anything else. */
	membersOf(type: QualifiedName): readonly string[] {
		const names = new Set<string>();
		const seen = new Set<ClassModel>();
		const collect = (model: ClassModel | undefined): void => {
			if (!model || seen.has(model) || seen.size >= classLimit) return;
			seen.add(model);
			for (const name of [...model.scope.bindings.keys(), ...model.attributes.keys()]) if (!name.startsWith('_')) names.add(name);
			const file = fileOf(model);
			for (const base of model.bases) collect(file.classNamed((base.kind === 'subscript' && base.field('value')) || base));
		};
		collect(this.#classNamed(type));
		return [...names].sort();
	}

	/** Forgets models once there are many; between two questions only. */
	trim(): void {
		if (this.#loaded <= LOADED_LIMIT) return;
		this.#files = new Map();
		this.#loaded = 0;
	}

	#find(name: string): Found | undefined {
		if (!this.#answers.has(name)) {
			if (this.#answers.size >= ANSWER_LIMIT) this.#answers.clear();
			this.#answers.set(name, this.#describe(name));
		}
		return this.#answers.get(name);
	}

	#describe(name: string): Found | undefined {
		for (const located of this.#locations(name.split('.'))) {
			const [first, second, ...rest] = located.attributes;
			if (first === undefined || rest.length > 0) continue;
			const definition = this.#definition(located, first);
			if (!definition || definition.bindings.length === 0) continue;
			return second === undefined ? this.#describeBinding(definition) : this.#describeMember(definition, second);
		}
		return undefined;
	}

	#describeBinding(definition: Definition): Found | undefined {
		const model = classOf(definition);
		if (model) return { api: describeClass(model, this.#nameOf), entered: this.#entered(model) };
		const called = functionOf(definition);
		return { api: called && describeFunction(called, undefined, this.#nameOf), entered: undefined };
	}

	/** A method of a class, or of an instance that a module keeps. */
	#describeMember(definition: Definition, name: string): Found | undefined {
		const type = typeOf(definition);
		const model = classOf(definition) ?? type?.class;
		const member = model && memberOf(model, name);
		if (member?.kind === 'method') return { api: describeFunction(member.function, model, this.#nameOf), entered: undefined };
		// A base class that another package has, or one that knowledge/ lists.
		return member?.kind === 'external' ? { api: outsideNames.api(member.name, definition.file), entered: undefined } : undefined;
	}

	#entered(model: ClassModel): string | 'unknown' | undefined {
		const { asyncWith, syncWith } = describeInstance(model);
		const enter = memberOf(model, asyncWith ? '__aenter__' : '__enter__');
		if (enter?.kind !== 'method' || (!asyncWith && !syncWith)) return undefined;
		return this.#nameOf(resultOf(enter.function, model)) ?? 'unknown';
	}

	#attributeType(type: string, attribute: string): string | undefined {
		const [located] = [...this.#locations(type.split('.'))].filter((one) => one.attributes.length === 1);
		const definition = located && this.#definition(located, located.attributes[0] as string);
		const model = definition && classOf(definition);
		const member = model && memberOf(model, attribute);
		if (member?.kind === 'value') return this.#nameOf(member.type);
		if (member?.kind !== 'method') return undefined;
		// Packages have cached properties of their own; what all of them give is what the annotation says.
		const [decorator, ...others] = decoratorNames(member.function);
		if (decorator === undefined || others.length > 0 || !/(^|[._])property$/.test(decorator)) return undefined;
		const { returnAnnotation } = member.function;
		return this.#nameOf(returnAnnotation ? fileOf(member.function).inference.typeOfAnnotation(returnAnnotation) : resultOf(member.function, model));
	}

	/** A class of the packages by the name that knowledge/ lists it under, else by where it is defined. */
	readonly #nameOf = (type: Type | undefined): string | undefined => {
		if (!type) return undefined;
		if (type.external !== undefined) return type.external.startsWith('typing.') ? undefined : type.external;
		const { class: model } = type;
		const module = this.#modules.get(fileOf(model).path);
		if (module === undefined || model.owner) return undefined;
		const defined = `${module}.${model.name}`;
		return spellingsOf(module, model.name).find((spelling) => this.#classNamed(spelling) === model) ?? defined;
	};

	#classNamed(name: string): ClassModel | undefined {
		for (const located of this.#locations(name.split('.'))) {
			const [first] = located.attributes;
			const definition = located.attributes.length === 1 && first !== undefined ? this.#definition(located, first) : undefined;
			if (definition && definition.bindings.length > 0) return classOf(definition);
		}
		return undefined;
	}

	#locations(parts: readonly string[]): Iterable<LocatedName> {
		const [top = ''] = parts;
		return isStandardLibrary(top) || knownModules.has(top) ? [] : locations(parts, this.#sites, this.#listings);
	}

	#imported(target: string, from: FileModel): Definition | undefined {
		const absolute = target.startsWith('.') ? this.#absolute(target, from) : target;
		if (absolute === undefined) return undefined;
		let isInstalled = false;
		for (const located of this.#locations(absolute.split('.'))) {
			isInstalled = true;
			const [name, ...rest] = located.attributes;
			if (name === undefined || rest.length > 0) continue;
			const definition = this.#definition(located, name);
			if (definition && definition.bindings.length > 0) return definition;
		}
		return isInstalled ? { file: from, bindings: [] } : undefined;
	}

	#absolute(target: string, from: FileModel): string | undefined {
		const dots = /^\.+/.exec(target)?.[0].length ?? 0;
		const module = this.#modules.get(from.path)?.split('.') ?? [];
		const isPackage = /\/__init__\.pyi?$/.test(from.path);
		const above = module.slice(0, module.length - dots + (isPackage ? 1 : 0));
		return above.length === 0 ? undefined : [...above, target.slice(dots)].filter((part) => part !== '').join('.');
	}

	/** `passed`: files whose star imports led here. */
	#definition(located: LocatedName, name: string, passed: readonly FileModel[] = []): Definition | undefined {
		const file = this.#file(located);
		if (!file || passed.includes(file)) return undefined;
		const bindings = withoutFallbacks(file.moduleBindings(name));
		if (bindings.length > 0) return { file, bindings };
		for (const star of file.starImports) {
			const module = star.startsWith('.') ? this.#absolute(star, file) : star;
			for (const inner of module === undefined ? [] : this.#locations(module.split('.'))) {
				const found = inner.attributes.length === 0 ? this.#definition(inner, name, [...passed, file]) : undefined;
				if (found) return found;
			}
		}
		return undefined;
	}

	#file({ path, module }: LocatedName): FileModel | undefined {
		if (this.#files.has(path)) return this.#files.get(path);
		const text = this.#workspace.readText(path);
		const isWanted = text !== undefined && text.length <= this.#fileLimit && (text.length <= UNRELATED_LIMIT || mayMatter.test(text));
		this.#modules.set(path, module);
		const file = isWanted ? new FileModel(this.#parser.parse(path, text), this.#environment, noKinds) : undefined;
		this.#files.set(path, file);
		if (file) this.#loaded += text?.length ?? 0;
		return file;
	}
}

/** `try: import x` with `x = None` in its handler: what is imported counts. */
function withoutFallbacks(bindings: readonly Binding[]): readonly Binding[] {
	const real = bindings.filter((one) => one.value?.kind !== 'none');
	return real.length > 0 ? real : bindings;
}

function classOf({ file, bindings }: Definition): ClassModel | undefined {
	const classes = bindings.map((binding) => file.inference.classOfBinding(binding));
	return classes[0] && classes.every((one) => one === classes[0]) ? classes[0] : undefined;
}

function functionOf({ file, bindings }: Definition) {
	const functions = bindings.map((binding) => file.inference.functionOfBinding(binding));
	const last = functions.at(-1);
	return last && functions.every((one) => one !== undefined && one.isAsync === last.isAsync) ? last : undefined;
}

function typeOf({ file, bindings }: Definition): Type | undefined {
	const [only, ...others] = bindings;
	return only && others.length === 0 ? file.inference.typeOfBinding(only) : undefined;
}
