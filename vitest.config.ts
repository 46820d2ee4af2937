import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		exclude: ['test/vscode/**', 'test/ui/**', 'test/fixtures/**', 'node_modules/**'],
		testTimeout: 20_000,
		hookTimeout: 60_000,
	},
});
