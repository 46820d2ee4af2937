import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type AsyncioApi, asyncioApis, submodules } from '../../server/src/knowledge/asyncio-api.ts';
import { blockingFamilies } from '../../server/src/knowledge/blocking-calls.ts';
import { standardLibraries } from '../../server/src/knowledge/libraries/standard-library.ts';
import { loopStarters } from '../../server/src/knowledge/loop-starters.ts';
import { standardTypes } from '../../server/src/knowledge/types/standard-library.ts';
import { factsFor, type Place, type VersionFact } from '../../server/src/knowledge/version-facts.ts';
import { findPythons, type Python, runPython } from '../support/pythons.ts';
import { callsOnLoop, callsWithoutLoop, deprecatedUses, instances, makers, notRun } from './asyncio-programs.ts';

interface Observed {
	readonly exists: boolean;
	readonly isClass: boolean;
	readonly isCallable: boolean;
	readonly isCoroutineFunction: boolean;
	readonly asyncWith: boolean;
	readonly syncWith: boolean;
	readonly asyncFor: boolean;
	readonly parameters: readonly string[] | null;
	readonly takesLoop: boolean;
}

interface Outcome {
	readonly exception: string | null;
	readonly text: string | null;
	readonly warnings: readonly (readonly [string, string])[];
}

interface Observations {
	readonly platform: string;
	readonly micro: number;
	readonly public: readonly string[];
	readonly asyncio: Readonly<Record<string, Observed>>;
	readonly others: Readonly<Record<string, Observed>>;
	readonly names: Readonly<Record<string, boolean>>;
	readonly submodules: readonly (boolean | null)[];
	readonly subclasses: readonly (boolean | null)[];
	readonly returns: readonly (boolean | null)[];
	readonly programs: readonly Outcome[];
}

interface Program {
	readonly name: string;
	readonly expression: string;
	readonly place: Exclude<Place, 'any-thread'> | 'on-loop';
}

const apis = [...asyncioApis.values()];
const { bases = {}, returns: results = {} } = standardTypes;
const standardFamilies = blockingFamilies.filter((family) => family.checkedAgainst === undefined);
const standardSubmodules = Object.entries(submodules).flatMap(([module, names]) =>
	names.map((name) => [`asyncio.${module}.${name}`, `asyncio.${name}`] as const),
);
const standardBases = Object.entries(bases).flatMap(([type, above]) => above.map((base) => [type, base] as const));
const madeTypes = Object.entries(results).filter(([call]) => makers[call] !== undefined);
const programs: readonly Program[] = apis.flatMap(programsFor);
const pythons = await findPythons();

if (pythons.notPresent.length > 0) console.log(`Not run, not on this machine: CPython ${pythons.notPresent.map((minor) => `3.${minor}`).join(', ')}`);

test('every stated fact has a program that proves it', () => {
	expect(apis.filter((api) => api.needsRunningLoop && !callsWithoutLoop[api.name]).map((api) => api.name)).toEqual([]);
	expect(apis.filter((api) => api.raisesOnLoop?.length !== callsOnLoop[api.name]?.length).map((api) => api.name)).toEqual([]);
	expect(apis.filter((api) => api.deprecated && !deprecatedUses[api.name]).map((api) => api.name)).toEqual([]);
	expect(Object.keys(results).filter((call) => !makers[call] && !notRun[call])).toEqual([]);
});

test('loop starters say what the table of asyncio says, which is proved below', () => {
	for (const starter of loopStarters.values()) {
		const api = asyncioApis.get(starter.name);
		if (!api) continue;
		expect([starter.name, api.raisesOnLoop?.map((fact) => fact.text)]).toEqual([starter.name, [starter.error, starter.errorOnOtherLoop].filter(Boolean)]);
	}
	expect(apis.filter((api) => api.raisesOnLoop && !loopStarters.has(api.name)).map((api) => api.name)).toEqual(['asyncio.AbstractEventLoop.close']);
});

