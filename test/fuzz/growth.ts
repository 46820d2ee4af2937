import { expect } from 'vitest';

/** Processor seconds, and the length of the text that took them. */
export interface Cost {
	readonly seconds: number;
	readonly length: number;
}

export interface GrowthLimits {
	/** Quadratic growth is 2; n^1.2 is what is wanted. Times of single runs are uncertain. */
	readonly exponent: number;
	/** Shorter times, in seconds, say nothing of growth. */
	readonly measurable: number;
	/** Seconds for a megabyte. */
	readonly rate: number;
}

/** Processor seconds of some work: the machine may have other things to do. */
export function secondsOf(work: () => void): number {
	const start = process.cpuUsage();
	work();
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1e6;
}

/** Work at two sizes, one four times the other, takes time in proportion to them. A first try that others may have disturbed is made again. */
export function expectLinear({ exponent, measurable, rate }: GrowthLimits, runSmall: () => Cost, runLarge: () => Cost): void {
	let small = runSmall();
	let large = runLarge();
	const growth = () => Math.log(large.seconds / small.seconds) / Math.log(large.length / small.length);
	for (let tries = 0; tries < 3 && large.seconds > measurable && growth() > exponent; tries++) {
		small = quicker(small, runSmall());
		large = quicker(large, runLarge());
	}
	if (large.seconds <= measurable) return;
	expect(growth(), `${small.seconds} s for ${small.length} characters, ${large.seconds} s for ${large.length}`).toBeLessThan(exponent);
	expect((large.seconds / large.length) * 1e6).toBeLessThan(rate);
}

function quicker(one: Cost, other: Cost): Cost {
	return one.seconds <= other.seconds ? one : other;
}
