import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import ignore, { type Ignore } from 'ignore';
import { pathInside } from '../analysis/excluded-paths.ts';
import { foldersUpwards, joinPath } from '../project/workspace.ts';

interface Patterns {
	readonly folder: string;
	readonly matcher: Ignore;
}

/**
 * What git would ignore below a folder, by the .gitignore files of the repository and .git/info/exclude.
 * Without a repository the folder's own .gitignore files count.
 */
export class GitIgnore {
	/** Innermost first. */
	readonly #chain: readonly Patterns[];

	private constructor(chain: readonly Patterns[]) {
		this.#chain = chain;
	}

	/** The patterns that hold in a folder, those of the folders above it included. */
	static forFolder(folder: string): GitIgnore {
		const above = [...foldersUpwards(folder)];
		const top = above.findIndex((candidate) => existsSync(joinPath(candidate, '.git')));
		const repository = above[top];
		const chain = (repository === undefined ? [folder] : above.slice(0, top + 1)).flatMap((candidate) =>
			patternsOf(candidate, joinPath(candidate, '.gitignore')),
		);
		if (repository !== undefined) chain.push(...patternsOf(repository, joinPath(repository, '.git/info/exclude')));
		return new GitIgnore(chain);
	}

	/** The same, one folder deeper. */
	inside(folder: string): GitIgnore {
		const own = patternsOf(folder, joinPath(folder, '.gitignore'));
		return own.length === 0 ? this : new GitIgnore([...own, ...this.#chain]);
	}

	/** Ask folders before what is in them: below an ignored folder nothing can be taken back in. */
	ignores(path: string, kind: 'file' | 'folder'): boolean {
		for (const { folder, matcher } of this.#chain) {
			const inside = pathInside(folder, path);
			if (inside === undefined) continue;
			const { ignored, unignored } = matcher.test(kind === 'folder' ? `${inside}/` : inside);
			if (ignored || unignored) return ignored;
		}
		return false;
	}
}

function patternsOf(folder: string, file: string): Patterns[] {
	try {
		const text = readFileSync(file, 'utf8');
		// Git follows the file system in this; only Linux tells names apart by case.
		return [{ folder, matcher: ignore({ ignorecase: process.platform !== 'linux', allowRelativePaths: true }).add(text) }];
	} catch {
		// Most folders have none; an unreadable one cannot say what to ignore.
		return [];
	}
}
