import { fixOf, statementOf } from '../rule-kit/edits.ts';
import { keepTask } from '../rule-kit/keep-task.ts';
import { startsTask } from '../rule-kit/made-task.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Refactoring } from './refactoring.ts';

export const keepTaskInSet: Refactoring = {
	name: 'keep-task-in-set',
	summary: 'A task is kept in a set until it is done',
	effect: `The event loop holds tasks weakly: one that nobody keeps may vanish before it is done. The task goes into a set, of the object or of the module, and leaves it when it is done. Offered on a local variable that is given a task; one that nobody keeps at all is a finding, dangling-task.`,
	offer(at, { file, python }) {
		const statement = statementOf(at);
		const [assignment] = statement.kind === 'expression_statement' ? statement.children : [];
		const name = assignment?.kind === 'assignment' ? assignment.field('left') : undefined;
		const call = assignment?.field('right');
		const callee = call?.kind === 'call' ? call.field('function') : undefined;
		if (name?.kind !== 'identifier' || !call || !callee || !startsTask(callee, file) || isKept(name, file)) return [];
		return [fixOf('Keep the task in a set until it is done', 'unsafe', keepTask(call, statement, name, file, python))];
	},
};

/** `tasks.add(task)` or the like: it is handed to something in the function. */
function isKept(name: SyntaxNode, file: FileModel): boolean {
	const owner = file.functionOf(name);
	return (
		!owner ||
		file
			.mentions(name.text, owner.node)
			.some(({ parent }) => parent?.kind === 'argument_list' && /\.(add|append)$/.test(parent.parent?.field('function')?.text ?? ''))
	);
}
