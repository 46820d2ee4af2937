import { describe, expect, test } from 'vitest';
import { explain } from '../../server/src/explain/explain.ts';

const printed = `Traceback (most recent call last):
  File "/srv/ferry/ferry/__main__.py", line 30, in <module>
    asyncio.run(sail())
  File "/usr/lib/python3.11/asyncio/runners.py", line 190, in run
    return runner.run(main)
           ^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/asyncio/runners.py", line 118, in run
    return self._loop.run_until_complete(task)
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/asyncio/base_events.py", line 653, in run_until_complete
    return future.result()
           ^^^^^^^^^^^^^^^
  File "/srv/ferry/ferry/boats.py", line 21, in sail
    weather = forecast("harbour")
              ^^^^^^^^^^^^^^^^^^^
  File "/srv/ferry/ferry/weather.py", line 8, in forecast
    return asyncio.run(fetch(place))
           ^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3.11/asyncio/runners.py", line 186, in run
    raise RuntimeError(
RuntimeError: asyncio.run() cannot be called from a running event loop
`;

const lines = printed.trimEnd().split('\n');
const eachLine = (change: (line: string, index: number) => string) => lines.map(change).join('\n');
const two = (n: number) => String(n % 60).padStart(2, '0');

const coloured = eachLine((line) =>
	line
		.replace(/File "(.*)", line (\d+), in (.*)/, 'File \u001b[35m"$1"\u001b[0m, line \u001b[35m$2\u001b[0m, in \u001b[35m$3\u001b[0m')
		.replace(/^(RuntimeError): (.*)$/, '\u001b[1;35m$1\u001b[0m: \u001b[35m$2\u001b[0m'),
);

