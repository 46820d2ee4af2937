import type { ProjectModel } from '../project/project.ts';
import type { PythonRange } from '../project/python-version.ts';
import type { Fix, Tag } from '../rule-kit/finding.ts';
import type { Messages, RelatedNode, Report, Rule, RuleContext, Severity, Subjects } from '../rule-kit/rule.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { StatementModel } from '../semantics/statement-model.ts';
import type { NodeKind } from '../syntax/grammar.generated.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Logger } from '../util/logger.ts';
import { TimeIsUp, type TimeLimit } from '../util/time-limit.ts';

/** What a rule reported, bound to syntax nodes and not yet to offsets: it stays true while its statement moves. */
export interface ReportedFinding {
	readonly rule: Rule;
	readonly at: SyntaxNode;
	readonly message: string;
	readonly severity: Severity | undefined;
	readonly related: readonly RelatedNode[];
	readonly tags: readonly Tag[];
	readonly hover: string | undefined;
	readonly fixes: (() => readonly (Fix | undefined)[]) | undefined;
	readonly byHand: (() => string | undefined) | undefined;
}

type Handler = { readonly rule: Rule; readonly run: (subject: never, context: RuleContext) => void };

/** Rules by what they ask to see. */
export class RuleTable {
	readonly #handlers = new Map<keyof Subjects, readonly Handler[]>();
	/** The node kinds that some rule asks to see. */
	readonly kinds: ReadonlySet<NodeKind>;

	constructor(rules: readonly Rule[]) {
		const kinds = new Set<NodeKind>();
		for (const rule of rules) {
			for (const [subject, run] of Object.entries(rule.on) as [keyof Subjects, Handler['run']][]) {
				if (subject.startsWith('node:')) kinds.add(subject.slice(5) as NodeKind);
				this.#handlers.set(subject, [...(this.#handlers.get(subject) ?? []), { rule, run }]);
			}
		}
		this.kinds = kinds;
	}

	handlers(subject: keyof Subjects): readonly Handler[] {
		return this.#handlers.get(subject) ?? [];
	}
}

export interface StatementQuestion {
	readonly statement: StatementModel;
	readonly file: FileModel;
	readonly project: ProjectModel;
	readonly python: PythonRange;
	/** Those that are not off. */
	readonly rules: RuleTable;
	readonly blockingCalls: RuleContext['blockingCalls'];
	readonly logger: Logger;
	/** Of the work on the whole file. */
	readonly limit: TimeLimit;
}

export interface Analysed {
	readonly found: readonly ReportedFinding[];
	/** False where the time was up before all rules had answered. */
	readonly isWhole: boolean;
}

/** Shows one top-level statement to all rules. A rule that throws is logged and passed over; the others still answer. */
export function analyseStatement(question: StatementQuestion): Analysed {
	const found: ReportedFinding[] = [];
	try {
		showAll(question, found);
	} catch (error) {
		if (!(error instanceof TimeIsUp)) throw error;
		return { found, isWhole: false };
	}
	return { found, isWhole: true };
}

/** The handlers' reports go to `found`. Throws TimeIsUp. */
function showAll(question: StatementQuestion, found: ReportedFinding[]): void {
	const { statement, rules, limit } = question;
	let speaker: Rule | undefined;
	const context: RuleContext = {
		file: question.file,
		project: question.project,
		python: question.python,
		blockingCalls: question.blockingCalls,
		report: (report) => found.push(reported(speaker as Rule, report)),
	};
	const show = (handlers: readonly Handler[], subject: unknown) => {
		for (const { rule, run } of handlers) {
			speaker = rule;
			limit.pass();
			try {
				run(subject as never, context);
			} catch (error) {
				if (error instanceof TimeIsUp) throw error;
				logOnce(question.logger, rule, question.file.path, error);
			}
		}
	};
	const onCall = rules.handlers('call');
	for (const call of statement.calls) show(onCall, call);
	const onFunction = rules.handlers('function');
	for (const model of statement.functions) show(onFunction, model);
	for (const [kind, nodes] of statement.nodes) {
		const handlers = rules.handlers(`node:${kind}`);
		for (const node of nodes) show(handlers, node);
	}
}

function reported(rule: Rule, report: Report<Messages>): ReportedFinding {
	const { at, message, severity, related, tags, hover, fixes, byHand } = report;
	const data = (report as { readonly data?: unknown }).data as Readonly<Record<string, string>> | undefined;
	const text = (rule.messages[message] ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => data?.[name] ?? whole);
	return { rule, at, message: text, severity, related: related ?? [], tags: tags ?? [], hover, fixes, byHand };
}

const logged = new Set<string>();

function logOnce(logger: Logger, rule: Rule, path: string, error: unknown): void {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	const key = `${rule.name}\n${path}\n${text}`;
	if (logged.has(key)) return;
	logged.add(key);
	logger.error(`Rule ${rule.name} failed on ${path}: ${text}`);
}

/** Drops findings for which a more specific rule speaks at the same place, and second reports of one rule at one node. */
export function withoutRepetition(findings: readonly ReportedFinding[]): readonly ReportedFinding[] {
	const rulesAt = new Map<SyntaxNode, Set<Rule>>();
	const byRule = new Map<string, ReportedFinding[]>();
	const first = findings.filter((finding) => {
		const rulesHere = rulesAt.get(finding.at) ?? new Set();
		if (rulesHere.has(finding.rule)) return false;
		rulesAt.set(finding.at, rulesHere.add(finding.rule));
		const list = byRule.get(finding.rule.name);
		if (list) list.push(finding);
		else byRule.set(finding.rule.name, [finding]);
		return true;
	});
	const overlaps = (one: SyntaxNode, other: SyntaxNode) => one.statement === other.statement && one.start < other.end && other.start < one.end;
	return first.filter(({ rule, at }) => !rule.yieldsTo?.some((name) => byRule.get(name)?.some((other) => overlaps(at, other.at))));
}
