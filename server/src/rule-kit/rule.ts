import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Fix, Tag } from './finding.ts';

export const categories = [
	'loop-running',
	'no-loop',
	'loop-lifetime',
	'forgotten-await',
	'blocking',
	'concurrency',
	'cancellation',
	'versions',
	'frameworks',
	'tests',
	'style',
] as const;
export type Category = (typeof categories)[number];

/** Worst first. */
export const severities = ['error', 'warning', 'information', 'hint'] as const;
export type Severity = (typeof severities)[number];

/** What a rule can ask to be shown: every call, every function, or every node of one grammar kind. */
export type Subjects = { call: CallSite; function: FunctionModel } & { [K in `node:${NodeKind}`]: SyntaxNode };

export interface Example {
	/** The programs are notebooks, whose cells `# %%` separates. */
	readonly isNotebook?: true;
	/** A whole small program that shows the mistake, with the finding; it is a test. */
	readonly bad: string;
	readonly good: string;
}

export interface RuleMetadata<M extends Messages = Messages> {
	/** Kebab-case; also the file's name, the code, the setting key, the docs page and the fixture folder. */
	readonly name: string;
	readonly category: Category;
	/** Default severity; `off` rules speak only when the user turns them on. */
	readonly severity: Severity | 'off';
	/** The best fix the rule offers for anything it reports. */
	readonly fix: 'safe' | 'unsafe' | 'none';
	/** First version of Asyncio Doctor that has the rule. */
	readonly since: string;
	/** Other tools' codes for the same mistake. */
	readonly equivalents: readonly string[];
	/** Rules that say it better where both fit one place; this one's finding is then dropped. */
	readonly yieldsTo?: readonly string[];
	/** One line without a full stop: what is wrong. */
	readonly summary: string;
	/** Markdown: what happens and why, on which versions, what to do instead. */
	readonly why: string;
	/** What a person has to decide or do where no fix is offered; one clause, without a full stop. */
	readonly byHand?: string;
	readonly messages: M;
	readonly examples: readonly Example[];
}

export interface Rule<M extends Messages = Messages> extends RuleMetadata<M> {
	readonly on: { readonly [K in keyof Subjects]?: (subject: Subjects[K], context: RuleContext<M>) => void };
}

/** Message templates; `{placeholder}` is filled from a report's `data`. */
export type Messages = Readonly<Record<string, string>>;

type PlaceholderOf<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | PlaceholderOf<Rest> : never;
type DataFor<T extends string> = [PlaceholderOf<T>] extends [never]
	? { readonly data?: undefined }
	: { readonly data: { readonly [N in PlaceholderOf<T>]: string } };

export interface RelatedNode {
	readonly at: SyntaxNode;
	readonly message: string;
}

/** What a rule says of one place. `message` names one of the rule's messages, `data` fills its placeholders. */
export type Report<M extends Messages> = {
	readonly [K in keyof M & string]: {
		readonly at: SyntaxNode;
		readonly message: K;
		/** Where it differs from the rule's default, e.g. by Python version. */
		readonly severity?: Severity | undefined;
		/** Places that prove or explain it, in the order in which a person should read them. */
		readonly related?: readonly RelatedNode[] | undefined;
		readonly tags?: readonly Tag[] | undefined;
		/** Markdown that hover adds for this place. */
		readonly hover?: string | undefined;
		/** Run only when fixes are asked for. */
		readonly fixes?: (() => readonly (Fix | undefined)[]) | undefined;
		/** Why there may be no fix here, and what a person has to do, where this can be told more exactly than by the rule's `byHand`. */
		readonly byHand?: (() => string | undefined) | undefined;
	} & DataFor<M[K]>;
}[keyof M & string];

export interface RuleContext<M extends Messages = Messages> {
	readonly file: FileModel;
	readonly project: ProjectModel;
	/** The Python versions the file must run on. */
	readonly python: PythonRange;
	/** What the user lists as blocking: qualified name, or pattern with `*`, to advice. */
	readonly blockingCalls: Readonly<Record<string, string>>;
	report(report: Report<M>): void;
}

/** Declares a rule. The types check that each report names a message of the rule and fills its placeholders. */
export function defineRule<const M extends Messages>(rule: Rule<M>): Rule {
	return rule as unknown as Rule;
}
