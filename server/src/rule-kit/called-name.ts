import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/**
 * How a message calls what is called: by its qualified name, without `builtins.`. Objects that a library makes up on the way (`client.messages`) have no
 * type of their own and are written out: `anthropic.Anthropic.messages.create`. As it is written, where no name is known.
 */
export function calledName(callee: SyntaxNode, file: FileModel): string {
	const name = file.qualifiedName(callee);
	if (name === undefined) return callee.text;
	const madeUp: string[] = [];
	for (let object = callee.field('object'); object?.kind === 'attribute'; object = object.field('object')) {
		const [type, outer] = [file.typeOf(object), object.field('object') && file.typeOf(object.field('object') as SyntaxNode)];
		if (type?.external === undefined || type.external !== outer?.external) break;
		madeUp.unshift(object.field('attribute')?.text ?? '');
	}
	const dot = name.lastIndexOf('.');
	return [name.slice(0, dot), ...madeUp, name.slice(dot + 1)].join('.').replace(/^builtins\./, '');
}
