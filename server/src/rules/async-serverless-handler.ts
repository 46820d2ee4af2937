import { fixOf, indentationUnit, insertAt, lineEnding, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { isServerlessHandler } from '../rule-kit/serverless.ts';
import { endOfLine } from '../rule-kit/wrap.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';

export default defineRule({
	name: 'async-serverless-handler',
	category: 'loop-lifetime',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: ['S7614'],
	summary: 'A serverless handler is an async function',
	why: `The Python runtime of AWS Lambda, and of services made after it, calls the handler as a plain function and takes what it returns for the answer. An \`async def\` returns a coroutine, which nobody awaits: its body never runs, and Python says \`RuntimeWarning: coroutine 'lambda_handler' was never awaited\`.

Keep the handler a plain function that runs the coroutine: \`return asyncio.run(_handler(event, context))\`.`,
	messages: { async: '{name}() is called as a plain function by the serverless runtime, which gets a coroutine that nobody awaits: the body never runs' },
	examples: [
		{
			bad: `import asyncio


async def lambda_handler(event, context):
    await asyncio.sleep(0)
    return {"statusCode": 200}
`,
			good: `import asyncio


async def _handle(event, context):
    await asyncio.sleep(0)
    return {"statusCode": 200}


def lambda_handler(event, context):
    return asyncio.run(_handle(event, context))
`,
		},
	],
	on: {
		function(model, { file, project, report }) {
			if (!model.isAsync || model.isGenerator || !isServerlessHandler(model, project) || isNamed(model, file)) return;
			report({ at: model.nameNode, message: 'async', data: { name: model.name }, fixes: () => [wrap(model, file)] });
		},
	},
});

/** A function that the file itself mentions again is called by somebody who may await it. */
function isNamed(model: FunctionModel, file: FileModel): boolean {
	return file.mentions(model.name).length > 1 || (file.lookup(model.nameNode).bindings.length ?? 0) > 1;
}

/** The async function gets another name, and a plain one of the old name runs it. */
function wrap(model: FunctionModel, file: FileModel): Fix | undefined {
	const inner = `_${model.name.replace(/^_+/, '')}`;
	const run = reference('asyncio', 'run', model.node, file);
	const taken = file.lookupName(inner, file.scopeOf(model.nameNode)).bindings.length > 0;
	const parameters = model.node.field('parameters')?.text.replace(/(?<![^\S\n])[^\S\n]*\n\s*/g, ' ');
	if (!run || taken || !parameters || inner === model.name || model.parameters.some((one) => one.kind !== 'positional')) return undefined;
	const end = lineEnding(model.node);
	const call = `${run.text}(${inner}(${model.parameters.map((one) => one.name).join(', ')}))`;
	const text = `${end}${end}${end}def ${model.name}${parameters}:${end}${indentationUnit(file)}return ${call}`;
	return fixOf(
		`Run it from a plain ${model.name}()`,
		'unsafe',
		[replaceNode(model.nameNode, inner), insertAt(model.node, endOfLine(file.source.text, model.body.children.at(-1)?.end ?? model.node.end), text)],
		run.edits,
	);
}
