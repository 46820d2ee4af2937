import type { ProjectModel } from '../project/project.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Functions that change something; undefined stands for the module level. */
type Changers = readonly (FunctionModel | undefined)[];

/** Whether another function of the project, on the loop's own thread as far as is known, gives an attribute or variable a value, which a loop waits for. */
export function isSetElsewhere(flag: SyntaxNode, loop: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const setters = flag.kind === 'attribute' ? attributeSetters(flag, file) : flag.kind === 'identifier' ? nameSetters(flag, file) : [];
	return isChangedElsewhere(setters, loop, file, project);
}

/** Whether another such function puts something into a collection: `items.append(x)`, `items[key] = x`. */
export function isFilledElsewhere(collection: SyntaxNode, loop: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const name = collection.kind === 'attribute' ? collection.field('attribute') : collection.kind === 'identifier' ? collection : undefined;
	if (!name) return false;
	const same = file.mentions(name.text).map((use) => (use.fieldName === 'attribute' && use.parent?.kind === 'attribute' ? use.parent : use));
	const filled = same.filter((use) => use.kind === collection.kind && isFilled(use) && isSame(use, collection, file));
	return isChangedElsewhere(
		filled.map((use) => file.functionOf(use)),
		loop,
		file,
		project,
	);
}

function isChangedElsewhere(changers: Changers, loop: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const owner = file.functionOf(loop);
	const others = changers.filter((one) => one !== owner && one?.name !== '__init__');
	// What asyncio has for it must not be touched from another thread.
	const isOnLoop = (one: FunctionModel | undefined) => !one || project.contextsOf(one, one.node).every((context) => context.kind !== 'worker-thread');
	return others.length > 0 && changers.every(isOnLoop);
}

/** `x.append(1)`, `x['key'] = 1` */
function isFilled(collection: SyntaxNode): boolean {
	const { parent } = collection;
	if (parent?.kind === 'subscript') return parent.field('value') === collection && parent.parent?.kind === 'assignment' && parent.fieldName === 'left';
	const isCalled = parent?.kind === 'attribute' && parent.field('object') === collection && parent.parent?.kind === 'call' && parent.fieldName === 'function';
	return isCalled && /^(add|append|appendleft|extend|insert|setdefault|update)$/.test(parent.field('attribute')?.text ?? '');
}

function isSame(use: SyntaxNode, collection: SyntaxNode, file: FileModel): boolean {
	if (use.kind === 'identifier') {
		const meant = file.lookup(collection);
		// A local is nobody else's; a name of the module's is one thing for all functions.
		return !meant.scope && meant.bindings.length > 0 && !file.lookup(use).scope;
	}
	const [one, other] = [use, collection].map((node) => node.field('object') && file.typeOf(node.field('object') as SyntaxNode)?.class);
	return one !== undefined && one === other;
}

function attributeSetters(flag: SyntaxNode, file: FileModel): Changers {
	const object = flag.field('object');
	const type = object && file.typeOf(object);
	return (type?.class?.attributes.get(flag.field('attribute')?.text ?? '') ?? []).map((assignment) => assignment.method);
}

/** A variable that other functions assign, as a global or nonlocal one. */
function nameSetters(flag: SyntaxNode, file: FileModel): Changers {
	return file
		.mentions(flag.text)
		.filter((node) => {
			const assignment = node.parent?.kind === 'assignment' && node.parent.field('left') === node;
			const scope = file.scopeOf(node);
			return assignment && (scope.globals.has(flag.text) || scope.nonlocals.has(flag.text));
		})
		.map((node) => file.functionOf(node));
}
