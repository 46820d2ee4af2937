import type { FileModel } from '../file-model.ts';
import type { ClassModel, FunctionModel } from '../functions.ts';
import { perFile, perFunction } from '../per-function.ts';
import type { Body } from './body.ts';
import { lowerBody, lowerModule } from './lower.ts';

/** The control-flow graph of a function or lambda, found once for each text of it. Lowering asks nothing of others, so it is never circular. */
export const bodyOfFunction: (model: FunctionModel) => Body = perFunction((model) => lowerBody(model.node.statement, model.node.index), undefined as never);

/** The code of a module outside of functions and classes, with their decorators and defaults; undefined for an empty one. */
export const bodyOfModule: (file: FileModel) => Body | undefined = perFile((file) => lowerModule(file.roots.map((root) => root.statement)), undefined);

/** The code that runs when a class is made. */
export function bodyOfClass(model: ClassModel): Body {
	return lowerBody(model.node.statement, model.node.index);
}
