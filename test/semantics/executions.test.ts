import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Body } from '../../server/src/semantics/bodies/body.ts';
import { bodiesOfFile } from '../../server/src/semantics/bodies/nested.ts';
import { Op } from '../../server/src/semantics/bodies/operations.ts';
import { Edge, type Exception, Flow, type Knowledge, type Quantity, syntaxOnly } from '../../server/src/semantics/flow/flow.ts';
import { takes } from '../../server/src/semantics/flow/handlers.ts';
import { reachingDefinitions } from '../../server/src/semantics/flow/reaching-definitions.ts';
import { raisingOperations, suspensionPoints } from '../../server/src/semantics/flow/steps.ts';
import { testParser } from '../support/parser.ts';
import { findPythons, runPython } from '../support/pythons.ts';
import { randomProgram, seeded } from './random-programs.ts';

const parser = await testParser();

/** What was seen of a program; see `observe.py`. */
interface Observation {
	readonly cannotRun?: string;
	readonly walks: readonly (readonly (number | 'returned' | 'raised' | 'cancelled')[])[];
	readonly raised: readonly (readonly [line: number, kind: Exception])[];
	readonly suspended: readonly number[];
	/** Where a name was bound when control came to a line. */
	readonly bindings: readonly (readonly [line: number, name: string, boundAt: number | 'unbound'])[];
}

const takenBy: Readonly<Record<string, Readonly<Record<Exception, Quantity>>>> = {
	C: { error: 'never', cancel: 'always' },
	BaseException: { error: 'always', cancel: 'always' },
};
const knowledge: Knowledge = {
	...syntaxOnly,
	returns: (body, operation) => body.node(operation).text !== 'stop()',
	takes: (body, operation, exception) =>
		takes(body, operation, exception, (_, type) => takenBy[body.node(type).text]?.[exception] ?? (exception === 'error' ? 'sometimes' : 'never')),
	swallows: (body, operation, exception) => exception === 'error' && !body.node(body.operand(operation, 0)).text.startsWith('cm'),
};

/** The graph of a program's function, by lines. */
class Graph {
	readonly flow: Flow;
	readonly #lineOf: readonly number[];

	constructor(source: string) {
		const file = parser.parse('program.py', source);
		const { body } = [...bodiesOfFile(file.statements)].find(({ item, node }) => item?.node(node).field('name')?.text === 'f') as { body: Body };
		this.flow = new Flow(body, knowledge);
		this.#lineOf = [...Array(body.count).keys()].map((operation) =>
			isSilent(body, operation) ? 0 : file.lines.positionAt(body.node(operation).start).line + 1,
		);
	}

	get lines(): number[] {
		return [...new Set(this.#lineOf)].filter((line) => line > 0);
	}

	#line(point: number): number {
		const operation = this.flow.body.at(point);
		return operation < 0 ? 0 : (this.#lineOf[operation] as number);
	}

	/** Where a walk leaves the graph; undefined when each of its steps is in it. */
	leavesAt(walk: Observation['walks'][number]): string | undefined {
		let points = new Set([...this.flow.pointsOf('entry')]);
		let from = 0;
		for (const to of walk) {
			const reached = this.#within(points, from);
			points =
				typeof to === 'string'
					? new Set([...this.flow.pointsOf(to)].filter((point) => reached.has(point)))
					: new Set([...reached].filter((point) => this.#line(point) === to));
			if (points.size === 0) return `${from} -> ${to}`;
			if (typeof to === 'number') from = to;
		}
		return undefined;
	}

	/** What control may get to from some points without coming by another line. */
	#within(points: ReadonlySet<number>, line: number): ReadonlySet<number> {
		const reached = new Set(points);
		const work = [...points];
		for (let point = work.pop(); point !== undefined; point = work.pop()) {
			if (this.#line(point) !== 0 && this.#line(point) !== line) continue;
			for (const next of this.flow.successors(point, Edge.all))
				if (!reached.has(next)) {
					reached.add(next);
					work.push(next);
				}
		}
		return reached;
	}

	linesOf(operations: readonly number[]): ReadonlySet<number> {
		return new Set(operations.map((operation) => this.#lineOf[operation] as number));
	}

	/** Whether a name that a line hands to `m()` may have been bound there. */
	mayHold(line: number, name: string, boundAt: number | 'unbound'): boolean {
		return this.#loadsOf(line, name).every((load) => {
			const { operations, isOpen, mayBeUnbound } = reachingDefinitions(this.flow, load);
			return isOpen || (boundAt === 'unbound' ? mayBeUnbound : operations.some((store) => this.#lineOf[store] === boundAt));
		});
	}

	#loadsOf(line: number, name: string): readonly number[] {
		const { body } = this.flow;
		const [call] = this.#lineOf.flatMap((one, operation) => (one === line && body.node(operation).text === `m(${name})` ? [operation] : []));
		return call === undefined ? [] : body.list(body.operand(call, 1));
	}
}

/** CPython has no step of its own for these, or none that shows a line. */
function isSilent(body: Body, operation: number): boolean {
	const code = body.code(operation);
	if (code === Op.reraise || code === Op.regroup) return true;
	return code === Op.unbind && body.node(operation).parent?.kind === 'as_pattern_target';
}

function wrongIn(graph: Graph, { walks, raised, suspended, bindings }: Observation): string[] {
	const suspending = graph.linesOf(suspensionPoints(graph.flow));
	const raising = { error: graph.linesOf(raisingOperations(graph.flow, Edge.error)), cancel: graph.linesOf(raisingOperations(graph.flow, Edge.cancel)) };
	return [
		...walks.flatMap((walk) => graph.leavesAt(walk)?.concat(` in ${walk.join(' ')}`) ?? []),
		...raised.filter(([line, kind]) => graph.lines.includes(line) && !raising[kind].has(line)).map((one) => `raises: ${one}`),
		...suspended.filter((line) => !suspending.has(line)).map((line) => `suspends at ${line}`),
		...bindings.filter((one) => !graph.mayHold(...one)).map((one) => `binding: ${one}`),
	];
}

test('whatever CPython does in random programs is in their graphs', async () => {
	const { selected } = await findPythons();
	const python = selected.at(-1);
	if (!python) throw new Error('No CPython.');
	const random = seeded(process.env.FUZZ ? Date.now() : 7);
	const sources = Array.from({ length: Number(process.env.PROGRAMS ?? 400) }, () => randomProgram(random));
	const graphs = sources.map((source) => new Graph(source));
	const seen = (await runPython(
		python,
		join(import.meta.dirname, 'observe.py'),
		sources.map((source, i) => ({ source, lines: (graphs[i] as Graph).lines })),
	)) as Observation[];
	let walks = 0;
	for (const [i, observation] of seen.entries()) {
		if (observation.cannotRun !== undefined) continue;
		walks += observation.walks.length;
		expect(wrongIn(graphs[i] as Graph, observation), numbered(sources[i] as string)).toEqual([]);
	}
	expect(seen.filter(({ cannotRun }) => cannotRun !== undefined).length).toBeLessThan(sources.length / 10);
	expect(walks).toBeGreaterThan(sources.length * 3);
}, 60_000);

function numbered(source: string): string {
	return `\n${source
		.split('\n')
		.map((line, i) => `${i + 1}\t${line}`)
		.join('\n')}`;
}
