import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { reachingValue } from './values.ts';

const cleanupName = /(^|_)(a?close|a?exit|cancel|clean|cleanup|disconnect|finali[sz]e|kill|shutdown|stop|teardown|terminate|tear_down)|asyncTearDown/i;

/**
 * Whether nothing is lost with the errors of a `gather(..., return_exceptions=True)`: it waits for what was cancelled, closes things as
 * well as may be, or waits for what somebody else, or the coroutine itself, looks after.
 */
export function mayDropErrors({ node, owner }: CallSite, file: FileModel): boolean {
	if (!owner || cleanupName.test(owner.name) || node.closest('finally_clause', 'except_clause')) return true;
	if (/\.(cancel|a?close|stop|shutdown|disconnect|terminate|kill)\(/.test(owner.body.text.slice(0, node.end - owner.body.start))) return true;
	return !startsSomething(node, file);
}

/** Whether the coroutines are made for this call; tasks that were started before may be looked at elsewhere. */
function startsSomething(call: SyntaxNode, file: FileModel): boolean {
	return argumentsOf(call).some((one) => {
		const name = one.kind === 'list_splat' && one.children[0]?.kind === 'identifier' ? one.children[0] : undefined;
		if (name && file.mentions(name.text).some((use) => use.start > call.end && file.functionOf(use) === file.functionOf(name))) return false;
		const given = one.kind === 'list_splat' && one.children[0] ? reachingValue(one.children[0], file) : one;
		const made = /^(list_comprehension|generator_expression)$/.test(given.kind) ? given.field('body') : given;
		return made?.kind === 'call' && !seesToItsErrors(made, file);
	});
}

/** Whether a call makes a coroutine, or a task of one, that is one `try` which catches every exception. */
function seesToItsErrors(made: SyntaxNode, file: FileModel): boolean {
	const callee = made.field('function');
	const run = callee && file.functionNamed(callee);
	if (!run) return argumentsOf(made).some((one) => one.kind === 'call' && seesToItsErrors(one, file));
	const statements = run.body.children.filter((one) => one.kind !== 'expression_statement' || one.children[0]?.kind !== 'string');
	const [whole, ...rest] = statements;
	if (whole?.kind !== 'try_statement' || rest.length > 0) return false;
	return whole.children.some((clause) => clause.kind === 'except_clause' && isForAll(clause));
}

/** `except:`, `except Exception:`, and not only to raise it again. */
function isForAll(clause: SyntaxNode): boolean {
	const [first] = clause.children;
	const type = first?.kind === 'as_pattern' ? first.children[0] : first;
	const isWide = type?.kind === 'block' || /^(Base)?Exception$/.test(type?.text ?? '');
	return isWide && ![...clause.descendants()].some((one) => one.kind === 'raise_statement');
}
