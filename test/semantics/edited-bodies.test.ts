import { expect, test } from 'vitest';
import { Project } from '../../server/src/project/project.ts';
import { bodyOfModule } from '../../server/src/semantics/bodies/bodies.ts';
import { Home, record } from '../../server/src/util/tracking.ts';
import { memoryWorkspace } from '../support/memory-workspace.ts';
import { testParser } from '../support/parser.ts';

const parser = await testParser();

test.each([
	['a statement more', 'a()\n', 'a()\nb()\n', 4],
	['a statement less', 'a()\nb()\n', 'a()\n', 2],
	['a statement in another place', 'a()\n', '\n\na()\n', 2],
])('the body of a module is that of its newest text: %s', (_, before, after, operations) => {
	const project = new Project(memoryWorkspace(new Map(), ['/p']), parser, new Set());
	const ask = () => {
		const file = project.file('/p/a.py');
		return record(new Home(), () => file && bodyOfModule(file)?.count).value;
	};
	project.change('/p/a.py', before);
	expect(ask()).toBeGreaterThan(0);
	project.change('/p/a.py', after);
	expect(ask()).toBe(operations);
});
