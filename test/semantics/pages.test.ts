import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Body } from '../../server/src/semantics/bodies/body.ts';
import { bodiesOfFile } from '../../server/src/semantics/bodies/nested.ts';
import { Op } from '../../server/src/semantics/bodies/operations.ts';
import { Edge, type Exception, Flow, type Knowledge, type Place, type Quantity, syntaxOnly } from '../../server/src/semantics/flow/flow.ts';
import { escapes, handlerEnd, takes } from '../../server/src/semantics/flow/handlers.ts';
import { dominates, existsPath, onAllPaths, postDominates } from '../../server/src/semantics/flow/paths.ts';
import { reachingDefinitions } from '../../server/src/semantics/flow/reaching-definitions.ts';
import { raisingOperations, suspensionPoints } from '../../server/src/semantics/flow/steps.ts';
import { testParser } from '../support/parser.ts';

const folder = join(import.meta.dirname, 'pages');
const parser = await testParser();

/** What the pages' programs may count on: some names of exceptions, `stop()` that never returns, `lock` that swallows nothing. */
const takenBy: Readonly<Record<string, Readonly<Record<Exception, Quantity>>>> = {
	E: { error: 'sometimes', cancel: 'never' },
	Exception: { error: 'sometimes', cancel: 'never' },
	CancelledError: { error: 'never', cancel: 'always' },
	BaseException: { error: 'always', cancel: 'always' },
};
const knowledge: Knowledge = {
	...syntaxOnly,
	returns: (body, operation) => body.node(body.operand(operation, 0)).text !== 'stop',
	takes: (body, operation, exception) => takes(body, operation, exception, (_, type) => takenBy[body.node(type).text]?.[exception] ?? 'sometimes'),
	swallows: (body, operation) => !body.node(body.operand(operation, 0)).text.startsWith('lock'),
};

/** A program and the body that its sentences speak of: of its function `f`, or of the module where there is none. */
class Program {
	readonly body: Body;
	readonly flow: Flow;

	constructor(text: string) {
		const bodies = [...bodiesOfFile(parser.parse('page.py', text).statements)];
		const { body } = bodies.find(({ item, node }) => item?.node(node).field('name')?.text === 'f') ?? (bodies[0] as { body: Body });
		this.body = body;
		this.flow = new Flow(body, knowledge);
	}

	/** A call by what is called, an await by `await` and that, a jump or other statement by its text, an end of the body by its name. */
	place(words: string): Place {
		if (['entry', 'returned', 'raised', 'cancelled'].includes(words)) return words as Place;
		const [found, second] = this.operations((operation) => this.nameOf(operation) === words);
		if (found === undefined || second !== undefined) throw new Error(`${found === undefined ? 'Nothing is' : 'Several things are'} called "${words}".`);
		return found;
	}

	operation(words: string): number {
		const place = this.place(words);
		if (typeof place === 'string') throw new Error(`"${words}" is an end, not an operation.`);
		return place;
	}

	operations(isWanted: (operation: number) => boolean): number[] {
		return [...Array(this.body.count).keys()].filter(isWanted);
	}

	nameOf(operation: number): string {
		const { body } = this;
		switch (body.code(operation)) {
			case Op.call:
				return body.operand(operation, 0) < 0 ? '' : body.node(body.operand(operation, 0)).text;
			case Op.await:
				return `await ${this.nameOf(body.operand(operation, 0))}`;
			case Op.yield:
			case Op.yieldFrom:
			case Op.return:
			case Op.raise:
			case Op.unbind:
				return body.node(operation).text;
			case Op.enter:
			case Op.exit:
				return `${body.code(operation) === Op.enter ? 'enter' : 'exit'} ${body.node(body.operand(operation, 0)).text}`;
			case Op.next:
				return 'next';
			case Op.catch: {
				const type = body.operand(operation, 0);
				return type < 0 ? 'except' : `except ${body.node(type).text}`;
			}
			case Op.unknown:
				return 'unknown';
			default:
				return '';
		}
	}

	/** What may stand behind a name where it is an argument of a call: what is called for its value, and `unbound`, `open`. */
	definitions(name: string, call: string): string {
		const { body } = this;
		const load = body.list(body.operand(this.operation(call), 1)).find((one) => body.node(one).text === name);
		if (load === undefined) throw new Error(`${call}() has no argument ${name}.`);
		const { operations, isOpen, mayBeUnbound } = reachingDefinitions(this.flow, load);
		const values = operations.map((store) => {
			const value = body.operand(store, 1);
			return value >= 0 && body.code(value) === Op.call
				? this.nameOf(value)
				: value < 0
					? 'nothing'
					: Object.entries(Op).find(([, code]) => code === body.code(value))?.[0];
		});
		return [...values, ...(mayBeUnbound ? ['unbound'] : []), ...(isOpen ? ['open'] : [])].join(', ');
	}

