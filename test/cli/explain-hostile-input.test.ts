import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { folderWith, run } from './run.ts';

const size = 50_000_000;
/** Of the heap, in MB; enough for the text itself a few times, and for nothing that grows with the number of its lines. */
const env = { NODE_OPTIONS: '--max-old-space-size=400' };
const nothing = { status: 1, stdout: 'nothing about asyncio found\n', stderr: '' };

const closed = 'RuntimeError: Event loop is closed\n';
const traceback = `Traceback (most recent call last):\n  File "/srv/ferry/boats.py", line 7, in sail\n    loop.call_soon(go)\n${closed}`;
/** A whole traceback as JSON, cut off before its last brace. */
const brokenJson = `${JSON.stringify({ level: 'error', exception: traceback }).slice(0, -1)}\n`;

const fill = (line: string, length = size) => line.repeat(Math.ceil(length / line.length));
const lines = [
	'a',
	'x y ',
	'{"x": "',
	'File "',
	'[',
	'<Task ',
	'\\n',
	' running at x:1 ',
	'│',
	"coroutine '",
	'\u001b[',
	'#012',
	'&#10; ',
	'<br',
	'<a ',
	'&#',
	'File ""',
	'”',
].map((piece) => `${fill(piece, 1_000_000)}\n`);

function explain(content: string | Uint8Array): ReturnType<typeof run> {
	return run(['explain', 'hostile.log'], { cwd: folderWith({ 'hostile.log': content }), env });
}

describe('explain, in bounded time and memory', () => {
	test('finds the traceback at the end of 50 MB of log', { timeout: 70_000 }, () => {
		const { status, stdout, stderr } = explain(`${fill('2024-05-01 10:00:00,123 INFO ferry.tasks await of key 4711 took 12 ms, type: loop\n')}${traceback}`);
		expect({ status, stderr, first: stdout.split('\n')[0] }).toEqual({ status: 0, stderr: '', first: closed.trimEnd() });
	});

	test('tells one error of 50 MB of tracebacks once', { timeout: 70_000 }, () => {
		const { status, stdout } = explain(fill(traceback));
		expect({ status, times: stdout.split(closed).length - 1 }).toEqual({ status: 0, times: 1 });
	});

	test('reads lines of 1 MB', { timeout: 70_000 }, () => {
		expect(explain(lines.join(''))).toEqual(nothing);
		const { status, stdout } = explain(`${lines.join(traceback)}${traceback}`);
		expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('/srv/ferry/boats.py:7, in sail') });
	});

	test('reads 50 MB that are no text', { timeout: 70_000 }, () => {
		expect(explain(randomBytes(size))).toEqual(nothing);
	});

	test('reads JSON that is broken, or nested without end', { timeout: 70_000 }, () => {
		expect(explain(fill(brokenJson, 10_000_000)).stdout).toContain(closed);
		expect(explain(`${fill('{"a":', 5_000_000)}\n${fill('[', 5_000_000)}`)).toEqual(nothing);
		const deep = `${'{"a":'.repeat(5000)}"${JSON.stringify(traceback).slice(1, -1)}"${'}'.repeat(5000)}`;
		expect(explain(deep).status).toBeLessThan(2);
	});

	test.skipIf(process.platform === 'win32')('refuses what never ends', { timeout: 70_000 }, () => {
		const { status, stdout, stderr } = run(['explain', '/dev/zero'], { cwd: folderWith({}) });
		expect({ status, stdout, stderr }).toEqual({ status: 2, stdout: '', stderr: expect.stringContaining('/dev/zero is too large: it has more than 256 MB') });
	});
});
