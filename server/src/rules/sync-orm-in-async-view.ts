import { consumers, djangoReleases, shortcuts } from '../knowledge/django.ts';
import type { PathTarget } from '../project/call-graph.ts';
import { allowedReleases } from '../project/distribution-versions.ts';
import { chainPlaces } from '../rule-kit/chains.ts';
import { asComprehension, askWhetherAny, asyncFor, fetchTogether, inThread, withAsyncForm, withAsyncShortcut } from '../rule-kit/django-fixes.ts';
import { ownMethodCalled } from '../rule-kit/django-orm.ts';
import { isUnrunQuery, queryCallOf, queryRunBy, renderedQueries, unfetchedRow } from '../rule-kit/django-queries.ts';
import { isMocked } from '../rule-kit/mocks.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { argumentsOf, type CallSite } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = {
	runs: '{call} queries the database, and raises SynchronousOnlyOperation in async code',
	iterates: 'Going through {query} queries the database, and raises SynchronousOnlyOperation in async code',
	helper: '{helper}() raises SynchronousOnlyOperation in async code: it calls {call}, which queries the database',
	uses: '{query} is run here, and raises SynchronousOnlyOperation in async code; {instead}',
	renders: '{call}() runs the template here, and going through {query} there raises SynchronousOnlyOperation in async code',
	row: '{row} was not fetched with {object}: reading it queries the database, and raises SynchronousOnlyOperation in async code; fetch it with select_related()',
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

Building a query (\`filter()\`, \`order_by()\`) is allowed; running it is what raises. That happens unseen, too: when a query is tested (\`if books:\`), indexed or unpacked, when a template goes through it in \`render()\`, and when \`book.author\` is read of a book that was fetched without its author. Since Django 4.1 each method of a query that runs it has an async form (\`aget()\`, \`acreate()\`, \`aexists()\`), and \`async for\` goes through the rows; since 4.2 objects have \`asave()\`, \`adelete()\` and \`arefresh_from_db()\`. What has none, such as \`transaction.atomic()\`, belongs into a synchronous function that is called with \`await sync_to_async(function)()\`.`,
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
			const { file, report } = context;
			if (!call.owner?.isAsync || !mayBeDjango(file)) return;
			const allows = (release: string) => allowsRelease(release, context);
			const query = queryCallOf(call.node, file);
			const name = file.qualifiedName(call.callee);
			const shortcut = name === undefined ? undefined : shortcuts[name];
			if (query) {
				const fixes = () => [allows(query.since) ? withAsyncForm(call, query.attribute, query.asyncName, file) : inThread(call, file)];
				report({ at: call.node, message: 'runs', data: { call: query.text }, fixes });
			} else if (shortcut !== undefined) {
				const fixes = () => [allows('5.0') ? withAsyncShortcut(call, shortcut, file) : inThread(call, file)];
				report({ at: call.node, message: 'runs', data: { call: `${call.callee.text}()` }, fixes });
			} else if (name === 'django.db.transaction.atomic' && call.node.closest('with_item') && isPlainWith(call.node.closest('with_statement', 'decorator'))) {
				report({ at: call.node, message: 'atomic' });
			} else if (name !== undefined && consumers.has(name)) {
				const [first, ...others] = argumentsOf(call.node);
				if (!first || !isUnrunQuery(first, file)) return;
				const fixes = () => [name === 'builtins.list' && others.length === 0 ? asComprehension(call.node, first, file) : undefined];
				report({ at: call.node, message: 'iterates', data: { query: shorter(first) }, fixes });
			} else if (!reportRendering(call, context)) reportHelper(call, context);
		},
		'node:attribute'(attribute, { file, report }) {
			const row = mayBeDjango(file) ? unfetchedRow(attribute, file) : undefined;
			const object = attribute.field('object')?.text ?? '';
			if (row) report({ at: attribute, message: 'row', data: { row: attribute.text, object }, fixes: () => [fetchTogether(row)] });
		},
		'node:if_statement': reportUse,
		'node:elif_clause': reportUse,
		'node:while_statement': reportUse,
		'node:assert_statement': reportUse,
		'node:not_operator': reportUse,
		'node:boolean_operator': reportUse,
		'node:conditional_expression': reportUse,
		'node:comparison_operator': reportUse,
		'node:subscript': reportUse,
		'node:list_splat': reportUse,
		'node:assignment': reportUse,
		'node:for_statement'(loop, { file, report }) {
			iterationOf(loop, file, (right) => report({ at: right, message: 'iterates', data: { query: shorter(right) }, fixes: () => [asyncFor(loop, file)] }));
		},
		'node:for_in_clause'(clause, { file, report }) {
			iterationOf(clause, file, (right) => report({ at: right, message: 'iterates', data: { query: shorter(right) }, fixes: () => [asyncFor(clause, file)] }));
		},
	},
});

/** What is said of a query that code runs by testing, indexing, unpacking or searching it. */
function reportUse(node: SyntaxNode, context: RuleContext<typeof messages>): void {
	const { file, report } = context;
	const query = queryRunBy(node);
	if (!query || !mayBeDjango(file) || !file.functionOf(node)?.isAsync || !isUnrunQuery(query, file)) return;
	const isTest = !/^(boolean_operator|comparison_operator|subscript|list_splat|assignment)$/.test(node.kind);
	const instead = isTest ? 'ask with aexists() whether there is a row' : 'fetch the rows with async for';
	const fixes = () => [isTest && allowsRelease('4.1', context) ? askWhetherAny(query, file) : undefined];
	report({ at: query, message: 'uses', data: { query: shorter(query), instead }, fixes });
}

function reportRendering(call: CallSite, { file, report }: RuleContext<typeof messages>): boolean {
	const [query] = renderedQueries(call.node, file);
	if (!query) return false;
	report({ at: call.node, message: 'renders', data: { call: call.callee.text, query: shorter(query) }, fixes: () => [inThread(call, file)] });
	return true;
}

/** Whether each release of Django that the project may run with has what came with one of them. */
function allowsRelease(release: string, { file, project }: RuleContext<typeof messages>): boolean {
	const all = allowedReleases(djangoReleases, project.specifiers(file.path, 'django'));
	return all.length === 0 || all.every((one) => Number.parseFloat(one) >= Number.parseFloat(release));
}

/** Leads to queries that plain functions run whenever they are called. */
const queries: PathTarget = {
	matches: (_name, call, file) => !call.owner?.isAsync && mayBeDjango(file) && queryCallOf(call.node, file) !== undefined,
	alwaysReached: true,
};

function reportHelper(call: CallSite, { file, project, report }: RuleContext<typeof messages>): void {
	if (call.isAwaited || isMocked(call, file)) return;
	const method = ownMethodCalled(call.node, file);
	const fromMethod = method && project.pathFrom(queries, method);
	const path = fromMethod ? [call, ...fromMethod] : project.pathTo(queries, call);
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

function isPlainWith(node: SyntaxNode | undefined): boolean {
	return node?.kind === 'with_statement' && !node.hasToken('async');
}

function mayBeDjango(file: FileModel): boolean {
	return file.imports('django') || file.isMentioned('objects') || file.isMentioned('save');
}

function iterationOf(loop: SyntaxNode, file: FileModel, found: (right: SyntaxNode) => void): void {
	const right = loop.field('right');
	if (!right || loop.hasToken('async') || !file.functionOf(loop)?.isAsync || !mayBeDjango(file)) return;
	if (isUnrunQuery(right, file)) found(right);
}

function shorter(query: SyntaxNode): string {
	const text = query.text.replace(/\s+/g, '');
	return text.length > 50 ? 'this query' : text;
}
