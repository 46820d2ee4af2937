/** Folders that hold tests and what only tests use. */
const testFolder = /^tests?$/;

/** How near the file such a folder must lie: one far above is where somebody keeps the whole project. */
const NEAR = 4;

/** Whether a file belongs to the tests of a project, by where pytest and unittest look for them. */
export function isTestFile(path: string): boolean {
	const parts = path.split('/');
	const name = parts.pop() ?? '';
	return /^(test_.*|.*_test|conftest)\.py$/.test(name) || parts.slice(-NEAR).some((folder) => testFolder.test(folder));
}