/** The same traceback as it reaches people. */
const formats: Readonly<Record<string, string>> = {
	'as CPython prints it': printed,
	'with CRLF': printed.replaceAll('\n', '\r\n'),
	'with lone CR (CloudWatch)': printed.replaceAll('\n', '\r'),
	'in colour (CPython 3.13)': coloured,
	'in colour, without the escape characters': coloured.replaceAll('\u001b', ''),
	'with no-break spaces': printed.replaceAll(' ', '\u00a0'),
	'with an HTML page’s entities': printed.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
	'with numbered entities, in a page': `<pre class="log">${printed.replace(/["'<>&]/g, (mark) => `&#${mark.charCodeAt(0)};`).replaceAll('\n', '<br/>\n')}</pre>`,
	'in an XML attribute’s line (JUnit)': `<failure message="RuntimeError">${printed.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('\n', '&#10;')}</failure>`,
	'with typographic quotes (chats)': printed.replaceAll('"', '”'),
	'with single quotes': printed.replaceAll('"', "'"),
	'a table’s fields (CSV)': eachLine((line, index) => `17620000000${two(index)},"${line.replaceAll('"', '""')}"`),
	'rsyslog, in one line': `May 01 10:00:00 quay ferry[4711]: ${printed.trimEnd().replaceAll('\n', '#012')}`,
	'Markdown code, line by line': eachLine((line) => `\`${line}\``),
	'broken at 80 columns': eachLine((line) => line.replace(/.{80}/g, '$&\n')),
	'numbered lines, counted from one': eachLine((line, index) => `${String(index + 1).padStart(4)} | ${line}`),
	'numbered lines': eachLine((line, index) => `${String(index + 95).padStart(5)}\t${line}`),
	klog: eachLine((line, index) => `E0501 10:00:${two(index)}.123456       1 app.go:33] ${line}`),
	'Docker’s own files': eachLine((line) => JSON.stringify({ log: `${line}\n`, stream: 'stderr', time: '2024-05-01T10:00:00Z' })),
	Ansible: `fatal: [web1]: FAILED! => ${JSON.stringify({ changed: false, module_stderr: printed, rc: 1 })}`,
	'a fenced block, quoted': `> I get this:\n> \`\`\`pytb\n${eachLine((line) => `> ${line}`)}\n> \`\`\`\n\nAny idea?`,
	'code indented as the frames': eachLine((line) => line.trimStart()),
	'all indented': eachLine((line) => `        ${line}`),
	'quoted in a mail': eachLine((line) => `> ${line}`),
	'without header': lines.slice(1).join('\n'),
	'without header and first frames': lines.slice(12).join('\n'),
	'without its last line': `RuntimeError: asyncio.run() cannot be called from a running event loop\n${lines.slice(0, -1).join('\n')}`,
	'with its last line cut': printed.slice(0, -20),
	'docker compose': eachLine((line) => `ferry-web-1  | ${line}`),
	heroku: eachLine((line, index) => `2024-05-01T10:00:${two(index)}.123456+00:00 app[web.1]: ${line}`),
	kubernetes: eachLine((line, index) => `2024-05-01T10:00:${two(index)}.1234567Z stderr F ${line}`),
	'kubectl logs --prefix': eachLine((line) => `[pod/ferry-6d4/web] ${line}`),
	journald: eachLine((line, index) => `May 01 10:00:${two(index)} quay ferry[4711]: ${line}`),
	'GitHub Actions': eachLine((line, index) => `2024-05-01T10:00:${two(index)}.1234567Z ${line}`),
	pm2: eachLine((line) => `0|ferry    | ${line}`),
	'an unknown prefix': eachLine((line, index) => `@quay/${two(index)}~ ${line}`),
	logging: `2024-05-01 10:00:00,123 - ferry.boats - ERROR - cannot sail\n${printed}`,
	'logging, message first': `ERROR:ferry.boats:cannot sail: asyncio.run() cannot be called from a running event loop\n${printed}`,
	'celery worker': `[2024-05-01 10:00:00,123: ERROR/ForkPoolWorker-1] Task ferry.sail[1f] raised unexpected: RuntimeError('asyncio.run() cannot be called from a running event loop')\n${printed}`,
	'AWS Lambda log': `[ERROR] RuntimeError: asyncio.run() cannot be called from a running event loop\n${lines.slice(0, -1).join('\n')}`,
	'Django’s page': `${lines.slice(0, -1).join('\n')}\n\nException Type: RuntimeError at /boats/\nException Value: asyncio.run() cannot be called from a running event loop`,
	'Azure Functions': `Result: Failure\nException: RuntimeError: asyncio.run() cannot be called from a running event loop\nStack:   ${lines.slice(1, -1).join('\n').trimStart()}`,
	'JSON line (structlog)': `${JSON.stringify({ event: 'cannot sail', level: 'error', exception: printed })}\n${JSON.stringify({ event: 'bye' })}`,
	'JSON line behind a prefix': `ferry-web-1  | ${JSON.stringify({ exc_info: printed, message: 'cannot sail' })}`,
	'JSON, pretty': JSON.stringify({ error: { stack_trace: printed, type: 'RuntimeError' } }, undefined, 2),
	'JSON with frames apart': JSON.stringify({
		event: 'cannot sail',
		exception: [
			{
				exc_type: 'RuntimeError',
				exc_value: 'asyncio.run() cannot be called from a running event loop',
				frames: [
					{ filename: '/srv/ferry/ferry/weather.py', lineno: 8, name: 'forecast' },
					{ filename: '/usr/lib/python3.11/asyncio/runners.py', lineno: 186, name: 'run' },
				],
			},
		],
	}),
	'JSON with an exception group apart': JSON.stringify({
		event: 'cannot sail',
		exception: [
			{
				exc_type: 'ExceptionGroup',
				exc_value: 'unhandled errors in a TaskGroup (1 sub-exception)',
				frames: [{ filename: '/srv/ferry/ferry/boats.py', lineno: 21, name: 'sail' }],
				is_group: true,
				exceptions: [
					[
						{
							exc_type: 'RuntimeError',
							exc_value: 'asyncio.run() cannot be called from a running event loop',
							frames: [
								{ filename: '/srv/ferry/ferry/weather.py', lineno: 8, name: 'forecast' },
								{ filename: '/usr/lib/python3.11/asyncio/runners.py', lineno: 186, name: 'run' },
							],
						},
					],
				],
			},
		],
	}),
	'AWS Lambda response': JSON.stringify({
		errorMessage: 'asyncio.run() cannot be called from a running event loop',
		errorType: 'RuntimeError',
		stackTrace: ['  File "/srv/ferry/ferry/weather.py", line 8, in forecast\n    return asyncio.run(fetch(place))\n'],
	}),
	'an escaped string in a line': `error="${printed.replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
	loguru: `2024-05-01 10:00:00.123 | ERROR    | __main__:<module>:30 - cannot sail
Traceback (most recent call last):

> File "/srv/ferry/ferry/__main__.py", line 30, in <module>
    asyncio.run(sail())
    │       │   └ <function sail at 0x7f0000000000>
    │       └ <function run at 0x7f0000000001>
    └ <module 'asyncio' from '/usr/lib/python3.11/asyncio/__init__.py'>

  File "/srv/ferry/ferry/weather.py", line 8, in forecast
    return asyncio.run(fetch(place))
           │       │   │     └ 'harbour'
           │       │   └ <function fetch at 0x7f0000000002>
           │       └ <function run at 0x7f0000000001>
           └ <module 'asyncio' from '/usr/lib/python3.11/asyncio/__init__.py'>

  File "/usr/lib/python3.11/asyncio/runners.py", line 186, in run
    raise RuntimeError(

RuntimeError: asyncio.run() cannot be called from a running event loop`,
	'a field for one line': printed.replaceAll('\n', ' '),
	'logfmt with quotes escaped': `event="cannot sail" exception="${printed.replaceAll('"', '\\"')}"`,
	'colours written out': printed.replaceAll('line ', 'line \\x1b[38;5;141m').replaceAll(', in', '\\x1b[0m, in'),
	'a quotation': eachLine((line) => `> ${line}`),
	'a table cell': eachLine((line) => `| ${line}`),
	'wrapped by a library': `${printed}\n\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "/srv/venv/lib/python3.11/site-packages/portbot/core.py", line 35, in wrapped\n    raise CommandError(error) from error\nportbot.errors.CommandError: Command raised an exception: RuntimeError: asyncio.run() cannot be called from a running event loop`,
	'rich in a column of the log': `[05/01/24 10:00:00] ERROR    cannot sail                  boats.py:21
                             ╭─ Traceback (most recent ─╮
                             │ /srv/ferry/ferr          │
                             │ y/weather.py:8           │
                             │ in forecast              │
                             │                          │
                             │ ❱  8     return asyncio. │
                             ╰──────────────────────────╯
                             RuntimeError: asyncio.run()
                             cannot be called from a
                             running event loop`,
	'rich, broken before the function': `╭──────────── Traceback (most recent call last) ─────────────╮
│ /srv/ferry/ferry/weather.py:8 in                           │
│ forecast                                                   │
│                                                            │
│ ❱  8     return asyncio.run(fetch(place))                  │
╰────────────────────────────────────────────────────────────╯
RuntimeError: asyncio.run() cannot be called from a running event loop`,
	rich: `╭─────────────────────────────── Traceback (most recent call last) ────────────────────────────────╮
│ /srv/ferry/ferry/boats.py:21 in sail                                                               │
│                                                                                                    │
│   19                                                                                               │
│   20 async def sail():                                                                             │
│ ❱ 21     weather = forecast("harbour")                                                             │
│                                                                                                    │
│ /srv/ferry/ferry/weather.py:8 in forecast                                                          │
│                                                                                                    │
│ ❱  8     return asyncio.run(fetch(place))                                                          │
│                                                                                                    │
│ /usr/lib/python3.11/asyncio/runners.py:186 in run                                                  │
│                                                                                                    │
│   185 │   │   # fail fast with short traceback                                                     │
│ ❱ 186 │   │   raise RuntimeError(                                                                  │
│   187 │   │   │   "asyncio.run() cannot be called from a running event loop")                      │
╰────────────────────────────────────────────────────────────────────────────────────────────────────╯
RuntimeError: asyncio.run() cannot be called from a running event loop`,
	'rich, too narrow for the path and the message': `╭────────── Traceback (most recent call last) ──────────╮
│ /srv/ferry/ferry/wea                                  │
│ ther.py:8 in forecast                                 │
│                                                       │
│ ❱  8     return asyncio.run(fetch(place))             │
│                                                       │
│ /usr/lib/python3.11/asyncio/runners.py:186 in run     │
╰───────────────────────────────────────────────────────╯
RuntimeError: asyncio.run() cannot be called from a
running event loop`,
	'rich, with the values of variables': `╭──────────── Traceback (most recent call last) ─────────────╮
│ /srv/ferry/ferry/boats.py:21 in sail                       │
│                                                            │
│ ❱ 21 │   weather = forecast("harbour")                     │
│                                                            │
│ ╭──────────────────────── locals ────────────────────────╮ │
│ │ last = RuntimeError('Event loop is closed')            │ │
│ │ task = <Task finished coro=<old() done, defined at     │ │
│ │        /srv/ferry/ferry/boats.py:3> took it            │ │
│ ╰────────────────────────────────────────────────────────╯ │
│                                                            │
│ /srv/ferry/ferry/weather.py:8 in forecast                  │
│                                                            │
│ ❱  8     return asyncio.run(fetch(place))                  │
╰────────────────────────────────────────────────────────────╯
RuntimeError: asyncio.run() cannot be called from a running event loop`,
	'rich’s log handler': `[10:00:00] ERROR    cannot sail                                        boats.py:21
                    ╭────── Traceback (most recent call last) ───────╮            
                    │ /srv/ferry/ferry/weather.py:8 in forecast      │            
                    │                                                │            
                    │ ❱  8     return asyncio.run(fetch(place))      │            
                    ╰────────────────────────────────────────────────╯            
                    RuntimeError: asyncio.run() cannot be called from a            
                    running event loop                                            `,
	'pytest, with the source of asyncio': `__________ test_sail __________

    def test_sail():
>       forecast("harbour")

/srv/ferry/ferry/weather.py:8: in forecast
    return asyncio.run(fetch(place))
_ _ _ _ _ _ _ _ _ _ _ _ _

    def run(main, *, debug=None):
        def check(loop):
            return loop
>       raise RuntimeError("asyncio.run() cannot be called from a running event loop".format(main))
E       RuntimeError: asyncio.run() cannot be called from a running event loop

/usr/lib/python3.11/asyncio/runners.py:186: RuntimeError`,
	'pytest --tb=short': `__________ test_sail __________
tests/test_boats.py:9: in test_sail
    asyncio.run(sail())
/srv/ferry/ferry/weather.py:8: in forecast
    return asyncio.run(fetch(place))
/usr/lib/python3.11/asyncio/runners.py:186: in run
    raise RuntimeError(
E   RuntimeError: asyncio.run() cannot be called from a running event loop
=========================== short test summary info ============================
FAILED tests/test_boats.py::test_sail - RuntimeError: asyncio.run() cannot be ca...`,
	pytest: `__________ test_sail __________

    def test_sail():
>       forecast("harbour")

tests/test_boats.py:9: 
_ _ _ _ _ _ _ _ _ _ _ _ _

place = 'harbour'

    def forecast(place):
>       return asyncio.run(fetch(place))

/srv/ferry/ferry/weather.py:8: 
_ _ _ _ _ _ _ _ _ _ _ _ _

main = <coroutine object fetch at 0x7f0000000000>

    def run(main, *, debug=None):
>           raise RuntimeError(
E           RuntimeError: asyncio.run() cannot be called from a running event loop

/usr/lib/python3.11/asyncio/runners.py:186: RuntimeError`,
	'an exception group': `  + Exception Group Traceback (most recent call last):
  |   File "/srv/ferry/ferry/boats.py", line 21, in sail
  |     async with asyncio.TaskGroup() as group:
  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
  +-+---------------- 1 ----------------
${eachLine((line) => `    | ${line}`)}
    +------------------------------------`,
	'an exception group behind an unknown prefix': `@quay/00~   + Exception Group Traceback (most recent call last):
@quay/01~   |   File "/srv/ferry/ferry/boats.py", line 21, in sail
@quay/02~   |     async with asyncio.TaskGroup() as group:
@quay/03~   | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
@quay/04~   +-+---------------- 1 ----------------
${eachLine((line, index) => `@quay/${two(index)}~     | ${line}`)}
@quay/30~     +------------------------------------`,
	'an exception group, as rich draws it': `╭──────────── Traceback (most recent call last) ─────────────╮
│ /srv/ferry/ferry/boats.py:21 in sail                       │
│                                                            │
│ ❱ 21 │   async with asyncio.TaskGroup() as group:          │
╰────────────────────────────────────────────────────────────╯
ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)

╭───────────────────── Sub-exception #1 ─────────────────────╮
│ ╭────────── Traceback (most recent call last) ───────────╮ │
│ │ /srv/ferry/ferry/weather.py:8 in forecast              │ │
│ │                                                        │ │
│ │ ❱  8     return asyncio.run(fetch(place))              │ │
│ │                                                        │ │
│ │ /usr/lib/python3.11/asyncio/runners.py:186 in run      │ │
│ ╰────────────────────────────────────────────────────────╯ │
│ RuntimeError: asyncio.run() cannot be called from a        │
│ running event loop                                         │
╰────────────────────────────────────────────────────────────╯`,
	'rich, without the file of compiled code': `╭──────────── Traceback (most recent call last) ─────────────╮
│ /srv/ferry/ferry/weather.py:8 in forecast                  │
│                                                            │
│ ❱  8     return uvloop.run(fetch(place))                   │
│ in uvloop.loop.Loop.run_until_complete:186                 │
╰────────────────────────────────────────────────────────────╯
RuntimeError: asyncio.run() cannot be called from a running event loop`,
	'an exception group as Python’s repr of bytes': `stderr: b'${`  + Exception Group Traceback (most recent call last):\n  |   File "/srv/ferry/ferry/boats.py", line 21, in sail\n  | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)\n  +-+---------------- 1 ----------------\n${eachLine((line) => `    | ${line}`)}\n    +------------------------------------\n`.replaceAll('\n', '\\n')}'`,
	'an exception group in a container’s log': `ferry-web-1  |   + Exception Group Traceback (most recent call last):
ferry-web-1  |   |   File "/srv/ferry/ferry/boats.py", line 21, in sail
ferry-web-1  |   | ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
ferry-web-1  |   +-+---------------- 1 ----------------
${eachLine((line) => `ferry-web-1  |     | ${line}`)}
ferry-web-1  |     +------------------------------------`,
	'handled, then raised': `${printed}\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "/srv/ferry/ferry/__main__.py", line 33, in <module>\n    raise SystemError("sunk")\nSystemError: sunk\n`,
	'a task nobody awaited': `Task exception was never retrieved\nfuture: <Task finished name='Task-2' coro=<sail() done, defined at /srv/ferry/ferry/boats.py:20> exception=RuntimeError('asyncio.run() cannot be called from a running event loop')>\n${printed}`,
};

describe('one traceback in every format', () => {
	test.each(Object.entries(formats))('%s', (_, text) => {
		expect(explain(text).map(({ error, frame, rules }) => [error, frame?.path, frame?.line, frame?.function, rules[0]])).toEqual([
			['nested-run', '/srv/ferry/ferry/weather.py', 8, 'forecast', 'nested-event-loop'],
		]);
	});
});

const cell = `---------------------------------------------------------------------------
RuntimeError                              Traceback (most recent call last)
Cell In[4], line 2
      1 boats = 3
----> 2 asyncio.run(sail(boats))

File /usr/lib/python3.11/asyncio/runners.py:186, in run(main, debug)
    184 if events._get_running_loop() is not None:
--> 186     raise RuntimeError(
    187         "asyncio.run() cannot be called from a running event loop")

RuntimeError: asyncio.run() cannot be called from a running event loop`;

const notebooks: Readonly<Record<string, readonly [text: string, path: string, line: number]>> = {
	'IPython 8': [cell, 'Cell In[4]', 2],
	'IPython 8.0': [cell.replace('Cell In[4], line 2', 'Input In [4], in <cell line: 2>()'), 'Input In [4]', 2],
	'IPython 7': [
		cell
			.replace('Cell In[4], line 2', '<ipython-input-4-0123456789ab> in <module>')
			.replace('File /usr/lib/python3.11/asyncio/runners.py:186, in', '/usr/lib/python3.7/asyncio/runners.py in'),
		'<ipython-input-4-0123456789ab>',
		2,
	],
	Colab: [cell.replace('Cell In[4], line 2', '[/tmp/ipython-input-4-123.py](https://localhost:8080/#) in <cell line: 0>()'), '/tmp/ipython-input-4-123.py', 2],
	Databricks: [cell.replace('Cell In[4], line 2', 'File <command-417>, line 2'), '<command-417>', 2],
	'Databricks, older': [cell.replace('Cell In[4], line 2', '<command-417> in <module>'), '<command-417>', 2],
	'a file called from a cell': [
		cell.replace('\n\nFile /usr', '\n\nFile ~/ferry/boats.py:7, in sail(boats)\n      6 def sail(boats):\n----> 7     asyncio.run(go())\n\nFile /usr'),
		'~/ferry/boats.py',
		7,
	],
	'the .ipynb itself': [
		JSON.stringify({
			cells: [
				{
					cell_type: 'code',
					source: ['asyncio.run(sail(boats))'],
					outputs: [{ output_type: 'error', ename: 'RuntimeError', evalue: '…', traceback: cell.split('\n\n') }],
				},
			],
		}),
		'Cell In[4]',
		2,
	],
};

describe('notebooks', () => {
	test.each(Object.entries(notebooks))('%s', (_, [text, path, line]) => {
		expect(explain(text).map(({ error, frame, rules }) => [error, frame?.path, frame?.line, rules[0]])).toEqual([
			['nested-run', path, line, 'notebook-event-loop'],
		]);
	});
});
