import { pythonAt } from '../project/guards.ts';
import { needsPython } from '../rule-kit/asyncio-names.ts';
import { fixOf, insertAt, replaceNode } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { defineRule } from '../rule-kit/rule.ts';
import { type TimeoutSource, timeoutSourceIn } from '../rule-kit/timeout-sources.ts';
import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

export default defineRule({
	name: 'timeout-error-alias',
	category: 'cancellation',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: [],
	summary: '`except TimeoutError` round `asyncio.wait_for()`, which misses its timeout up to Python 3.10',
	why: `Since Python 3.11 \`asyncio.TimeoutError\` is the builtin \`TimeoutError\`. **Up to 3.10 it is a class of its own**, and no subclass of the builtin: \`except TimeoutError\` does not catch the timeout of \`asyncio.wait_for()\`, which then goes up as an unhandled error. The same holds for \`concurrent.futures.TimeoutError\`, which a future's \`result(timeout)\` raises.

Where the project declares no version and the file uses what asyncio has since 3.11 only, without a way out for older versions, nothing is said.

As long as the project runs on 3.10 or older, catch \`asyncio.TimeoutError\` too: \`except (TimeoutError, asyncio.TimeoutError)\` means the same on every version.`,
	messages: { misses: 'Up to Python 3.10 this does not catch the timeout of {name}(): {error} is another class there' },
	examples: [
		{
			bad: `import asyncio


async def open_link(link):
    try:
        await asyncio.wait_for(link, 5)
    except TimeoutError:
        print("no link")
`,
			good: `import asyncio


async def open_link(link):
    try:
        await asyncio.wait_for(link, 5)
    except (TimeoutError, asyncio.TimeoutError):
        print("no link")
`,
		},
	],
	on: {
		'node:except_clause'(clause, { file, python, report }) {
			const statement = clause.parent;
			const caught = clause.children[0];
			const body = statement?.kind === 'try_statement' ? statement.field('body') : undefined;
			if (!statement || !caught || !body || caught.kind === 'block') return;
			const builtin = classesIn(caught).find((one) => file.qualifiedName(one) === 'builtins.TimeoutError');
			const source = builtin && timeoutSourceIn(body, file);
			if (!builtin || !source || catchesAnyway(statement, clause, source.error, file)) return;
			const versions = pythonAt(clause, file, python);
			if (!versions || versions.floor > 10 || (python.isAssumed && needsPython(11, file, python))) return;
			report({
				at: builtin,
				message: 'misses',
				data: { name: source.name, error: source.error },
				severity: python.isAssumed ? 'warning' : undefined,
				related: source.call.isInside(body) ? undefined : [{ at: source.call, message: 'the timeout comes from here' }],
				fixes: () => [catchBoth(caught, builtin, source, file)],
			});
		},
	},
});

/** The classes of an `except`, behind `as` and parentheses. */
function classesIn(caught: SyntaxNode): readonly SyntaxNode[] {
	const node = unparenthesized(caught.kind === 'as_pattern' ? (caught.children[0] ?? caught) : caught);
	return node.kind === 'tuple' ? node.children : [node];
}

/** Whether this clause, or one beside it, catches the error by its own class, or one before it catches everything. */
function catchesAnyway(statement: SyntaxNode, clause: SyntaxNode, error: string, file: FileModel): boolean {
	const upTo = statement.children.filter((one) => one.kind === 'except_clause' && one.start <= clause.start);
	return statement.children.some((one) => {
		if (one.kind !== 'except_clause' || !one.children[0]) return false;
		const names = classesIn(one.children[0]).map((each) => file.qualifiedName(each));
		if (names.some((each) => each === error)) return true;
		return upTo.includes(one) && names.some((name) => name === undefined || name === 'builtins.Exception' || name === 'builtins.BaseException');
	});
}

/** Safe: what was meant to be caught now is, on every version. */
function catchBoth(caught: SyntaxNode, builtin: SyntaxNode, { error }: TimeoutSource, file: FileModel): Fix | undefined {
	const own = reference(error.slice(0, error.lastIndexOf('.')), 'TimeoutError', caught, file);
	if (!own) return undefined;
	const isTuple = builtin.parent?.kind === 'tuple';
	const edit = isTuple ? insertAt(builtin, builtin.end, `, ${own.text}`) : replaceNode(builtin, `(${builtin.text}, ${own.text})`);
	return fixOf(`Catch ${error} too`, 'safe', [edit], own.edits);
}
