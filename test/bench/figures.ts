/** Milliseconds of single runs. */
export class Times {
	readonly #values: number[] = [];

	measure<T>(run: () => T): T {
		const start = performance.now();
		const result = run();
		this.#values.push(performance.now() - start);
		return result;
	}

	async measureAsync(run: () => Promise<void>): Promise<void> {
		const start = performance.now();
		await run();
		this.#values.push(performance.now() - start);
	}

	add(milliseconds: number): void {
		this.#values.push(milliseconds);
	}

	take(others: Times): void {
		for (const value of others.#values) this.#values.push(value);
	}

	get count(): number {
		return this.#values.length;
	}

	get most(): number {
		return Math.max(...this.#values);
	}

	get mean(): number {
		return this.#values.reduce((sum, value) => sum + value, 0) / this.#values.length;
	}

	get median(): number {
		return this.#quantile(0.5);
	}

	get p95(): number {
		return this.#quantile(0.95);
	}

	#quantile(share: number): number {
		const sorted = [...this.#values].sort((a, b) => a - b);
		return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
	}
}

/** Lines of a table with right-aligned columns, the first left-aligned. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows
		.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] as number) : cell.padStart(widths[column] as number))).join('   '))
		.join('\n');
}

export function milliseconds(value: number): string {
	return value.toFixed(value < 100 ? 2 : 0);
}

export function ratio(ours: number, theirs: number): string {
	return `${(ours / theirs).toFixed(2)}x`;
}
