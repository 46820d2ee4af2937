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
	const versions = versionText(api);
	if (versions) text.push(versions);
	const say = (place: string, facts: readonly VersionFact[] | undefined) => {
		const list = factList(facts ?? [], python);
		if (list !== '') text.push(`${place}: ${list}`);
	};
	// Code that is reached in both ways is told both, and neither as the only one.
	const here = isOnLoop && isOffLoop ? 'Where' : 'Here';
	if (isOnLoop || kinds.size === 0) say(`${kinds.size === 0 ? 'Where' : here} a loop is running`, api.raisesOnLoop);
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

function versionText(api: AsyncioApi): string {
	const parts = [
		api.since !== undefined ? `since Python 3.${api.since}` : '',
		api.deprecated ? `deprecated since 3.${api.deprecated.in}` : '',
		api.removed !== undefined ? `gone in 3.${api.removed}` : '',
	].filter((part) => part !== '');
	return parts.length > 0 ? `Available ${parts.join(', ')}.`.replace('Available deprecated', 'Deprecated').replace('Available gone', 'Gone') : '';
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
