import { expect, test } from 'vitest';
import { bodiesOfFile } from '../../server/src/semantics/bodies/nested.ts';
import { ENTRY, Op } from '../../server/src/semantics/bodies/operations.ts';
import { Edge, Flow } from '../../server/src/semantics/flow/flow.ts';
import { type Definitions, reachingDefinitions } from '../../server/src/semantics/flow/reaching-definitions.ts';
import { testParser } from '../support/parser.ts';
import { randomProgram, seeded } from './random-programs.ts';

const parser = await testParser();

function flowsOf(text: string): Flow[] {
	return [...bodiesOfFile(parser.parse('program.py', text).statements)].map(({ body }) => new Flow(body));
}

function loadsOf({ body }: Flow): number[] {
	return [...Array(body.count).keys()].filter((operation) => body.code(operation) === Op.load);
}

/** The same, found by going back from the use along every edge that is reached. */
class Backwards {
	readonly #flow: Flow;
	readonly #predecessors = new Map<number, number[]>([[ENTRY, []]]);

	constructor(flow: Flow) {
		this.#flow = flow;
		const work = [ENTRY];
		for (let point = work.pop(); point !== undefined; point = work.pop())
			for (const next of flow.successors(point, Edge.all)) {
				const known = this.#predecessors.get(next);
				if (known) known.push(point);
				else {
					this.#predecessors.set(next, [point]);
					work.push(next);
				}
			}
	}

	definitions(load: number): Definitions {
		const { body } = this.#flow;
		const slot = body.operand(load, 0);
		const operations = new Set<number>();
		const seen = new Set<number>();
		const work = [...this.#flow.pointsOf(load)].filter((point) => this.#predecessors.has(point));
		let isOpen = work.length > 0 && body.slots[slot]?.isLocal !== true;
		let mayBeUnbound = false;
		for (let point = work.pop(); point !== undefined; point = work.pop())
			for (const before of this.#predecessors.get(point) ?? []) {
				if (seen.has(before)) continue;
				seen.add(before);
				const operation = body.at(before);
				const code = operation < 0 ? undefined : body.code(operation);
				if (code === Op.unknown || (code === Op.import && body.node(operation).kind === 'wildcard_import')) isOpen = true;
				if (before === ENTRY) mayBeUnbound = true;
				if ((code !== Op.store && code !== Op.unbind) || body.operand(operation, 0) !== slot) work.push(before);
				else if (code === Op.unbind) mayBeUnbound = true;
				else operations.add(operation);
			}
		return { operations: [...operations].sort((a, b) => a - b), isOpen, mayBeUnbound };
	}
}

test('what reaches a name is what a walk back from it finds', () => {
	const random = seeded(process.env.FUZZ ? Date.now() : 11);
	let loads = 0;
	for (let i = 0; i < 150; i++) {
		const program = randomProgram(random);
		for (const text of [program, program.replace('boom()', 'boom('), program.replace(/^( +)m\(\)$/m, '$1from m import *')])
			for (const flow of flowsOf(text)) {
				const backwards = new Backwards(flow);
				for (const load of loadsOf(flow)) {
					expect(reachingDefinitions(flow, load), text).toEqual(backwards.definitions(load));
					loads++;
				}
			}
	}
	expect(loads).toBeGreaterThan(5000);
});

test('where very many definitions reach a name, what is found is open', () => {
	const [flow] = flowsOf(`${'if c():\n    x = f()\n'.repeat(1000)}g(x)\n`) as [Flow];
	const found = reachingDefinitions(flow, loadsOf(flow).at(-1) as number);
	expect(found).toMatchObject({ isOpen: true, mayBeUnbound: true });
	expect(found.operations.length).toBeLessThan(1000);
});

const repeated = (count: number, line: (i: number) => string) => Array.from({ length: count }, (_, i) => line(i)).join('');

test.each<readonly [string, (count: number) => string]>([
	['many names', (n) => repeated(n, (i) => `x${i} = f()\n`) + repeated(n, (i) => `g(x${i})\n`)],
	['many names that are bound or not', (n) => repeated(n, (i) => `if c():\n    x${i} = f()\n`) + repeated(n, (i) => `g(x${i})\n`)],
	['one name bound again and again', (n) => repeated(n, () => 'if c():\n    x = f(x)\n')],
	['loops', (n) => repeated(n, () => 'for x in y:\n    y = f(x)\n')],
	['handlers', (n) => repeated(n, () => 'try:\n    y = f(x)\nexcept E as e:\n    x = y\n')],
	[
		'code in one try',
		(n) => `try:\n    if c():\n${repeated(n, (i) => `        x${i} = f()\n`)}    else:\n${repeated(n, () => '        y = f()\n')}except E:\n    g(x0)\n`,
	],
	['code that does not parse', (n) => repeated(n, (i) => `x${i} = f(\n`) + repeated(n, (i) => `g(x${i})\n`)],
])('time grows as the text does: %s', (_, text) => {
	const time = (count: number) => {
		const { statements } = parser.parse('program.py', text(count));
		const start = process.cpuUsage();
		for (const { body } of bodiesOfFile(statements)) {
			const flow = new Flow(body);
			for (const load of loadsOf(flow)) reachingDefinitions(flow, load);
		}
		const { user, system } = process.cpuUsage(start);
		return (user + system) / 1000;
	};
	time(400);
	// Eight times the text would take 64 times as long if it took the square.
	expect(time(3200)).toBeLessThan(20 * Math.max(time(400), 10));
});
