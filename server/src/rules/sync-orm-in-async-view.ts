import { consumers, djangoReleases, shortcuts } from '../knowledge/django.ts';
import type { PathTarget } from '../project/call-graph.ts';
import { allowedReleases } from '../project/distribution-versions.ts';
import { chainPlaces } from '../rule-kit/chains.ts';
import { ormValue, queryCallOf } from '../rule-kit/django-orm.ts';
import { awaitIt, canAwait, fixOf, insertAt, replaceNode, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { isMocked } from '../rule-kit/mocks.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { argumentsOf, type CallSite, isAwaited } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = {
	runs: '{call} queries the database, and raises SynchronousOnlyOperation in async code',
	iterates: 'Going through {query} queries the database, and raises SynchronousOnlyOperation in async code',
	helper: '{helper}() raises SynchronousOnlyOperation in async code: it calls {call}, which queries the database',
	atomic: 'transaction.atomic() raises SynchronousOnlyOperation in async code; put the block into a function and call it with sync_to_async()',
} as const;

export default defineRule({
	name: 'sync-orm-in-async-view',
	category: 'frameworks',
	severity: 'error',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: "Django's synchronous ORM in async code",
	why: `Django's ORM talks to the database with blocking calls, and guards them: called while an event loop runs in the thread, as in an \`async def\` view, they raise \`SynchronousOnlyOperation: You cannot call this from an async context - use a thread or sync_to_async.\`

Building a query (\`filter()\`, \`order_by()\`) is allowed; running it is what raises. Since Django 4.1 each method of a query that runs it has an async form (\`aget()\`, \`acreate()\`, \`acount()\`), and \`async for\` goes through the rows; since 4.2 objects have \`asave()\`, \`adelete()\` and \`arefresh_from_db()\`. What has none, such as \`transaction.atomic()\`, belongs into a synchronous function that is called with \`await sync_to_async(function)()\`.`,
	messages,
	examples: [
		{
			bad: `from django.db import models
from django.http import JsonResponse


class Loan(models.Model):
    title = models.CharField(max_length=120)


async def count(request):
    return JsonResponse({"loans": Loan.objects.count()})
`,
			good: `from django.db import models
from django.http import JsonResponse


class Loan(models.Model):
    title = models.CharField(max_length=120)


async def count(request):
    return JsonResponse({"loans": await Loan.objects.acount()})
`,
		},
	],
	on: {
		call(call, context) {
			const { file, project, report } = context;
			if (!call.owner?.isAsync || !mayBeDjango(file)) return;
			const allows = (release: string) => {
				const all = allowedReleases(djangoReleases, project.specifiers(file.path, 'django'));
				return all.length === 0 || all.every((one) => Number.parseFloat(one) >= Number.parseFloat(release));
			};
			const query = queryCallOf(call.node, file);
			const name = file.qualifiedName(call.callee);
			const shortcut = name === undefined ? undefined : shortcuts[name];
			if (query) {
				const fixes = () => [allows(query.since) ? withAsyncForm(call, query.attribute, query.asyncName, file) : inThread(call, file)];
				report({ at: call.node, message: 'runs', data: { call: query.text }, fixes });
			} else if (shortcut !== undefined) {
				const fixes = () => [allows('5.0') ? withAsyncShortcut(call, shortcut, file) : inThread(call, file)];
				report({ at: call.node, message: 'runs', data: { call: `${call.callee.text}()` }, fixes });
			} else if (
				name === 'django.db.transaction.atomic' &&
				call.node.closest('with_item') &&
				call.node.closest('with_statement', 'decorator')?.kind === 'with_statement'
			) {
				report({ at: call.node, message: 'atomic' });
			} else if (name !== undefined && consumers.has(name)) {
				const [first, ...others] = argumentsOf(call.node);
				if (!first || ormValue(first, file) !== 'query') return;
				const fixes = () => [name === 'builtins.list' && others.length === 0 ? asComprehension(call.node, first, file) : undefined];
				report({ at: call.node, message: 'iterates', data: { query: shorter(first) }, fixes });
			} else reportHelper(call, context);
		},
		'node:for_statement'(loop, { file, report }) {
			iterationOf(loop, file, (right) => report({ at: right, message: 'iterates', data: { query: shorter(right) }, fixes: () => [asyncFor(loop, file)] }));
		},
		'node:for_in_clause'(clause, { file, report }) {
			iterationOf(clause, file, (right) => report({ at: right, message: 'iterates', data: { query: shorter(right) }, fixes: () => [asyncFor(clause, file)] }));
		},
	},
});