describe.each(pythons.selected)('CPython $version', (python) => {
	const observing = observe(python);
	const inRange = (since: number | undefined, removed: number | undefined) =>
		(since ?? 8) <= python.minor && python.minor < (removed ?? Number.POSITIVE_INFINITY);

	/** One comparison over all of asyncio, so that a failure lists every name that is wrong. */
	async function compare(expected: (api: AsyncioApi) => unknown, actual: (observed: Observed) => unknown, where: (api: AsyncioApi) => boolean) {
		const observed = (await observing).asyncio;
		const present = apis.filter((api) => observed[api.name]?.exists && where(api));
		expect(present.length).toBeGreaterThan(0);
		expect(present.map((api) => [api.name, actual(observed[api.name] as Observed)])).toEqual(present.map((api) => [api.name, expected(api)]));
	}

	test('every name of the table exists from since until removed', async () => {
		const { asyncio, platform } = await observing;
		const onPlatform = (api: AsyncioApi) => api.platform === undefined || (api.platform === 'windows') === (platform === 'win32');
		expect(apis.map((api) => [api.name, asyncio[api.name]?.exists])).toEqual(apis.map((api) => [api.name, onPlatform(api) && inRange(api.since, api.removed)]));
	});

	test('no public name of asyncio is missing from the table', async () => {
		expect((await observing).public.filter((name) => !asyncioApis.has(name))).toEqual([]);
	});

	test('kinds', async () => {
		const isPlain = (api: AsyncioApi) => api.kindDiffersFromCode === undefined;
		await compare(
			(api) => api.kind === 'coroutine',
			(observed) => observed.isCoroutineFunction,
			isPlain,
		);
		await compare(
			() => true,
			(observed) => observed.isClass,
			(api) => api.kind === 'class',
		);
		await compare(
			() => true,
			(observed) => observed.isCallable,
			(api) => api.kind !== 'constant',
		);
	});

	test('context managers and async iteration', async () => {
		const isType = (api: AsyncioApi) => api.kind === 'class' || (api.kind === 'async-context-manager' && api.returns === undefined);
		// Until 3.8 the locks had an __enter__ whose only purpose was to raise.
		const syncWith = (observed: Observed) => observed.syncWith && !(python.minor === 8 && observed.asyncWith);
		await compare(
			(api) => api.asyncWith === true,
			(observed) => observed.asyncWith,
			isType,
		);
		await compare((api) => api.syncWith === true, syncWith, isType);
		const since = (api: AsyncioApi) => (typeof api.asyncFor === 'number' ? python.minor >= api.asyncFor : api.asyncFor === true);
		await compare(
			since,
			(observed) => observed.asyncFor,
			(api) => isType(api) || api.asyncFor !== undefined,
		);
		const given = apis.filter((api) => api.asyncWith && api.returns !== undefined).map((api) => asyncioApis.get(api.returns ?? '')?.asyncWith);
		expect(given.every(Boolean)).toBe(true);
	});

	test('keyword arguments', async () => {
		const { asyncio } = await observing;
		const facts = apis.flatMap((api) => Object.entries(api.keywords ?? {}).map(([keyword, fact]) => ({ api, keyword, fact })));
		const checkable = facts.filter(({ api }) => asyncio[api.name]?.parameters && !asyncio[api.name]?.parameters?.includes('**'));
		expect(checkable.map(({ api, keyword }) => [api.name, keyword, asyncio[api.name]?.parameters?.includes(keyword)])).toEqual(
			checkable.map(({ api, keyword, fact }) => [api.name, keyword, inRange(fact.since, fact.removed)]),
		);
	});

	test('the loop argument', async () => {
		const takesLoop = ({ loopArgument }: AsyncioApi) => loopArgument === 'legal' || (loopArgument !== undefined && python.minor < loopArgument.removed);
		// Where the loop is no option but what the call is about, or who builds the object.
		await compare(
			takesLoop,
			(observed) => observed.takesLoop,
			({ name }) => !/Server|Handle|StreamWriter|Process$|_factory$|set_event_loop|attach_loop/.test(name),
		);
	});

	test('what calls do where no loop runs, where one runs, and where they are deprecated', async () => {
		const { programs: outcomes, micro } = await observing;
		const wrong = programs.flatMap((program, index) => {
			const api = asyncioApis.get(program.name) as AsyncioApi;
			if (!inRange(api.since, api.removed) || api.platform === 'windows') return [];
			const outcome = outcomes[index] as Outcome;
			const expected = expectedOutcome(api, program, python.minor);
			return agrees(expected, withoutEarlyWarning(outcome, python.minor, micro)) ? [] : [{ ...program, expected, outcome }];
		});
		expect(wrong).toEqual([]);
	});

	test('submodule spellings name the same thing', async () => {
		const { submodules: same, platform } = await observing;
		const wrong = standardSubmodules.filter(([, name], index) => {
			const api = asyncioApis.get(name);
			const isHere = inRange(api?.since, api?.removed) && (api?.platform === undefined || (api.platform === 'windows') === (platform === 'win32'));
			return same[index] === false || (isHere && same[index] === null && !submoduleIsForAnotherPlatform(standardSubmodules[index]?.[0] ?? '', platform));
		});
		expect(wrong).toEqual([]);
	});

	test('base classes and what calls give', async () => {
		const { subclasses, returns } = await observing;
		expect(standardBases.filter((_, index) => subclasses[index] === false)).toEqual([]);
		expect(madeTypes.filter((_, index) => returns[index] !== true)).toEqual([]);
	});

	test('asynchronous names of the standard library beside asyncio', async () => {
		const { others } = await observing;
		const expected = Object.entries(standardLibraries).map(([name, api]) => [
			name,
			inRange(api.since, undefined),
			api.kind === 'coroutine',
			api.asyncWith === true,
		]);
		const isHere = (name: string) => others[name]?.exists === true;
		expect(
			Object.keys(standardLibraries).map((name) => [
				name,
				isHere(name),
				others[name]?.isCoroutineFunction === true,
				others[name]?.isClass === true && others[name].asyncWith,
			]),
		).toEqual(expected.map(([name, exists, isCoroutine, asyncWith]) => [name, exists, exists && isCoroutine, exists && asyncWith]));
	});

	test('blocking calls of the standard library exist from since until removed', async () => {
		const { names } = await observing;
		const wrong = standardFamilies.flatMap((family) => familyNames(family).filter((name) => names[name] !== inRange(family.since, family.removed)));
		expect(wrong).toEqual([]);
	});
});

