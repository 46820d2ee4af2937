import { asyncioApi, canonicalAsyncioName } from '../knowledge/asyncio-api.ts';
import { blockingCall, blockingCalls, blockingFamilies } from '../knowledge/blocking-calls.ts';
import { takerOf } from '../knowledge/handed-functions.ts';
import { libraryApi, libraryAttribute } from '../knowledge/libraries.ts';
import { ancestorsOf, attributeTypes, baseClasses, dynamicAttributes, generatedTypes, itemTypes, returnTypes, tupleTypes } from '../knowledge/types.ts';
import type { Environment, OutsideApi } from '../semantics/environment.ts';
import type { QualifiedName } from '../semantics/names.ts';
import { remember } from '../util/remember.ts';

/** Names that libraries offer in two places. */
const otherSpellings: readonly (readonly [RegExp, string])[] = [
	[/^requests\.(?:api|sessions)\./, 'requests.'],
	[/^concurrent\.futures\.(?:thread|process|_base)\./, 'concurrent.futures.'],
	[/^_thread\./, 'threading.'],
	[/^_asyncio\./, 'asyncio.'],
	[/^uvloop\.loop\./, 'uvloop.'],
	[/^asyncpg\.connection\./, 'asyncpg.'],
	[/^asyncpg\.Pool\b/, 'asyncpg.pool.Pool'],
	// Names of a module that stand for the request that is served.
	[/^quart\.(?:globals\.)?request\./, 'quart.wrappers.Request.'],
	[/^quart\.(?:globals\.)?websocket\./, 'quart.wrappers.Websocket.'],
];

/** Classes that are known, also those whose spelling does not tell: `smtplib.SMTP`. */
const types: ReadonlySet<string> = new Set([
	...Object.keys(baseClasses),
	...blockingFamilies.flatMap((family) => Object.keys({ ...family.methods, ...family.everyMethodOf })),
]);

/** What knowledge/ says of names outside the project. */
export const outsideNames: Pick<
	Environment,
	'canonicalName' | 'api' | 'resultType' | 'tupleTypes' | 'itemType' | 'generatedType' | 'memberType' | 'enterType' | 'argumentsOfTaken'
> & {
	isKnown(name: string): boolean;
	isKnownType(name: string): boolean;
} = {
	canonicalName: remember((name) => {
		let spelled = canonicalAsyncioName(name);
		for (const [pattern, replacement] of otherSpellings) spelled = spelled.replace(pattern, replacement);
		return spelled as QualifiedName;
	}),
	api: remember(knownApi),
	resultType(name) {
		const known = asyncioApi(name)?.returns ?? libraryApi(name)?.returns ?? byOwner(name, (one) => returnTypes[one]) ?? (types.has(name) ? name : undefined);
		return known as QualifiedName | undefined;
	},
	tupleTypes: (name) => tupleTypes[name] as readonly QualifiedName[] | undefined,
	itemType: (name) => byOwner(name, (one) => itemTypes[one]) as QualifiedName | undefined,
	generatedType(name, argument) {
		const known = generatedTypes[argument];
		return known && name.endsWith(known.nameEnds) ? (known.type as QualifiedName) : undefined;
	},
	memberType(type, attribute) {
		const name = `${type}.${attribute}`;
		const known = attribute === undefined ? undefined : byOwner(name, (one) => attributeTypes[one] ?? libraryAttribute(one));
		// What the library makes up gives way to what its class has.
		const isMethod = attribute !== undefined && (attribute.startsWith('_') || blockingCalls.has(name) || name in returnTypes || libraryApi(name) !== undefined);
		return (known ?? (isMethod ? undefined : dynamicAttributes[type])) as QualifiedName | undefined;
	},
	enterType: (type) => type,
	argumentsOfTaken: (callee, argument) => takerOf(callee, argument)?.arguments,
	isKnownType: (name) => types.has(name) || libraryApi(name)?.kind === 'class',
	isKnown(name) {
		return asyncioApi(name) !== undefined || blockingCall(name) !== undefined;
	},
};

/** What the tables about asyncio and libraries say of a name, in the words of both. */
function knownApi(name: string): OutsideApi | undefined {
	const known = asyncioApi(name);
	if (!known) return libraryApi(name);
	const { kind, asyncFor, ...rest } = known;
	// What has learnt it with some version was good for a plain `for` before.
	const facts = { ...rest, ...(asyncFor === true && { asyncFor }) };
	return { ...facts, kind: kind === 'awaitable' ? 'future' : kind === 'constant' ? 'function' : kind };
}

/** What is known of a method or attribute, or else of that of a base class. */
function byOwner(name: string, known: (name: string) => string | undefined): string | undefined {
	const dot = name.lastIndexOf('.');
	return (
		known(name) ??
		ancestorsOf(name.slice(0, dot))
			.map((base) => known(base + name.slice(dot)))
			.find((type) => type !== undefined)
	);
}
