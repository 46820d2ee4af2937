import { consequenceOfPlainWith } from '../knowledge/context-managers.ts';
import { pythonAt } from '../project/guards.ts';
import type { Minor, PythonRange } from '../project/python-version.ts';
import { type ContextManager, contextManagerOf, enteredBy } from '../rule-kit/context-managers.ts';
import { awaitIt, canAwait, fixOf, insertAt, replaceRange } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { makeAsyncWithCallers } from '../rule-kit/make-async.ts';
import { defineRule, type RuleContext } from '../rule-kit/rule.ts';
import { isExpectedToRaise } from '../rule-kit/tests.ts';
import { type UncalledManager, uncalledManager } from '../rule-kit/uncalled-managers.ts';
import { effectsText } from '../rule-kit/version-text.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** `with asyncio.timeout()` is the business of the rule on timeout blocks. */
const timeouts: ReadonlySet<string> = new Set(['asyncio.timeout', 'asyncio.timeout_at', 'asyncio.Timeout']);

const messages = {
	needsAsync: '{name} is an asynchronous context manager: a plain with {consequence}; use async with',
	needsPlain: '{name} is a synchronous context manager: async with raises {error}; use a plain with',
	coroutine: '{name} gives a coroutine, which is no context manager: {keyword} raises {error}; await it first',
	uncalled: '{name} is called for a context manager, and is none itself: {keyword} raises {error}; call it',
} as const;

export default defineRule({
	name: 'wrong-with',
	category: 'forgotten-await',
	severity: 'error',
	fix: 'safe',
	since: '0.1.0',
	equivalents: ['E1145', 'S7515', 'E1701'],
	summary: '`with` on an asynchronous context manager, or `async with` on a synchronous one',
	why: `There are two protocols. \`with\` calls \`__enter__()\` and \`__exit__()\`; \`async with\` awaits \`__aenter__()\` and \`__aexit__()\`, so that entering and leaving can wait while other tasks run. Most objects have one of the two:

- \`asyncio.Lock\`, \`Semaphore\`, \`Condition\` and \`TaskGroup\`, an \`aiohttp.ClientSession\`, and what \`@asynccontextmanager\` makes, need \`async with\`;
- files, \`threading.Lock\`, \`contextlib.suppress\`, and what \`@contextmanager\` makes, need \`with\`.

The wrong one always raises: \`AttributeError: __enter__\` or \`__aenter__\` (\`__aexit__\` on Python 3.8) up to 3.10, since 3.11 \`TypeError: 'Lock' object does not support the context manager protocol\`. Python 3.14 adds \`Did you mean to use 'async with'?\`. On Python 3.8, \`with\` on a lock of asyncio raises \`RuntimeError: "yield from" should be used as context manager expression\`.

A coroutine is neither. When an \`async def\` function returns the context manager, await it first: \`async with await connect() as link:\`.

What makes a context manager is none either: a function under \`@asynccontextmanager\` or a factory of sessions must be called, \`async with factory() as session:\`.

\`async with\` is only allowed inside \`async def\`.`,
	messages,
	examples: [
		{
			bad: `import asyncio


class Counter:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.value = 0

    async def add(self):
        with self.lock:
            self.value += 1
`,
			good: `import asyncio


class Counter:
    def __init__(self):
        self.lock = asyncio.Lock()
        self.value = 0

    async def add(self):
        async with self.lock:
            self.value += 1
`,
		},
	],
	on: {
		'node:with_item'(item, context) {
			const { file, python, report } = context;
			const statement = item.closest('with_statement');
			const entered = enteredBy(item);
			const uncalled = entered && uncalledManager(entered, file);
			if (statement && uncalled) reportUncalled(statement, entered, uncalled, context);
			const manager = entered && !uncalled ? contextManagerOf(entered, file) : undefined;
			if (!statement || !entered || !manager || (manager.external !== undefined && timeouts.has(manager.external.replace(/\(\)$/, '')))) return;
			const isAsync = statement.hasToken('async');
			const versions = pythonAt(item, file, python);
			if (!versions || manager.kind === (isAsync ? 'async' : 'sync') || isExpectedToRaise(statement, file)) return;
			const { name } = manager;
			const fixes = () => fixesFor(statement, entered, manager, file);
			if (manager.kind === 'coroutine')
				report({
					at: entered,
					message: 'coroutine',
					data: { name, keyword: isAsync ? 'async with' : 'with', error: errorOf(isAsync, manager, versions) },
					fixes,
				});
			else if (isAsync) report({ at: entered, message: 'needsPlain', data: { name, error: errorOf(true, manager, versions) }, fixes });
			else
				report({
					at: entered,
					message: 'needsAsync',
					data: { name, consequence: consequenceOf(manager, versions) },
					fixes,
				});
		},
	},
});

