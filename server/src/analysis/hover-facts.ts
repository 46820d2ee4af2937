import type { AsyncioApi } from '../knowledge/asyncio-api.ts';
import type { VersionFact } from '../knowledge/version-facts.ts';
import type { Context } from '../project/contexts.ts';
import type { PythonRange } from '../project/python-version.ts';

/** Paragraphs on versions, and on what the call raises: at this very place where the contexts are known. */
export function factsText(api: AsyncioApi, contexts: readonly Context[], python: PythonRange): string[] {
	const kinds = new Set(contexts.map((context) => context.kind));
	const isOnLoop = kinds.has('on-loop');
	const isOffLoop = kinds.has('main-thread') || kinds.has('worker-thread');
	const text: string[] = [];
	const versions = versionText(api);
	if (versions) text.push(versions);
	if (isOnLoop && api.raisesOnLoop) text.push(`Here a loop is running: ${factList(api.raisesOnLoop, python)}`);
	if (isOffLoop && api.needsRunningLoop) text.push(`Here no loop is running: ${factList(api.needsRunningLoop.filter((fact) => fact.place === 'any-thread' || kinds.has(fact.place === 'main-thread' ? 'main-thread' : 'worker-thread')), python)}`);
	if (kinds.size === 0 && api.needsRunningLoop) text.push(`Where no loop is running: ${factList(api.needsRunningLoop, python)}`);
	if (kinds.size === 0 && api.raisesOnLoop) text.push(`Where a loop is running: ${factList(api.raisesOnLoop, python)}`);
	return text;
}

function versionText(api: AsyncioApi): string {
	const parts = [api.since !== undefined ? `since Python 3.${api.since}` : '', api.deprecated ? `deprecated since 3.${api.deprecated.in}` : '', api.removed !== undefined ? `gone in 3.${api.removed}` : ''].filter((part) => part !== '');
	return parts.length > 0 ? `Available ${parts.join(', ')}.`.replace('Available deprecated', 'Deprecated').replace('Available gone', 'Gone') : '';
}

/** Facts that matter for the project's versions, as a Markdown list. */
function factList(facts: readonly VersionFact[], python: PythonRange): string {
	const relevant = facts.filter((fact) => (fact.from ?? 0) <= python.ceiling && python.floor <= (fact.to ?? 99));
	return relevant.map((fact) => `\n- ${span(fact)}${fact.effect === 'silent' ? fact.text : `${fact.effect === 'warns' ? 'warns' : 'raises'} \`${fact.exception}: ${fact.text}\``}${fact.place === 'other-thread' ? ' (in another thread)' : ''}`).join('');
}

function span({ from, to }: VersionFact): string {
	if (from === undefined && to === undefined) return '';
	if (from === undefined) return `up to 3.${to}: `;
	if (to === undefined) return `3.${from} and later: `;
	return from === to ? `3.${from}: ` : `3.${from}–3.${to}: `;
}
