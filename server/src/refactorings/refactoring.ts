import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import type { Fix } from '../rule-kit/finding.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** What a refactoring may ask. */
export interface RefactoringContext {
	readonly file: FileModel;
	readonly project: ProjectModel;
	/** The Python versions the place must run on. */
	readonly python: PythonRange;
}

/** A change that nothing is wrong without, offered where the cursor is. */
export interface Refactoring {
	/** Kebab-case: its file, its folder of fixtures, its heading in the documentation. */
	readonly name: string;
	/** One line without a full stop: what it turns into what. */
	readonly summary: string;
	/** Markdown: what changes when the program runs, on which versions it is offered. */
	readonly effect: string;
	/** The changes possible at the smallest node under the cursor, the preferred first; undefined ones are passed over. */
	offer(at: SyntaxNode, context: RefactoringContext): readonly (Fix | undefined)[];
}