/** Leads to queries that plain functions run whenever they are called. */
const queries: PathTarget = {
	matches: (_name, call, file) => !call.owner?.isAsync && mayBeDjango(file) && queryCallOf(call.node, file) !== undefined,
	alwaysReached: true,
};

function reportHelper(call: CallSite, { file, project, report }: RuleContext<typeof messages>): void {
	const path = call.isAwaited || isMocked(call, file) ? undefined : project.pathTo(queries, call);
	const last = path?.at(-1);
	if (!path || !last || path.length < 2) return;
	const query = queryCallOf(last.node, fileOf(last))?.text ?? '';
	report({
		at: call.node,
		message: 'helper',
		data: { helper: call.callee.text, call: query },
		related: chainPlaces(path),
		fixes: () => [inThread(call, file)],
	});
}

function mayBeDjango(file: FileModel): boolean {
	return file.imports('django') || file.mentions('objects').length > 0 || file.mentions('save').length > 0;
}

function iterationOf(loop: SyntaxNode, file: FileModel, found: (right: SyntaxNode) => void): void {
	const right = loop.field('right');
	if (!right || loop.hasToken('async') || !file.functionOf(loop)?.isAsync || !mayBeDjango(file)) return;
	if (ormValue(right, file) === 'query') found(right);
}

function shorter(query: SyntaxNode): string {
	const text = query.text.replace(/\s+/g, '');
	return text.length > 50 ? 'this query' : text;
}

/** Unsafe like all fixes here: other tasks may run while the query does. */
function withAsyncForm({ node }: CallSite, attribute: SyntaxNode, asyncName: string, file: FileModel): Fix | undefined {
	const waits = isAwaited(node) ? [] : canAwait(node, file) ? awaitIt(node) : undefined;
	return fixOf(`Await ${asyncName}()`, 'unsafe', waits, [replaceNode(attribute, asyncName)]);
}

function withAsyncShortcut({ node, callee }: CallSite, name: string, file: FileModel): Fix | undefined {
	const shortcut = reference('django.shortcuts', name, node, file);
	const waits = isAwaited(node) ? [] : canAwait(node, file) ? awaitIt(node) : undefined;
	return shortcut && fixOf(`Await ${name}()`, 'unsafe', waits, [replaceNode(callee, shortcut.text)], shortcut.edits);
}

function inThread({ node, callee }: CallSite, file: FileModel): Fix | undefined {
	const bridge = reference('asgiref.sync', 'sync_to_async', node, file);
	if (!bridge || !canAwait(node, file) || isAwaited(node)) return undefined;
	const [start, ...rest] = awaitIt(node);
	return (
		start &&
		fixOf(
			'Run it in a thread with sync_to_async()',
			'unsafe',
			[{ ...start, newText: `${start.newText}${bridge.text}(` }, insertAt(callee, callee.end, ')'), ...rest],
			bridge.edits,
		)
	);
}

function asComprehension(call: SyntaxNode, query: SyntaxNode, file: FileModel): Fix | undefined {
	if (!canAwait(call, file) || file.source.comments.some((comment) => comment.start > call.start && comment.end < call.end)) return undefined;
	return fixOf('Go through it with async for', 'unsafe', [
		replaceRange(file, { start: call.start, end: query.start }, '[row async for row in '),
		replaceRange(file, { start: query.end, end: call.end }, ']'),
	]);
}

function asyncFor(loop: SyntaxNode, file: FileModel): Fix | undefined {
	const token = loop.token('for');
	const place = loop.kind === 'for_statement' ? loop : loop.children[0];
	return token && place && canAwait(place, file) ? fixOf('Use async for', 'unsafe', [insertAt(loop, token.start, 'async ')]) : undefined;
}
