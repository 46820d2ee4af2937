import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { grammarModule } from './grammar.ts';

/** A file that is written by a program: its path from the repository's root, and its whole text. */
export interface GeneratedFile {
	readonly path: string;
	readonly text: string;
}

/** Everything `npm run generate` writes, made in memory. `root` is the repository's folder. */
export async function generatedFiles(root: string): Promise<readonly GeneratedFile[]> {
	const grammarFile = (name: string) => readFileSync(join(root, 'node_modules/tree-sitter-python/src', name), 'utf8');
	return [{ path: 'server/src/syntax/grammar.generated.ts', text: grammarModule(grammarFile('node-types.json'), grammarFile('grammar.json')) }];
}