	/** Those with a name, in the order of the code. */
	named(operations: readonly number[]): string {
		return operations
			.map((operation) => this.nameOf(operation))
			.filter((name) => name !== '')
			.join(', ');
	}
}

const kinds: Readonly<Record<string, number>> = { normal: Edge.normal, error: Edge.error, cancel: Edge.cancel };

/** What a page may say of a program: a pattern, and what is true of the program where it fits; a text in return is shown beside what was expected. */
const sentences: readonly (readonly [RegExp, (program: Program, ...words: string[]) => boolean | readonly [string, string]])[] = [
	[
		/^(no )?path (.+?) -> (.+?)(?: avoiding (.+?))?(?: along (.+))?$/,
		(program, no, from = '', to = '', avoiding, along) => {
			const options = {
				avoiding: avoiding?.split(', ').map((word) => program.place(word)) ?? [],
				edges: along?.split(', ').reduce((all, word) => all | (kinds[word] as number), 0) ?? Edge.all,
			};
			return existsPath(program.flow, program.place(from), program.place(to), options) === !no;
		},
	],
	[
		/^every path from (.+) comes by (.+)$/,
		(program, from = '', through = '') =>
			onAllPaths(
				program.flow,
				program.place(from),
				through.split(', ').map((word) => program.place(word)),
			),
	],
	[/^(.+) dominates (.+)$/, (program, first = '', second = '') => dominates(program.flow, program.operation(first), program.operation(second))],
	[/^(.+) does not dominate (.+)$/, (program, first = '', second = '') => !dominates(program.flow, program.operation(first), program.operation(second))],
	[/^(.+) post-dominates (.+)$/, (program, first = '', second = '') => postDominates(program.flow, program.operation(first), program.operation(second))],
	[
		/^(.+) does not post-dominate (.+)$/,
		(program, first = '', second = '') => !postDominates(program.flow, program.operation(first), program.operation(second)),
	],
	[/^(\w+) at (\w+) is (.+)$/, (program, name = '', call = '', expected = '') => [program.definitions(name, call), expected]],
	[/^suspends at (.+)$/, (program, expected = '') => [program.named(suspensionPoints(program.flow)), expected]],
	[/^may raise at (.+)$/, (program, expected = '') => [program.named(raisingOperations(program.flow)), expected]],
	[/^may be cancelled at (.+)$/, (program, expected = '') => [program.named(raisingOperations(program.flow, Edge.cancel)), expected]],
	[
		/^(.+) takes an? (error|cancellation) (always|sometimes|never)$/,
		(program, handler = '', exception, expected = '') => [
			knowledge.takes(program.body, program.operation(handler), exception === 'error' ? 'error' : 'cancel'),
			expected,
		],
	],
	[
		/^(.+) ends in (.+)$/,
		(program, handler = '', expected = '') => {
			const { raises, mayReturn, mayGoOn } = handlerEnd(program.flow, program.operation(handler));
			const ends = [...(raises === 'never' ? [] : ['raise']), ...(mayReturn ? ['return'] : []), ...(mayGoOn ? ['what follows'] : [])];
			return [ends.join(', '), expected];
		},
	],
	[/^what (.+) raises (may|cannot) escape$/, (program, raising = '', may) => escapes(program.flow, program.operation(raising), 'error') === (may === 'may')],
];

/** The sentences stand in comments behind a program. */
function check(text: string): void {
	const program = new Program(text);
	const said = text.split('\n').filter((line) => line.startsWith('# '));
	expect(said.length, 'A program without a sentence shows nothing.').toBeGreaterThan(0);
	for (const line of said) {
		const sentence = line.slice(2);
		const found = sentences.map(([pattern, holds]) => ({ words: pattern.exec(sentence), holds })).find(({ words }) => words !== null);
		if (!found?.words) throw new Error(`Nobody understands "${sentence}".`);
		const answer = found.holds(program, ...found.words.slice(1));
		if (typeof answer === 'boolean') expect(answer, sentence).toBe(true);
		else expect(answer[0], sentence).toBe(answer[1]);
	}
}

for (const page of readdirSync(folder).sort())
	describe(page, () => {
		const sections = readFileSync(join(folder, page), 'utf8').split(/^## /m).slice(1);
		for (const section of sections)
			test(section.slice(0, section.indexOf('\n')), () => {
				const programs = [...section.matchAll(/^```python\n(.*?)^```$/gms)];
				expect(programs.length).toBeGreaterThan(0);
				for (const [, program = ''] of programs) check(program);
			});
	});
