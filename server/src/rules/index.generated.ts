// Written by `npm run generate` from the files of this folder; changes made here are lost.
import type { Rule } from '../rule-kit/rule.ts';
import blockingSleep from './blocking-sleep.ts';
import implicitEventLoop from './implicit-event-loop.ts';
import missingAwait from './missing-await.ts';
import nestedEventLoop from './nested-event-loop.ts';
import wrongWith from './wrong-with.ts';

/** Every rule, by name. */
export const rules: readonly Rule[] = [
	blockingSleep,
	implicitEventLoop,
	missingAwait,
	nestedEventLoop,
	wrongWith,
];

export type RuleName =
	| 'blocking-sleep'
	| 'implicit-event-loop'
	| 'missing-await'
	| 'nested-event-loop'
	| 'wrong-with';