function observe(python: Python): Promise<Observations> {
	const input = {
		instances,
		asyncio: apis.map((api) => api.name.replace('asyncio.AbstractEventLoop.', 'asyncio.SelectorEventLoop.')),
		others: Object.keys(standardLibraries),
		names: standardFamilies.flatMap(familyNames),
		submodules: standardSubmodules,
		subclasses: standardBases,
		returns: madeTypes.map(([call, type]) => [makers[call], type]),
		programs,
	};
	const observing = runPython(python, fileURLToPath(new URL('observe.py', import.meta.url)), input) as Promise<Observations>;
	return observing.then((found) => ({ ...found, asyncio: renamed(found.asyncio) }));
}

/** The abstract loop's methods were looked up on a loop that has them all. */
function renamed(observed: Observations['asyncio']): Observations['asyncio'] {
	return {
		...observed,
		...Object.fromEntries(Object.entries(observed).map(([name, found]) => [name.replace('asyncio.SelectorEventLoop.', 'asyncio.AbstractEventLoop.'), found])),
	};
}

function familyNames(family: (typeof blockingFamilies)[number]): readonly string[] {
	return [
		...(family.functions ?? []),
		...Object.keys(family.everyMethodOf ?? {}),
		...Object.entries(family.methods ?? {}).flatMap(([type, methods]) => methods.map((method) => `${type}.${method}`)),
	];
}

function programsFor(api: AsyncioApi): readonly Program[] {
	const { name } = api;
	const call = callsWithoutLoop[name];
	const use = deprecatedUses[name];
	return [
		...(api.needsRunningLoop && call ? (['main-thread', 'other-thread'] as const).map((place) => ({ name, expression: call, place })) : []),
		...(api.raisesOnLoop ? (callsOnLoop[name] ?? []).map((expression) => ({ name, expression, place: 'on-loop' as const })) : []),
		...(api.deprecated && use ? [{ name, expression: use, place: 'on-loop' as const }] : []),
	];
}

/** The fact that the table states for this program on this version; undefined: neither exception nor warning. */
function expectedOutcome(api: AsyncioApi, program: Program, minor: number): Pick<VersionFact, 'effect' | 'exception' | 'text'> | undefined {
	if (program.expression === deprecatedUses[program.name]) {
		const { deprecated } = api;
		return deprecated && deprecated.in <= minor ? { effect: 'warns', exception: 'DeprecationWarning', text: deprecated.text } : undefined;
	}
	if (program.place === 'on-loop') return api.raisesOnLoop?.[callsOnLoop[program.name]?.indexOf(program.expression) ?? -1];
	return factsFor(api.needsRunningLoop ?? [], minor).find((fact) => fact.place === program.place || fact.place === 'any-thread');
}

function agrees(expected: Pick<VersionFact, 'effect' | 'exception' | 'text'> | undefined, outcome: Outcome): boolean {
	const text = expected?.text.replace('{thread}', 'T');
	if (expected?.effect === 'raises') return outcome.exception === expected.exception && outcome.text === text;
	if (outcome.exception !== null) return false;
	if (expected?.effect === 'warns') return outcome.warnings.some(([category, message]) => category === expected.exception && message === text);
	return outcome.warnings.length === 0;
}

/** The first releases of 3.10 and 3.11 warned where later ones do not; see followsGetEventLoop. */
function withoutEarlyWarning(outcome: Outcome, minor: number, micro: number): Outcome {
	const isEarly = (minor === 10 && micro < 10) || (minor === 11 && micro < 2);
	return isEarly ? { ...outcome, warnings: outcome.warnings.filter(([, text]) => text !== 'There is no current event loop') } : outcome;
}

function submoduleIsForAnotherPlatform(name: string, platform: string): boolean {
	return name.startsWith(platform === 'win32' ? 'asyncio.unix_events.' : 'asyncio.windows_events.');
}
