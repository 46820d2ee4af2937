// Written by `npm run generate` from the files of this folder; changes made here are lost.
import type { Rule } from '../rule-kit/rule.ts';
import blockingSleep from './blocking-sleep.ts';
import nestedEventLoop from './nested-event-loop.ts';

/** Every rule, by name. */
export const rules: readonly Rule[] = [
	blockingSleep,
	nestedEventLoop,
];

export type RuleName =
	| 'blocking-sleep'
	| 'nested-event-loop';
