/**
 * Rules, and examples of the docs (`rule/example`), that no program shows, and why. What a library does is not shown by something else in its place:
 * rules that need one are shown by `library-rules.ts`, where it is installed.
 */
export const notShown: Readonly<Record<string, string>> = {
	'async-fixture-decorator': 'needs pytest-asyncio',
	'async-to-sync-call': 'needs asgiref',
	'busy-wait': 'works, and wakes up in vain',
	'event-loop-fixture': 'needs pytest-asyncio',
	'fixture-loop-scope': 'needs pytest-asyncio',
	'get-event-loop-in-coroutine': 'works on every version',
	'nest-asyncio': 'needs nest_asyncio',
	'notebook-event-loop': 'needs a kernel of IPython',
	'sequential-awaits': 'works, and takes longer',
	'single-task-group': 'works, and takes more lines',
	'stale-async-library': 'nothing fails yet',
	'sync-orm-in-async-view': 'needs Django',
	'timeout-parameter': 'a matter of style',
	'unguarded-uvloop': 'needs uvloop on 3.12 or later, or Windows',
	'unmarked-async-test': 'needs pytest-asyncio',
	'unused-async': 'a matter of style',
	'dangling-task/example': 'its task is lost when the garbage collector happens to come by; collected.py makes it come',
	'dangling-task/example-2': 'its error goes unseen, and nothing else shows; other_thread.py compares',
	'prefer-to-thread/example': 'works the same; context_variable.py shows what differs',
};
