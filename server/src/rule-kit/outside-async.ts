import type { ProjectModel } from '../project/project.ts';
import { withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import { isAwaitPoint } from '../semantics/flow.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Where something that waits stands, and may not. */
export interface OutsideAsync {
	/**
	 * - `function`: in a plain function or lambda; `module`: outside of any; `class`: in a class body;
	 * - `nested`: in an asynchronous comprehension inside a synchronous one, which Python 3.11 made legal.
	 */
	readonly place: 'function' | 'module' | 'class' | 'nested';
	/** The function or lambda, the class, or the outer comprehension; undefined for the module. */
	readonly holder: SyntaxNode | undefined;
	/** Whether it is a comprehension that waits. */
	readonly isComprehension: boolean;
}

/** Why a node that waits may not stand where it is; undefined when it may. */
export function outsideAsync(point: SyntaxNode): OutsideAsync | undefined {
	let comprehension: SyntaxNode | undefined;
	for (let child = point, parent = point.parent; parent; child = parent, parent = parent.parent) {
		const isBody = child.fieldName === 'body';
		if (parent.kind === 'generator_expression' || parent.kind.endsWith('_comprehension')) {
			if (isFirstIterable(child, point, parent)) continue;
			if (comprehension) return isAsyncItself(parent) ? undefined : { place: 'nested', holder: parent, isComprehension: true };
			// A generator expression becomes an asynchronous one, which may be made anywhere.
			if (parent.kind === 'generator_expression') return undefined;
			comprehension = parent;
		} else if (isBody && parent.kind === 'function_definition') {
			return parent.hasToken('async') ? undefined : { place: 'function', holder: parent, isComprehension: comprehension !== undefined };
		} else if (isBody && (parent.kind === 'lambda' || parent.kind === 'class_definition')) {
			return { place: parent.kind === 'lambda' ? 'function' : 'class', holder: parent, isComprehension: comprehension !== undefined };
		} else if (parent.kind === 'type') return undefined;
	}
	return { place: 'module', holder: undefined, isComprehension: comprehension !== undefined };
}

/** The iterable of a comprehension's first `for` is computed outside of it; that clause itself is part of it. */
function isFirstIterable(child: SyntaxNode, point: SyntaxNode, comprehension: SyntaxNode): boolean {
	if (child.kind !== 'for_in_clause' || child === point) return false;
	const iterable = child.field('right');
	return (
		comprehension.children.find((one) => one.kind === 'for_in_clause') === child && iterable !== undefined && (iterable === point || point.isInside(iterable))
	);
}

function isAsyncItself(comprehension: SyntaxNode): boolean {
	return comprehension.children.some((one) => one.kind === 'for_in_clause' && one.hasToken('async'));
}

/** The things in the same function, or in the module, that wait and may not, in the order of the text. */
export function allOutside({ holder, place }: OutsideAsync, file: FileModel): readonly SyntaxNode[] {
	const roots = holder ? [holder] : file.roots;
	const found = roots.flatMap((root) => [root, ...root.descendants()]).filter((node) => node.isNamed && isAwaitPoint(node));
	return found.filter((node) => {
		const other = outsideAsync(node);
		return other?.holder === holder && other?.place === place;
	});
}

/** Calls of a function anywhere in the project: they would have to await it. */
export function callersOf(model: FunctionModel, project: ProjectModel): readonly SyntaxNode[] {
	const files = [fileOf(model), ...(project.filesNaming(model) ?? [])];
	return files.flatMap((file) =>
		file.mentions(model.name).flatMap((mention) => {
			const named = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
			const outer = withParentheses(named);
			const isCalled = mention !== model.nameNode && outer.parent?.kind === 'call' && outer.parent.field('function') === outer;
			return isCalled && file.functionNamed(named) === model ? [outer.parent as SyntaxNode] : [];
		}),
	);
}
