import ignore, { type Ignore } from 'ignore';
import type { ExcludedPaths, Settings } from './settings.ts';

const matchers = new WeakMap<ExcludedPaths, Ignore>();

/**
 * Whether the `exclude` setting leaves a path out.
 * A folder must end in `/`, or patterns that mean folders only (`build/`) do not see it.
 */
export function isExcluded(path: string, settings: Pick<Settings, 'exclude'>): boolean {
	const { exclude } = settings;
	if (!exclude || exclude.patterns.length === 0) return false;
	const inside = pathInside(exclude.folder, path);
	if (inside === undefined || inside === '') return false;
	let matcher = matchers.get(exclude);
	if (!matcher) {
		matcher = ignore({ ignorecase: false, allowRelativePaths: true }).add(exclude.patterns);
		matchers.set(exclude, matcher);
	}
	return matcher.ignores(inside);
}

/** The path relative to a folder that it lies in, undefined for one outside. */
export function pathInside(folder: string, path: string): string | undefined {
	const start = folder.endsWith('/') ? folder : `${folder}/`;
	return path.startsWith(start) ? path.slice(start.length) : undefined;
}
