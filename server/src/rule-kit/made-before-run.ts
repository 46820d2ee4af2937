import type { ProjectModel } from '../project/project.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { BoundObject } from './loop-bound.ts';

/** Calls that make a loop of their own and run it. */
const ownLoopStarters: ReadonlySet<string> = new Set([
	'asyncio.run',
	'uvloop.run',
	'anyio.run',
	'uvicorn.run',
	'uvicorn.Server.run',
	'aiohttp.web.run_app',
	'discord.Client.run',
	'discord.ext.commands.Bot.run',
]);

/** Made with the module, or by a constructor that is only called where no loop runs yet. */
export function isMadeBeforeRun({ maker }: BoundObject, project: ProjectModel): boolean {
	const contexts = maker && project.contextsOf(maker, maker.node);
	return !contexts || (maker?.name === '__init__' && contexts.length > 0 && contexts.every(({ kind }) => kind === 'main-thread'));
}

/** Whether some function of the file mentions a variable of its module. */
export function isUsedInFunction(variable: SyntaxNode, file: FileModel): boolean {
	return file
		.mentions(variable.text)
		.some((one) => file.functionOf(one) !== undefined && file.lookup(one).bindings.some((binding) => binding.node === variable));
}

/** The first call in the file that runs a loop which it makes itself. */
export function ownLoopStart(file: FileModel): CallSite | undefined {
	return ['run', 'run_app']
		.flatMap((name) => file.mentions(name))
		.flatMap((mention) => {
			const callee = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
			return ownLoopStarters.has(file.qualifiedName(callee) ?? '') ? file.statementOf(callee).calls.filter((one) => one.callee === callee) : [];
		})[0];
}
