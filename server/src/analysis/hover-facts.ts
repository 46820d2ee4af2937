import type { AsyncioApi } from '../knowledge/asyncio-api.ts';
import type { VersionFact } from '../knowledge/version-facts.ts';
import type { Context, ContextKind } from '../project/contexts.ts';
import type { PythonRange } from '../project/python-version.ts';

/** Paragraphs on versions, and on what the call raises: at this very place where the contexts are known. */
export function factsText(api: AsyncioApi, contexts: readonly Context[], python: PythonRange): string[] {
	const kinds = new Set(contexts.map((context) => context.kind));
	const isOnLoop = kinds.has('on-loop') || kinds.has('notebook-cell');
	const isOffLoop = kinds.has('main-thread') || kinds.has('worker-thread');
	const text: string[] = [];
	const versions = versionText(api, python);
	if (versions) text.push(versions);
	const say = (place: string, facts: readonly VersionFact[] | undefined) => {
		const list = factList(facts ?? [], python);
		if (list !== '') text.push(`${place}: ${list}`);
	};
	// Code that is reached in both ways is told both, and neither as the only one.
	const here = isOnLoop && isOffLoop ? 'Where' : 'Here';
	if (isOnLoop || kinds.size === 0) say(`${kinds.size === 0 ? 'Where' : here} a loop is running`, api.raisesOnLoop);
	if (isOnLoop && api.needsRunningLoop && !api.raisesOnLoop && isFoundOnLoop(api, python)) text.push(`${here} a loop is running, and is the one it takes.`);
	if (isOffLoop)
		say(
			`${here} no loop is running`,
			api.needsRunningLoop?.filter((fact) => isThread(fact, kinds)),
		);
	if (kinds.size === 0) say('Where no loop is running', api.needsRunningLoop);
	return text;
}

/** Whether a fact is about a thread that the code is known to run in. */
function isThread({ place }: VersionFact, kinds: ReadonlySet<ContextKind>): boolean {
	if (place === 'any-thread') return true;
	return kinds.has(place === 'main-thread' ? 'main-thread' : 'worker-thread');
}

/** Whether all versions of the project have it: only then nothing but the loop can be missing. */
function isFoundOnLoop({ since = 0, removed = 99 }: AsyncioApi, { floor, ceiling }: PythonRange): boolean {
	return since <= floor && ceiling < removed;
}

/** Since when, until when, and what follows for the versions of the project. */
function versionText(api: AsyncioApi, python: PythonRange): string {
	const { since, deprecated, removed, platform, loopArgument } = api;
	// A method cannot be imported.
	const missingRaises = `raises \`AttributeError\`${/^\w+\.\w+$/.test(api.name) ? ', and `ImportError` where it is imported' : ''}`;
	const missing = python.floor === python.ceiling ? `3.${python.floor}` : `3.${python.floor}, the lowest version here`;
	const parts = [
		since === undefined ? '' : `Available since Python 3.${since}.`,
		since !== undefined && since > python.floor ? `On ${missing}, it ${missingRaises}.` : '',
		deprecated ? `Deprecated since 3.${deprecated.in}: \`DeprecationWarning: ${deprecated.text}\`.` : '',
		removed === undefined ? '' : `Gone in 3.${removed}: there it ${missingRaises}.`,
		platform === 'windows' ? 'On Windows only.' : platform === 'posix' ? 'Not on Windows.' : '',
		loopArgument && loopArgument !== 'legal' ? `Takes no \`loop\` argument any more since 3.${loopArgument.removed}.` : '',
	];
	return parts.filter((part) => part !== '').join(' ');
}

/** What is known of a keyword argument; undefined where all versions take it. */
export function keywordFacts(api: AsyncioApi, keyword: string, python: PythonRange): string | undefined {
	const { since, removed } = api.keywords?.[keyword] ?? {};
	const raises = 'raises `TypeError`';
	if (keyword === 'loop' && api.loopArgument !== undefined) {
		if (api.loopArgument === 'legal') return 'Taken by every version; the running loop is found without it.';
		return `Deprecated since Python 3.${api.loopArgument.deprecated}, gone in 3.${api.loopArgument.removed}: there it ${raises}. The running loop is found without it.`;
	}
	const parts = [
		since === undefined ? '' : `Available since Python 3.${since}${since > python.floor ? `; on 3.${python.floor}, it ${raises}` : ''}.`,
		removed === undefined ? '' : `Gone in 3.${removed}: there it ${raises}.`,
	].filter((part) => part !== '');
	return parts.length > 0 ? parts.join(' ') : undefined;
}

/** Facts that matter for the project's versions, as a Markdown list. */
function factList(facts: readonly VersionFact[], python: PythonRange): string {
	const relevant = facts.filter((fact) => (fact.from ?? 0) <= python.ceiling && python.floor <= (fact.to ?? 99));
	return relevant.map((fact) => `\n- ${span(fact)}${effectText(fact)}${fact.place === 'other-thread' ? ' (in another thread)' : ''}`).join('');
}

function effectText({ effect, exception, text }: VersionFact): string {
	if (effect === 'silent') return text.charAt(0).toLowerCase() + text.slice(1);
	return `${effect === 'warns' ? 'warns' : 'raises'} \`${exception}: ${text.replace('{thread}', 'Thread-1')}\``;
}

function span({ from, to }: VersionFact): string {
	if (from === undefined && to === undefined) return '';
	if (from === undefined) return `up to 3.${to}: `;
	if (to === undefined) return `3.${from} and later: `;
	return from === to ? `3.${from}: ` : `3.${from}–3.${to}: `;
}
