import type { LibraryTable } from './entry.ts';

/** Browsers that are driven from outside. */
export const browserLibraries: LibraryTable = {
	'playwright.async_api.async_playwright': {
		kind: 'async-context-manager',
		asyncWith: true,
		returns: 'playwright.async_api.Playwright',
		checkedAgainst: 'playwright 1.63.0, in its sources',
	},
};
