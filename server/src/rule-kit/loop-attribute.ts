import type { ProjectModel } from '../project/project.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { statementOf } from './edits.ts';
import { isTarget, mentionsOfSame } from './references.ts';

/** An attribute of `self` that holds a loop and that nobody but one method uses. */
export interface LoopAttribute {
	/** `self.loop = ...`, and `self.loop = None` before it. */
	readonly assignments: readonly SyntaxNode[];
	/** Every other mention, in the order of the text. */
	readonly uses: readonly SyntaxNode[];
}

/** The attribute a call's result goes to, when it serves the method alone that the call stands in: no other method, object or file uses it. */
export function loopAttribute(call: CallSite, file: FileModel, project: ProjectModel): LoopAttribute | undefined {
	const { owner, node } = call;
	const target = node.parent?.kind === 'assignment' ? node.parent.field('left') : undefined;
	const name = target?.kind === 'attribute' ? target.field('attribute')?.text : undefined;
	if (!owner?.class || !target || name === undefined || target.field('object')?.text !== owner.parameters[0]?.name) return undefined;
	const mentions = mentionsOfSame(target, file);
	const named = file.mentions(name).filter((one) => one.parent?.kind === 'attribute' && one.fieldName === 'attribute');
	const elsewhere = project.filesNaming(owner);
	if (named.length !== mentions.length || !elsewhere || elsewhere.some((one) => one.isMentioned(name))) return undefined;
	const [targets, uses] = [mentions.filter(isTarget), mentions.filter((one) => !isTarget(one))];
	const isPlain = targets.every((one) => one === target || one.parent?.field('right')?.kind === 'none');
	return isPlain && uses.every((one) => file.functionOf(one) === owner) ? { assignments: targets.map(statementOf), uses } : undefined;
}
