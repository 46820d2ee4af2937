import type { ProjectModel } from '../project/project.ts';
import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { isHousekeeping } from './loop-variable.ts';
import { mentionsOfSame, methodCalledOn } from './references.ts';
import type { Resource } from './resources.ts';

/** Whether the function keeps the resource to itself: every mention uses it, closes it, or lends it to a function that does not keep it. */
export function isOwned(target: SyntaxNode, owner: FunctionModel, resource: Resource, file: FileModel, project: ProjectModel): boolean {
	return mentionsOfSame(target, file).every((mention) => {
		if (mention === target) return true;
		if (file.functionOf(mention) !== owner) return false;
		if (mention.parent?.kind === 'attribute')
			return methodCalledOn(mention) !== undefined || (resource.kind !== 'loop' && !resource.closers.includes(mention.parent.field('attribute')?.text ?? ''));
		if (mention.parent?.kind === 'if_statement' || mention.parent?.kind === 'not_operator' || mention.parent?.kind === 'comparison_operator') return true;
		return (resource.kind === 'loop' && isHousekeeping(mention, file)) || isLent(mention, file, project);
	});
}

/** Given to a function of the project that only calls methods on it, none of which closes it. */
function isLent(mention: SyntaxNode, file: FileModel, project: ProjectModel): boolean {
	const holder = mention.parent?.kind === 'keyword_argument' ? mention.parent : mention;
	const call = holder.parent?.kind === 'argument_list' ? holder.parent.parent : undefined;
	const site = call?.kind === 'call' ? file.statementOf(call).calls.find((one) => one.node === call) : undefined;
	const called = site && project.resolve(site);
	const taker = called?.statement.file;
	if (!site || !called || !taker || called.name === '__init__' || called.decorators.length > 0) return false;
	const offset = called.class ? 1 : 0;
	const parameter =
		holder === mention
			? called.parameters[(holder.parent?.children.indexOf(holder) ?? 0) + offset]
			: called.parameters.find((one) => one.name === holder.field('name')?.text);
	const [binding, ...others] = parameter && parameter.kind === 'positional' ? (called.scope.bindings.get(parameter.name) ?? []) : [];
	if (!parameter || !binding || others.length > 0) return false;
	return taker
		.mentions(parameter.name)
		.every((one) => !taker.lookup(one).bindings.includes(binding) || one === parameter.node || one.isInside(parameter.node) || isPlainUse(one));
}

function isPlainUse(mention: SyntaxNode): boolean {
	if (mention.parent?.kind === 'keyword_argument' || (mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute')) return true;
	const method = methodCalledOn(mention);
	return method !== undefined && !/close|stop|exit|disconnect|terminate|release|detach/.test(method);
}

/** Whether control that comes to a statement comes by a `close()`, or by a question about the resource that leads to one. */
export function closesIn(statement: SyntaxNode, target: SyntaxNode, closings: readonly SyntaxNode[]): boolean {
	const inside = closings.filter((one) => one.isInside(statement));
	if (inside.length === 0 || statement.kind === 'block' || statement.kind.endsWith('_clause')) return false;
	if (statement.kind === 'if_statement') return new RegExp(`\\b${target.text}\\b`).test(statement.field('condition')?.text ?? '');
	return !/^(for|while|try|with|match)_statement$/.test(statement.kind);
}

/** Whether it is gone soon all the same: a loop with the program, which the function ends; a connection that was read up to its end. */
export function endsOtherwise({ owner }: CallSite, value: SyntaxNode, { kind }: Resource, file: FileModel): boolean {
	const last = owner?.body.children.at(-1)?.children[0];
	const callee = last?.kind === 'call' ? last.field('function') : undefined;
	if (kind === 'loop') return callee !== undefined && /^(sys\.exit|os\._exit)$/.test(file.qualifiedName(callee) ?? '');
	const reader = kind === 'stream' && value.parent?.kind === 'assignment' ? value.parent.field('left')?.children[0] : undefined;
	return reader !== undefined && owner?.calls.some((one) => one.callee.text === `${reader.text}.read` && argumentsOf(one.node).length === 0) === true;
}
