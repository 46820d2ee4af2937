import type { ProjectModel } from '../project/project.ts';
import type { FunctionModel } from '../semantics/functions.ts';

/**
 * Whether a function is what AWS Lambda, and services made after it, call: at module level, with an event
 * and a context, and so named, there or in the configuration of the project. Such a function is called once for each request, in a process that is
 * kept between requests.
 */
export function isServerlessHandler(model: FunctionModel, project: ProjectModel): boolean {
	if (model.isLambda || model.owner || model.class || model.decorators.length > 0 || model.parameters.length !== 2) return false;
	const [event, context] = model.parameters.map((one) => one.name);
	if (model.name === 'lambda_handler' || project.isServerlessHandler(model.statement.file?.path ?? '', model.name)) return true;
	return /(^|_)(handle|handler|main)$/.test(model.name) && /^_*event$/.test(event ?? '') && /^_*(context|ctx)$/.test(context ?? '');
}
