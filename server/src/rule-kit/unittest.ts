import type { FileModel } from '../semantics/file-model.ts';
import { type ClassModel, ownMethod } from '../semantics/functions.ts';
import { classLimit } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** A class that unittest runs. */
export interface TestCase {
	/** Whether async tests are awaited. */
	readonly isAsync: boolean;
	/** The base of the class itself that makes it a test case. */
	readonly base: SyntaxNode;
	/** Whether that base is `unittest.TestCase` and no class of the project. */
	readonly isDirect: boolean;
}

/** Methods with which a class may run its tests in its own way. */
const runners = ['__call__', '__getattribute__', '__init_subclass__', '_callTestMethod', 'debug', 'run'];

/** Whether a class derives from unittest's; undefined when it does not, or when something unknown may run its tests. */
export function testCaseOf(model: ClassModel, file: FileModel, seen = new Set<ClassModel>()): TestCase | undefined {
	// A decorator of the class, or a metaclass, may wrap its tests.
	if (seen.has(model) || seen.size >= classLimit || model.decorators.length > 0 || hasKeyword(model) || runners.some((name) => ownMethod(model, name)))
		return undefined;
	seen.add(model);
	let found: TestCase | undefined;
	for (const base of model.bases) {
		const name = file.qualifiedName(base);
		const inherited = file.classNamed(base);
		const home = inherited?.statement.file;
		if (name === 'builtins.object') continue;
		if (inherited && home) {
			const above = testCaseOf(inherited, home, seen);
			if (!above && !isPlainMixin(inherited, home)) return undefined;
			if (above && (!found || above.isAsync)) found = { isAsync: above.isAsync, base, isDirect: false };
		} else if (name === 'unittest.TestCase' || name === 'unittest.case.TestCase') {
			found ??= { isAsync: false, base, isDirect: true };
		} else if (name === 'unittest.IsolatedAsyncioTestCase' || name === 'unittest.async_case.IsolatedAsyncioTestCase') {
			found = { isAsync: true, base, isDirect: true };
		} else {
			return undefined;
		}
	}
	return found;
}

/** A class of the project that derives from nothing and does not touch how tests are run. */
function isPlainMixin(model: ClassModel, file: FileModel): boolean {
	return !hasKeyword(model) && model.bases.every((base) => file.qualifiedName(base) === 'builtins.object') && !runners.some((name) => ownMethod(model, name));
}

function hasKeyword(model: ClassModel): boolean {
	return model.node.field('superclasses')?.children.some((child) => child.kind === 'keyword_argument') ?? false;
}
