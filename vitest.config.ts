import { defineConfig } from 'vitest/config';

/** These run the built program; all others test its parts from their sources. */
const ofTheProgram = ['test/cli/**/*.test.ts', 'test/lsp/**/*.test.ts', 'test/bench/**/*.test.ts', 'test/fuzz/server.test.ts'];

export default defineConfig({
	test: {
		// Vitest leaves one processor free, which on a machine with two doubles the time.
		maxWorkers: '100%',
		testTimeout: 20_000,
		// Programs that test/python runs spend most of their time waiting.
		maxConcurrency: 8,
		hookTimeout: 60_000,
		setupFiles: ['test/support/property-tests.ts'],
		projects: [
			{
				extends: true,
				test: {
					name: 'parts',
					include: ['test/**/*.test.ts'],
					exclude: [...ofTheProgram, 'test/vscode/**', 'test/ui/**', 'test/fixtures/**', 'node_modules/**'],
				},
			},
			{
				extends: true,
				test: { name: 'program', include: ofTheProgram, globalSetup: 'test/support/build.ts' },
			},
		],
	},
});
