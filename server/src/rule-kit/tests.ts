import { isTestFile } from '../project/test-files.ts';
import type { FileModel } from '../semantics/file-model.ts';
import { ownNodes } from '../semantics/flow.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { enteredBy } from './context-managers.ts';

/** Whether a test expects an error at a node: `with pytest.raises(TypeError):` stands round it, or in the function round the one it is in. */
export function isExpectedToRaise(node: SyntaxNode, file: FileModel): boolean {
	for (const outer of node.ancestors()) if (outer.kind === 'with_statement' && expectsError(outer, file)) return true;
	for (let owner = file.functionOf(node)?.owner; owner; owner = owner.owner) {
		if (ownNodes(owner.body).some((one) => one.kind === 'with_statement' && expectsError(one, file))) return true;
	}
	return false;
}

function expectsError(statement: SyntaxNode, file: FileModel): boolean {
	for (const item of statement.descendants((one) => one.kind !== 'block')) {
		const entered = item.kind === 'with_item' ? enteredBy(item) : undefined;
		const callee = entered?.kind === 'call' ? entered.field('function') : undefined;
		if (callee && /\b(raises|assertRaises\w*)$/.test(file.qualifiedName(callee) ?? callee.text)) return true;
	}
	return false;
}

/** Whether a node runs in a test function, a fixture, or one nested there, or in a file of tests: what it starts ends with the test. */
export function isInTest(node: SyntaxNode, file: FileModel): boolean {
	if (isTestFile(file.path)) return true;
	for (let owner = file.functionOf(node); owner; owner = owner.owner) {
		if (/^test(_|[A-Z]|$)/.test(owner.name) || decoratorNames(owner).some((name) => /^pytest(_asyncio)?\.fixture$/.test(name))) return true;
	}
	return false;
}
