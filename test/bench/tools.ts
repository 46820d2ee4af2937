import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Workspace as RuffWorkspace } from '@astral-sh/ruff-wasm-nodejs';
import { createAnalyser } from '../../server/src/analysis/analyser.ts';
import { knownNames } from '../../server/src/analysis/settings.ts';
import { Checker } from '../../server/src/cli/checker.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import { createParser, type Parser } from '../../server/src/syntax/parser.ts';

const require = createRequire(import.meta.url);

export function loadParser(): Promise<Parser> {
	const language = require.resolve('tree-sitter-python/tree-sitter-python.wasm');
	const folder = dirname(require.resolve('web-tree-sitter'));
	return createParser({ locateFile: (name) => (name === 'tree-sitter-python.wasm' ? language : join(folder, name)) });
}

/** Ruff with the rules that look for what we look for. */
export function loadRuff(): RuffWorkspace {
	const { Workspace, PositionEncoding } = require('@astral-sh/ruff-wasm-nodejs') as typeof import('@astral-sh/ruff-wasm-nodejs');
	return new Workspace({ 'line-length': 88, lint: { select: ['ASYNC', 'RUF006'], preview: false } }, PositionEncoding.Utf16);
}

export const logger = { error: (message: string) => console.error(message), warn: (message: string) => console.error(message), debug() {} };

/** Checks a folder as the command line does, under the folder's own settings. */
export function checkerOf(folder: string, parser: Parser): Checker {
	return new Checker({
		folder,
		paths: [folder],
		known: knownNames(rules),
		settings: {},
		config: undefined,
		logger,
		createAnalyser: (parts) => createAnalyser({ ...parts, parser }),
	});
}
