import { setFlagsFromString } from 'node:v8';

/**
 * Keeps the heap near what lives in it. Left alone, V8 lets a heap of 200 MB grow to 700 before it
 * looks again, because collecting is cheap for it just then; whoever runs an editor beside it pays.
 * On Prefect (24 MB of sources) this takes two fifths off the memory for a twentieth of the time.
 */
export function limitHeapGrowth(): void {
	setFlagsFromString('--heap-growing-percent=25');
}
