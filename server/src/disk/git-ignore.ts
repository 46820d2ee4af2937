import { existsSync, readFileSync } from 'node:fs';
import process from 'node:process';
import ignore, { type Ignore } from 'ignore';
import { pathInside } from '../analysis/excluded-paths.ts';
import { foldersUpwards, joinPath } from '../project/workspace.ts';
import { onDisk } from './names.ts';

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
		const top = above.findIndex((candidate) => existsSync(onDisk(joinPath(candidate, '.git'))));
		const repository = above[top];
		const chain = (repository === undefined ? [folder] : above.slice(0, top + 1)).flatMap((candidate) =>
			patternsOf(candidate, joinPath(candidate, '.gitignore')),
		);
		if (repository !== undefined) chain.push(...patternsOf(repository, joinPath(repository, '.git/info/exclude')));
		// A folder that somebody names is wanted, though git ignores it: what says so does not hold below it.
		return new GitIgnore(chain.filter((patterns) => judge(patterns, folder, 'folder') !== 'ignored'));
	}

	/** The same, one folder deeper. */
	inside(folder: string): GitIgnore {
		const own = patternsOf(folder, joinPath(folder, '.gitignore'));
		return own.length === 0 ? this : new GitIgnore([...own, ...this.#chain]);
	}

	/** Ask folders before what is in them: below an ignored folder nothing can be taken back in. */
	ignores(path: string, kind: 'file' | 'folder'): boolean {
		for (const patterns of this.#chain) {
			const judgement = judge(patterns, path, kind);
			if (judgement) return judgement === 'ignored';
		}
		return false;
	}
}

/** What one file of patterns says of a path; undefined when it says nothing. */
function judge({ folder, matcher }: Patterns, path: string, kind: 'file' | 'folder'): 'ignored' | 'wanted' | undefined {
	const inside = pathInside(folder, path);
	if (inside === undefined) return undefined;
	const { ignored, unignored } = matcher.test(kind === 'folder' ? `${inside}/` : inside);
	return ignored ? 'ignored' : unignored ? 'wanted' : undefined;
}

function patternsOf(folder: string, file: string): Patterns[] {
	try {
		const text = readFileSync(onDisk(file), 'utf8');
		// Git follows the file system in this; only Linux tells names apart by case.
		return [{ folder, matcher: ignore({ ignorecase: process.platform !== 'linux', allowRelativePaths: true }).add(text) }];
	} catch {
		// Most folders have none; an unreadable one cannot say what to ignore.
		return [];
	}
}
