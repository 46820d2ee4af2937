import type { TextRange } from '../util/text.ts';
import type { Rule, Severity } from './rule.ts';

/** A replacement in a named document. */
export interface DocumentEdit {
	readonly path: string;
	readonly range: TextRange;
	readonly newText: string;
}

/** What safe means stands in docs/architecture.md: only a safe fix may run on save or with `--fix`. */
export interface Fix {
	readonly title: string;
	readonly safety: 'safe' | 'unsafe';
	/** Smallest ranges, not overlapping within one document. */
	readonly edits: readonly DocumentEdit[];
}

/** One step of the chain that proves a finding, or a place that matters to it. */
export interface RelatedPlace {
	readonly path: string;
	readonly range: TextRange;
	readonly message: string;
}

export type Tag = 'deprecated' | 'unnecessary';

/** One mistake at one place. Offsets are true for the text that was analysed. */
export interface Finding {
	readonly rule: Rule;
	readonly severity: Severity;
	readonly path: string;
	readonly range: TextRange;
	readonly message: string;
	readonly related: readonly RelatedPlace[];
	readonly tags: readonly Tag[];
	/** What hover adds for this very place (Markdown), beside the rule's own text. */
	readonly hover: string | undefined;
	/** Codes under which other tools report this very place, if they are set to. */
	otherCodes(): readonly { readonly tool: 'ruff' | 'pyright'; readonly code: string }[];
	/** Computed when called; valid for the analysed text only. The preferred fix comes first. */
	fixes(): readonly Fix[];
	/** What a person has to decide or do when none of the fixes is made; one clause, undefined where the message says it all. */
	byHand(): string | undefined;
}
