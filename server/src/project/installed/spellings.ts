import { asyncioApis } from '../../knowledge/asyncio-api.ts';
import { blockingFamilies } from '../../knowledge/blocking-calls.ts';
import { libraryApis } from '../../knowledge/libraries.ts';
import { attributeTypes, baseClasses, returnTypes } from '../../knowledge/types.ts';

/** Names of classes that knowledge/ lists, by package and class: `aiohttp ClientSession`. */
const known = new Map<string, Set<string>>();

/** Names under which knowledge/ may list the class that a module defines: `aiohttp.ClientSession` for `aiohttp.client` and `ClientSession`. */
export function spellingsOf(module: string, className: string): readonly string[] {
	if (known.size === 0) readKnowledge();
	return [...(known.get(`${module.split('.')[0]} ${className}`) ?? [])];
}

function readKnowledge(): void {
	for (const [name, { returns }] of libraryApis) {
		note(name);
		note(name.slice(0, name.lastIndexOf('.')));
		if (returns !== undefined) note(returns);
	}
	for (const [name, bases] of Object.entries(baseClasses)) for (const one of [name, ...bases]) note(one);
	for (const one of [...Object.values(returnTypes), ...Object.values(attributeTypes)]) note(one);
	for (const family of blockingFamilies) for (const one of Object.keys({ ...family.methods, ...family.everyMethodOf })) note(one);
	for (const name of asyncioApis.keys()) note(name);
}

function note(name: string): void {
	const parts = name.split('.');
	const last = parts.at(-1) ?? '';
	if (parts.length < 2 || !/^[A-Z]/.test(last)) return;
	const key = `${parts[0]} ${last}`;
	const names = known.get(key);
	if (names) names.add(name);
	else known.set(key, new Set([name]));
}
