import { entryOfDecorator, type FrameworkEntry, frameworkEntries } from '../knowledge/frameworks.ts';
import { ancestorsOf, methodNames } from '../knowledge/types.ts';
import { argument, type CallSite, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel, Parameter } from '../semantics/functions.ts';
import { classLimit, decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { handedTo, referencesTo } from './references.ts';

/** What a framework makes of a function by its decorators or by the class it is a method of. */
export function roleOfDefinition(model: FunctionModel): FrameworkEntry | undefined {
	const file = fileOf(model);
	for (const decorator of model.decorators) {
		const named = decorator.kind === 'call' ? decorator.field('function') : decorator;
		const entry = named && decoratorEntry(file.qualifiedName(named));
		if (entry) return entry;
	}
	if (!model.class) return undefined;
	const bases = externalBases(model.class);
	return frameworkEntries.find(
		({ methodsOfSubclasses = {}, methodsOfGenerated }) =>
			Object.entries(methodsOfSubclasses).some(([base, methods]) => bases.includes(base) && methods.includes(model.name)) ||
			(methodsOfGenerated && !model.name.startsWith('_') && bases.some((base) => isGenerated(base, methodsOfGenerated))),
	);
}

/** `shop_pb2_grpc.ShopServicer` */
function isGenerated(base: string, { moduleEnds, nameEnds }: NonNullable<FrameworkEntry['methodsOfGenerated']>): boolean {
	const dot = base.lastIndexOf('.');
	return dot > 0 && base.slice(0, dot).endsWith(moduleEnds) && base.endsWith(nameEnds);
}

function decoratorEntry(name: string | undefined): FrameworkEntry | undefined {
	if (name === undefined) return undefined;
	return methodNames(name)
		.map((one) => entryOfDecorator.get(one))
		.find((entry) => entry !== undefined);
}

/** Base classes outside the project, through the project's own. */
function externalBases(model: ClassModel): readonly string[] {
	const found: string[] = [];
	const seen = new Set<ClassModel>();
	const collect = (derived: ClassModel) => {
		if (seen.has(derived) || seen.size >= classLimit) return;
		seen.add(derived);
		const file = fileOf(derived);
		for (const base of derived.bases) {
			const own = file.classNamed(base);
			const name = own ? `${fileOf(own).path.replace(/^.*\/|\.py$/g, '')}.${own.name}` : file.qualifiedName(base);
			if (name !== undefined) found.push(name, ...(own ? [] : ancestorsOf(name)));
			if (own) collect(own);
		}
	};
	collect(model);
	return found;
}

/** What a framework makes of a function where it is handed over: in a call, `Depends(f)`, `router.add_get('/', f)`, or by an assignment, `client.on_message = f`. */
export function roleOfReference(reference: SyntaxNode, file: FileModel): { readonly entry: FrameworkEntry; readonly at: SyntaxNode } | undefined {
	const outer = withParentheses(reference);
	return roleOfAssigned(outer, file) ?? roleOfArgument(outer, file);
}

function roleOfArgument(outer: SyntaxNode, file: FileModel): { readonly entry: FrameworkEntry; readonly at: SyntaxNode } | undefined {
	const holder = outer.parent?.kind === 'keyword_argument' ? outer.parent : outer;
	const call = holder.parent?.kind === 'argument_list' ? holder.parent.parent : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	const name = callee && file.qualifiedName(callee);
	if (!call || name === undefined) return undefined;
	const names = methodNames(name);
	const entry = frameworkEntries.find((one) =>
		names.some((known) => {
			const place = one.argumentsOf?.[known];
			return place !== undefined && counts(one, file) && argument(call, place.position ?? Number.POSITIVE_INFINITY, place.keyword) === outer;
		}),
	);
	return entry && { entry, at: call };
}

function roleOfAssigned(outer: SyntaxNode, file: FileModel): { readonly entry: FrameworkEntry; readonly at: SyntaxNode } | undefined {
	const assignment = outer.parent?.kind === 'assignment' && outer.fieldName === 'right' ? outer.parent : undefined;
	const target = assignment?.field('left');
	const name = target?.field('attribute')?.text;
	const object = target?.kind === 'attribute' ? target.field('object') : undefined;
	if (!assignment || !object || name === undefined || !assignedNames.has(name)) return undefined;
	const type = file.typeOf(object)?.external;
	const entry = type === undefined ? undefined : frameworkEntries.find((one) => one.assignedTo?.[type]?.includes(name) && counts(one, file));
	return entry && { entry, at: assignment };
}

const assignedNames: ReadonlySet<string> = new Set(frameworkEntries.flatMap(({ assignedTo = {} }) => Object.values(assignedTo).flat()));

function counts({ whenMentioned, runBy }: FrameworkEntry, file: FileModel): boolean {
	return (whenMentioned === undefined || file.isMentioned(whenMentioned)) && (runBy === undefined || methodsNamed(runBy, file).length > 0);
}

/** The calls in a file that run what was handed over: `schedule.run_pending()`. */
export function runsOf(names: readonly string[], file: FileModel): readonly CallSite[] {
	return methodsNamed(names, file).flatMap((method) =>
		method.parent?.kind === 'call' && method.fieldName === 'function' ? file.statementOf(method).calls.filter((call) => call.callee === method) : [],
	);
}

/** Where such a method is handed to a thread: `Thread(target=server.serve_forever)`. */
export function handedRuns(names: readonly string[], file: FileModel): readonly ('on-loop' | 'worker-thread')[] {
	return methodsNamed(names, file).flatMap((method) => handedTo(method, file)?.kind ?? []);
}

function methodsNamed(names: readonly string[], file: FileModel): readonly SyntaxNode[] {
	const words = new Set(names.map((name) => name.slice(name.lastIndexOf('.') + 1)));
	const mentions = [...words].flatMap((word) => file.mentions(word));
	const methods = mentions.map((mention) => (mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention));
	return methods.filter((method) => methodNames(file.qualifiedName(method) ?? '').some((one) => names.includes(one)));
}

/** The type of what a framework passes for a parameter of a function that it calls; undefined when the parameter is not one of those. */
export function parameterFromFramework(owner: FunctionModel, parameter: Parameter): string | undefined {
	if (owner.isLambda || !(owner.isAsync || owner.decorators.length > 0)) return undefined;
	const isMethod = owner.class !== undefined && !decoratorNames(owner).includes('staticmethod');
	const position = owner.parameters.indexOf(parameter) - (isMethod ? 1 : 0);
	const entry = roleOf(owner);
	return (entry?.parametersByName?.[owner.name] ?? entry?.parameters)?.[position] || undefined;
}

/** What a framework makes of a function by its definition, or where its own file hands it over. */
export function roleOf(model: FunctionModel): FrameworkEntry | undefined {
	return roleOfDefinition(model) ?? handedOverAs(model);
}

/** What a framework makes of a function that its own file hands over. */
function handedOverAs(model: FunctionModel): FrameworkEntry | undefined {
	const file = fileOf(model);
	for (const reference of referencesTo(model, file)) {
		const role = roleOfReference(reference, file);
		if (role) return role.entry;
	}
	return undefined;
}
