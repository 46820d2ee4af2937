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

/** Whether a function runs for each request of a serverless platform: a handler, or a method of the class that Vercel serves requests by. */
export function isServerlessRequest(model: FunctionModel, project: ProjectModel): boolean {
	if (isServerlessHandler(model, project)) return true;
	const path = model.statement.file?.path ?? '';
	return model.class !== undefined && /^do_[A-Z]+$/.test(model.name) && isRequestHandler(model) && project.isServerlessHandler(path, model.class.name);
}

function isRequestHandler({ class: owner, statement }: FunctionModel): boolean {
	return owner?.bases.some((base) => statement.file?.qualifiedName(base) === 'http.server.BaseHTTPRequestHandler') ?? false;
}
