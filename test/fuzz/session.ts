import type { Parser } from '../../server/src/syntax/parser.ts';
import { Random } from './random.ts';
import { type Session, shrunk } from './shrink.ts';
import { endsInOtherTree } from './tree-session.ts';
import { Typist } from './typist.ts';
import { type Difference, differences, type Places, type Start, type Step, stackOf, World } from './world.ts';

export interface SessionOptions {
	readonly parser: Parser;
	readonly seed: number;
	readonly start: Start;
	/** What is pasted from. */
	readonly pool: readonly string[];
	/** Edits to make. */
	readonly edits: number;
	/** After how many edits, on average, the answer is held against that of a first look. */
	readonly every: number;
}

export interface SessionResult {
	readonly edits: number;
	/** Comparisons while every open text parsed, and those of them that looked at fixes, hovers and refactorings too. */
	readonly comparisons: number;
	readonly deepComparisons: number;
	/** Comparisons while a text was broken, and how often the answers differed there with the trees. */
	readonly brokenComparisons: number;
	readonly otherTrees: number;
	/** Hovers and offers that threw. */
	readonly thrown: readonly Failure[];
	/** A difference that is not one of trees, or a rule that failed. */
	readonly failure: Failure | undefined;
}

export interface Failure {
	readonly session: Session;
	readonly what: string;
}

/** Random work on some files, with comparisons in between. Stops at the first difference. */
export function runSession({ parser, seed, start, pool, edits, every }: SessionOptions): SessionResult {
	const random = new Random(seed);
	const typist = new Typist(random, pool);
	const steps: Step[] = [];
	let [made, comparisons, deepComparisons, brokenComparisons, otherTrees] = [0, 0, 0, 0, 0];
	const thrown: Failure[] = [];
	let failure: Failure | undefined;
	const world = new World(start, parser);
	try {
		while (made < edits && !failure) {
			for (const step of typist.next(world)) {
				steps.push(step);
				world.apply(step);
				if (step.kind === 'edit') made += step.edits.length;
				if (!random.chance(1 / every)) continue;
				const isWhole = world.isWhole;
				if (!isWhole && random.chance(0.6)) continue;
				const isDeep = random.chance(0.3);
				const found = differences(world, { withFixes: isDeep, at: isDeep ? Array.from({ length: 6 }, () => random.next()) : [] });
				for (const { what } of world.thrown.splice(0)) thrown.push({ session: { start, steps: [...steps] }, what });
				if (isWhole) comparisons++;
				else brokenComparisons++;
				if (isWhole && isDeep) deepComparisons++;
				if (found.length === 0) continue;
				const session = { start, steps: [...steps] };
				if (!isWhole && endsInOtherTree(session, parser)) {
					otherTrees++;
					continue;
				}
				failure = { session, what: described(found) };
				break;
			}
			if (world.errors.length > 0) failure ??= { session: { start, steps: [...steps] }, what: world.errors.join('\n') };
		}
	} catch (error) {
		failure = { session: { start, steps: [...steps] }, what: stackOf(error) };
	} finally {
		world.release(world.analyser);
	}
	return { edits: made, comparisons, deepComparisons, brokenComparisons, otherTrees, thrown, failure };
}

/** What is wrong at the end of a session, undefined where nothing is. */
export function failureOf({ start, steps }: Session, parser: Parser, places: Places = everywhere): string | undefined {
	let world: World | undefined;
	try {
		world = new World(start, parser);
		for (const step of steps) world.apply(step);
		if (world.errors.length > 0) return world.errors.join('\n');
		const found = differences(world, places);
		const [threw] = world.thrown;
		if (threw) return threw.what;
		return found.length > 0 && (world.isWhole || !endsInOtherTree({ start, steps }, parser)) ? described(found) : undefined;
	} catch (error) {
		return stackOf(error);
	} finally {
		if (world) world.release(world.analyser);
	}
}

/** Places so close that a hover which differs is met wherever it stands in a short text. */
const everywhere: Places = { withFixes: true, at: Array.from({ length: 150 }, (_, i) => i / 150) };

/** The smallest session that fails in the same way: with the same kind of difference, or the same error. */
export function minimised(failure: Failure, parser: Parser, milliseconds?: number): Failure {
	const kind = kindOf(failure.what);
	const places = /threw|hover|refactorings/.test(failure.what) ? everywhere : { withFixes: true, at: [] };
	const session = shrunk(
		failure.session,
		(candidate) => {
			const what = failureOf(candidate, parser, places);
			return what !== undefined && kindOf(what) === kind;
		},
		milliseconds,
	);
	return { session, what: failureOf(session, parser, places) ?? failure.what };
}

/** What a failure is called when many are counted: what differs of which rule on which side, or where it was thrown. */
export function kindOf(what: string): string {
	const kinds = what.split('\n').flatMap((line, i, all) => {
		if (/^\w*Error|^threw /.test(line)) return [`${line.replace(/^threw at \d+: /, '')} ${all[i + 1]?.trim() ?? ''}`];
		const side = /^(after edits|at first|Rule [\w-]+ failed)/.exec(line)?.[0];
		const subject = /\{"rule":"([\w-]+)"|\{"at":\d+,"(\w+)|\{"(\w+)"/.exec(line);
		return side ? [`${side}${subject ? ` ${subject[1] ?? subject[2] ?? subject[3]}` : ''}`] : [];
	});
	return [...new Set(kinds)].sort().join(', ');
}

function described(found: readonly Difference[]): string {
	return found
		.flatMap(({ path, onlyAfterEdits, onlyAtFirst }) => [
			path,
			...onlyAfterEdits.map((one) => `after edits: ${one}`),
			...onlyAtFirst.map((one) => `at first: ${one}`),
		])
		.join('\n');
}
