import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { fixOf, replaceNode, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference, unusedImportEdits } from './imports.ts';
import { wrapInBlock } from './wrap.ts';

/** The `asyncio.run()` calls of a file, in the order of the text. */
export function runCalls(file: FileModel): readonly CallSite[] {
	return file.mentions('run').flatMap((mention) => {
		const callee = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
		if (callee.parent?.kind !== 'call' || callee.parent.field('function') !== callee || file.qualifiedName(callee) !== 'asyncio.run') return [];
		return file.statementOf(callee).calls.filter((one) => one.callee === callee);
	});
}

/** `with asyncio.Runner() as runner:` round statements of one block that run something each (3.11 and later). */
export function oneRunner(runs: readonly CallSite[], file: FileModel): Fix | undefined {
	const [first, ...others] = runs.map((one) => statementOf(one.node));
	const [head] = runs;
	const last = others.at(-1);
	if (!head || !first || !last || others.some((one) => one.parent !== first.parent)) return undefined;
	const made = reference('asyncio', 'Runner', head.node, file);
	if (!made || file.lookupName('runner', file.scopeOf(head.node)).bindings.length > 0) return undefined;
	const callees = runs.map((one) => replaceNode(one.callee, 'runner.run'));
	const leftover =
		head.callee.kind === 'identifier'
			? unusedImportEdits(
					head.callee,
					runs.map((one) => one.callee),
					file,
				)
			: [];
	return fixOf(
		'Run all of them with one asyncio.Runner()',
		'unsafe',
		callees,
		wrapInBlock(`with ${made.text}() as runner:`, first, last, file),
		made.edits,
		leftover,
	);
}
