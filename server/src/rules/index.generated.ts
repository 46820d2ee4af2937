// Written by `npm run generate` from the files of this folder; changes made here are lost.
import type { Rule } from '../rule-kit/rule.ts';
import blockingSleep from './blocking-sleep.ts';

/** Every rule, by name. */
export const rules: readonly Rule[] = [
	blockingSleep,
];

export type RuleName =
	| 'blocking-sleep';