function reportUncalled(statement: SyntaxNode, entered: SyntaxNode, manager: UncalledManager, { file, python, report }: RuleContext<typeof messages>): void {
	const versions = pythonAt(statement, file, python);
	const isAsync = statement.hasToken('async');
	if (!versions || isExpectedToRaise(statement, file) || isAsync !== (manager.kind === 'async')) return;
	const data = { name: manager.name, keyword: isAsync ? 'async with' : 'with', error: errorOf(isAsync, manager, versions) };
	const fixes = () => [manager.needsNothing ? fixOf('Call it', 'safe', [insertAt(entered, entered.end, '()')]) : undefined];
	report({ at: entered, message: 'uncalled', data, fixes });
}

function consequenceOf(manager: ContextManager, versions: PythonRange): string {
	const own = consequenceOfPlainWith(manager.name.replace(/\(\)$/, ''));
	return own ?? (manager.refuses ? 'is refused with an error by its own __enter__()' : `raises ${errorOf(false, manager, versions)}`);
}

/** What entering it raises; where that differs between the versions of the range, with the versions. */
function errorOf(isAsync: boolean, { external }: ContextManager, range: PythonRange): string {
	const isLock = external !== undefined && /^asyncio\.(Lock|(Bounded)?Semaphore|Condition)\b/.test(external);
	const errorOn = (minor: Minor) => {
		if (minor >= 11) return 'TypeError';
		if (minor === 8 && !isAsync && isLock) return 'RuntimeError';
		return `AttributeError: ${isAsync ? (minor === 8 ? '__aexit__' : '__aenter__') : '__enter__'}`;
	};
	if (range.floor === range.ceiling || range.floor >= 11) return errorOn(range.floor);
	return effectsText(range, (minor) => ({ says: errorOn(minor), severity: 'error' }));
}

function fixesFor(statement: SyntaxNode, entered: SyntaxNode, manager: ContextManager, file: FileModel): (Fix | undefined)[] {
	const wanted = manager.kind === 'coroutine' ? manager.awaitedKind : manager.kind;
	const isAsync = statement.hasToken('async');
	const others = statement.children[0]?.children.map(enteredBy).filter((one) => one !== entered) ?? [];
	const known = others.map((one) => one && contextManagerOf(one, file));
	if (manager.kind !== 'coroutine' || (wanted !== undefined && isAsync !== (wanted === 'async'))) {
		// The keyword serves all items: each other one must want the same.
		if (known.some((other) => other?.kind !== wanted)) return [];
	}
	if (manager.kind === 'coroutine') {
		if (!canAwait(statement, file) || (wanted === undefined && !isAsync)) return [];
		const keyword = isAsync === (wanted !== 'sync') ? [] : keywordEdits(statement, file);
		return [fixOf('Await it before it is entered', wanted === undefined ? 'unsafe' : 'safe', awaitIt(entered), keyword)];
	}
	if (wanted === 'sync') return [fixOf('Use a plain with', 'safe', keywordEdits(statement, file))];
	if (canAwait(statement, file)) return [fixOf('Use async with', 'safe', keywordEdits(statement, file))];
	const owner = file.functionOf(statement);
	return [
		fixOf(
			`Use async with, and make ${owner?.name ?? 'it'}() asynchronous`,
			'unsafe',
			keywordEdits(statement, file),
			owner && makeAsyncWithCallers(owner, file),
		),
	];
}

/** Puts `async` before `with`, or takes it away. */
function keywordEdits(statement: SyntaxNode, file: FileModel) {
	const token = statement.token('with');
	if (!token) return [];
	return statement.hasToken('async') ? [replaceRange(file, { start: statement.start, end: token.start }, '')] : [insertAt(statement, token.start, 'async ')];
}
