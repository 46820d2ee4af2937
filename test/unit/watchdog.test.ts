import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Watchdog } from '../../client/src/watchdog.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => undefined);

function watched(ask: () => Promise<unknown>) {
	const hung: string[] = [];
	const asked = vi.fn(ask);
	const watchdog = new Watchdog({ ask: asked, hangs: async (document) => void hung.push(document) }, 20_000);
	return { watchdog, hung, asked };
}

describe('the watchdog', () => {
	test('lets a server be that answers, and asks it nothing', async () => {
		const { watchdog, hung, asked } = watched(() => never);
		expect(await watchdog.watch('a.py', Promise.resolve(1))).toBe(1);
		await vi.advanceTimersByTimeAsync(100_000);
		expect(asked).not.toHaveBeenCalled();
		expect(hung).toEqual([]);
	});

	test('lets a server be that is at work and answers in between', async () => {
		const { watchdog, hung, asked } = watched(async () => null);
		void watchdog.watch('a.py', never);
		await vi.advanceTimersByTimeAsync(100_000);
		expect(asked).toHaveBeenCalledTimes(1);
		expect(hung).toEqual([]);
	});

	test('names what has waited longest, after the limit and once', async () => {
		const { watchdog, hung } = watched(() => never);
		void watchdog.watch('a.py', never);
		await vi.advanceTimersByTimeAsync(1000);
		void watchdog.watch('b.py', never);
		await vi.advanceTimersByTimeAsync(18_900);
		expect(hung).toEqual([]);
		await vi.advanceTimersByTimeAsync(200);
		expect(hung).toEqual(['a.py']);
		await vi.advanceTimersByTimeAsync(100_000);
		expect(hung).toEqual(['a.py']);
	});

	test('takes a connection that ends for an answer: others see to that', async () => {
		const { watchdog, hung } = watched(() => Promise.reject(new Error('closed')));
		watchdog.watch('a.py', never);
		await vi.advanceTimersByTimeAsync(100_000);
		expect(hung).toEqual([]);
	});

	test('gives a failure back', async () => {
		const { watchdog } = watched(() => never);
		await expect(watchdog.watch('a.py', Promise.reject(new Error('no')))).rejects.toThrow('no');
	});
});
