import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Body } from '../../../server/src/semantics/bodies/body.ts';
import { bodiesOfFile } from '../../../server/src/semantics/bodies/nested.ts';
import { ASYNC, Op } from '../../../server/src/semantics/bodies/operations.ts';
import { Edge, Flow, type Knowledge, type Quantity, syntaxOnly } from '../../../server/src/semantics/flow/flow.ts';
import { escapes, type HandlerEnd, handledExceptions, handlerEnd, takes } from '../../../server/src/semantics/flow/handlers.ts';
import { existsPath, isReachable, onAllPaths } from '../../../server/src/semantics/flow/paths.ts';
import { reachingDefinitions } from '../../../server/src/semantics/flow/reaching-definitions.ts';
import { raisingOperations, reachableOperations, suspensionPoints } from '../../../server/src/semantics/flow/steps.ts';
import { testParser } from '../../support/parser.ts';
import { findPythons } from '../../support/pythons.ts';

const parser = await testParser();

/** What `observe.py` saw in the function `f` of a program; lines count from 1. */
export interface Observed {
	/** Why it does not run on this Python; then there is nothing else. */
	readonly cannotRun?: string;
	/** Lines that ran one right after the other, and lines that ran some time after another. */
	readonly edges: readonly (readonly [number, number])[];
	readonly paths: readonly (readonly [number, number])[];
	readonly loads: readonly (readonly [line: number, name: string, definition: number | 'unbound'])[];
	readonly suspends: readonly number[];
	readonly ends: readonly string[];
	readonly raised: readonly (readonly [line: number, kind: 'error' | 'cancel'])[];
	/** Where exceptions arose that left the function. */
	readonly escaped: readonly number[];
	readonly handles: readonly (readonly [line: number, kind: string])[];
	/** Lines that in all runs came before a line for the first time, or after it for the last time. */
	readonly before: readonly (readonly [line: number, other: number])[];
	readonly after: readonly (readonly [line: number, other: number])[];
}

