import type { ProjectModel } from '../project/project.ts';
import { referencesTo } from '../project/references.ts';
import { argument } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { ClassModel, FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** A thread object made of a class of the project, with what its constructor is given for an attribute. */
export interface ThreadObject {
	/** `Worker(loop, 1)` */
	readonly made: SyntaxNode;
	/** The variable that the attribute gets its value from, where the object is made. */
	readonly given: SyntaxNode;
	readonly home: FileModel;
}

/** The objects of a class of threads whose `run()` uses an attribute that the constructor takes as a parameter and nothing changes. Only those started where they are made. */
export function threadObjects(run: FunctionModel, attribute: SyntaxNode, project: ProjectModel): readonly ThreadObject[] {
	const owner = run.class;
	const name = attribute.kind === 'attribute' ? attribute.field('attribute')?.text : undefined;
	if (!owner || run.name !== 'run' || name === undefined || attribute.field('object')?.text !== run.parameters[0]?.name || !isThread(owner)) return [];
	const [assignment, ...others] = owner.attributes.get(name) ?? [];
	const maker = fileOf(owner).inference.constructorOf(owner);
	const [binding] = assignment?.value?.kind === 'identifier' ? fileOf(owner).reaching(assignment.value) : [];
	const index = binding?.parameter && maker ? maker.parameters.indexOf(binding.parameter) : -1;
	if (!maker || assignment?.method !== maker || others.length > 0 || index < 1) return [];
	return [fileOf(owner), ...(project.filesNaming(maker) ?? [])].flatMap((home) =>
		referencesTo(maker, home).flatMap((reference) => {
			const made = reference.parent;
			const given = made && argument(made, index - 1, binding?.name ?? '');
			const isShared = given?.kind === 'identifier' || given?.kind === 'attribute';
			return made && isShared && startsThreads(made, home) ? [{ made, given, home }] : [];
		}),
	);
}

function isThread(owner: ClassModel): boolean {
	return owner.bases.some((base) => fileOf(owner).qualifiedName(base) === 'threading.Thread');
}

function startsThreads(made: SyntaxNode, home: FileModel): boolean {
	const body = home.functionOf(made);
	const calls = body ? body.calls : home.calls.filter((call) => !call.owner);
	return calls.some(({ callee, node }) => callee.field('attribute')?.text === 'start' && node.end > made.start);
}
