import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createParser, type Parser } from '../../server/src/syntax/parser.ts';

const require = createRequire(import.meta.url);

/** Where npm put a WASM file of the parser. */
export function locateWasm(name: string): string {
	return name === 'tree-sitter-python.wasm'
		? require.resolve('tree-sitter-python/tree-sitter-python.wasm')
		: join(dirname(require.resolve('web-tree-sitter')), name);
}

let parser: Promise<Parser> | undefined;

/** One parser for a test process, as in the product. */
export function testParser(): Promise<Parser> {
	parser ??= createParser({ locateFile: locateWasm });
	return parser;
}