/** Runs programs on the newest Python there is; before 3.11 its trace does not say where a `with` ends. */
export async function observe(programs: readonly string[], runs: number): Promise<readonly Observed[]> {
	const python = (await findPythons()).selected.at(-1);
	if (!python || python.minor < 11) throw new Error('No CPython 3.11 or newer was found: install python3, these tests run programs on it.');
	const input = JSON.stringify(programs.map((source) => ({ source, runs })));
	const done = spawnSync(python.executable, [join(import.meta.dirname, 'observe.py')], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
	if (done.status !== 0) throw new Error(`observe.py: ${done.error ?? done.stderr}`);
	return JSON.parse(done.stdout);
}

/** What the names that programs use do; see `observe.py`. */
function knowledgeOf(source: string): Knowledge {
	const nameOf = (body: Body, operation: number): string | undefined => {
		if (operation < 0) return undefined;
		if (body.code(operation) === Op.load) return body.slots[body.operand(operation, 0)]?.name;
		return body.code(operation) === Op.call ? nameOf(body, body.operand(operation, 0)) : undefined;
	};
	// All errors are E, but for what these raise.
	const hasOthers = /\b(assert|stop|group)\b/.test(source);
	const halts = /\bstop\b/.test(source);
	const isInstance = (body: Body, operation: number, exception: string): Quantity => {
		switch (nameOf(body, operation)) {
			case 'BaseException':
				return 'always';
			case 'C':
				return exception === 'cancel' ? 'always' : 'never';
			case 'E':
				return exception === 'cancel' ? 'never' : hasOthers ? 'sometimes' : 'always';
			case 'Exception':
				return exception === 'cancel' ? 'never' : halts ? 'sometimes' : 'always';
			default:
				return exception === 'cancel' ? 'never' : hasOthers ? 'sometimes' : 'never';
		}
	};
	return {
		raises(body, operation) {
			const code = body.code(operation);
			if (code === Op.call) return ['boom', 'group', 'stop'].includes(nameOf(body, operation) ?? '') ? Edge.error : 0;
			if (code === Op.raise) return nameOf(body, body.operand(operation, 0)) === 'C' ? Edge.cancel : Edge.error;
			if (code === Op.await || (body.flags(operation) & ASYNC) !== 0) return syntaxOnly.raises(body, operation) & Edge.cancel;
			return ([Op.yield, Op.yieldFrom, Op.regroup, Op.class, Op.unknown] as readonly number[]).includes(code) ? Edge.error : 0;
		},
		returns: (body, operation) => nameOf(body, operation) !== 'stop',
		takes: (body, operation, exception) => takes(body, operation, exception, isInstance),
		swallows: (body, operation, exception) => exception === 'error' && nameOf(body, body.operand(operation, 0)) === 'swallow',
	};
}

/** What the engine says of the function `f` of a program, by lines. */
export class Program {
	readonly flow: Flow;
	readonly #operations = new Map<number, number[]>();

	constructor(source: string) {
		const file = parser.parse('page.py', source);
		const found = [...bodiesOfFile(file.statements)].find(({ item, node }) => item?.node(node).field('name')?.text === 'f');
		if (!found) throw new Error(`no f in\n${source}`);
		this.flow = new Flow(found.body, knowledgeOf(source));
		for (const operation of reachableOperations(this.flow)) {
			// Nothing stands in the code for it.
			if (this.flow.body.code(operation) === Op.reraise || this.flow.body.code(operation) === Op.regroup) continue;
			const line = this.lineOf(operation);
			const known = this.#operations.get(line);
			if (known) known.push(operation);
			else this.#operations.set(line, [operation]);
		}
	}

	lineOf(operation: number): number {
		const node = this.flow.body.node(operation);
		return node.file.lines.positionAt(node.start).line + 1;
	}

	/** The operations of a line that control may come by, in the order of the code. */
	at(line: number): readonly number[] {
		return this.#operations.get(line) ?? [];
	}

	/** Whether something there decides where control goes, without anything to do before it gets there: Python's trace shows the line again. */
	isJump(line: number): boolean {
		return this.at(line).some((one) => this.flow.body.code(one) === Op.return);
	}

	#lines(operations: readonly number[]): number[] {
		return [...new Set(operations.map((operation) => this.lineOf(operation)))].sort((a, b) => a - b);
	}

	/** Lines of the definitions of a name that reach a line, `unbound`, and `others` when there may be more. */
	reaches(line: number, name: string): string[] {
		const { flow } = this;
		const loads = this.at(line).filter((one) => flow.body.code(one) === Op.load && flow.body.slots[flow.body.operand(one, 0)]?.name === name);
		const found = loads.map((load) => reachingDefinitions(flow, load));
		return [
			...this.#lines(found.flatMap((one) => one.operations)).map(String),
			...(found.some((one) => one.mayBeUnbound) ? ['unbound'] : []),
			...(found.some((one) => one.isOpen) ? ['others'] : []),
		];
	}

	suspends(): number[] {
		return this.#lines(suspensionPoints(this.flow));
	}

	ends(): string[] {
		return (['returned', 'raised', 'cancelled'] as const).filter((end) => isReachable(this.flow, end));
	}

	/** Lines where something may raise. */
	raising(kind: 'error' | 'cancel'): number[] {
		return this.#lines(raisingOperations(this.flow, Edge[kind]));
	}

	/** Lines whose exceptions may leave the function. */
	escaping(): number[] {
		const { flow } = this;
		return this.#lines((['error', 'cancel'] as const).flatMap((kind) => raisingOperations(flow, Edge[kind]).filter((one) => escapes(flow, one, kind))));
	}

	#handler(line: number): number | undefined {
		return this.at(line).find((one) => this.flow.body.code(one) === Op.catch);
	}

	handles(line: number): readonly string[] {
		const handler = this.#handler(line);
		return handler === undefined ? [] : handledExceptions(this.flow, handler);
	}

	/** What the handler of a line does in the end. */
	inTheEnd(line: number): string[] {
		const handler = this.#handler(line);
		if (handler === undefined) return [];
		const end: HandlerEnd = handlerEnd(this.flow, handler);
		return [`raises ${end.raises}`, ...(end.mayReturn ? ['returns'] : []), ...(end.mayGoOn ? ['goes on'] : [])];
	}

	/** `only`: past no other line. */
	existsPath(from: number, to: number, only = false): boolean {
		const avoiding = only ? [...this.#operations].flatMap(([line, operations]) => (line === from || line === to ? [] : operations)) : [];
		return this.at(from).some((operation) => existsPath(this.flow, operation, this.at(to), { avoiding }));
	}

	/** Whether every way from the entry to a line comes by another. */
	dominates(line: number, other: number): boolean {
		return !existsPath(this.flow, 'entry', this.at(other).slice(0, 1), { avoiding: this.at(line).slice(0, 1) });
	}

	/** Whether every way from a line to an end comes by another. */
	postDominates(line: number, other: number): boolean {
		const [first] = this.at(other);
		return first !== undefined && onAllPaths(this.flow, first, this.at(line));
	}
}
