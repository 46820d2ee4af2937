import type { RuleMetadata } from '../rule-kit/rule.ts';
import { suggestion } from '../util/nearest.ts';
import type { LineIndex, TextEdit, TextRange } from '../util/text.ts';
import { type CommentToken, findIgnoreDirectives, type IgnoreDirective, type IgnoredName } from './ignore-comments.ts';
import { directiveRemoval, nameRemoval } from './ignore-removal.ts';
import { type Settings, severityOf } from './settings.ts';

type RuleNames = Pick<RuleMetadata, 'name' | 'category' | 'equivalents' | 'severity'>;

export interface SuppressionParts<F extends SilenceableFinding> {
	readonly text: string;
	readonly lines: LineIndex;
	/** Comment tokens in the order of the text. */
	readonly comments: readonly CommentToken[];
	readonly findings: readonly F[];
	/** Offset of the first statement; `ignore-file` must stand before it. The text's length when there is none. */
	readonly firstStatement: number;
	/** All rules that exist. */
	readonly rules: readonly RuleNames[];
	readonly settings: Settings;
	/** Whether an offset lies in a string, where no comment can stand. */
	readonly isInsideString?: ((offset: number) => boolean) | undefined;
}

export interface SilenceableFinding {
	readonly rule: RuleNames;
	readonly range: TextRange;
}

/** An ignore comment that does not do what its writer thinks; shown as a hint. */
export interface IgnoreHint {
	readonly kind: 'unused' | 'unknown-name' | 'misplaced';
	readonly range: TextRange;
	readonly message: string;
	/** Safe: it removes what has no effect. */
	readonly fix: { readonly title: string; readonly edits: readonly TextEdit[] } | undefined;
}

export interface Suppressed<F> {
	/** The findings that no comment silences. */
	readonly kept: readonly F[];
	/** Only about this program's own comments, never about `noqa`. */
	readonly hints: readonly IgnoreHint[];
}

/** Takes out the findings that comments silence, and says which comments silence nothing. */
export function applySuppressions<F extends SilenceableFinding>(parts: SuppressionParts<F>): Suppressed<F> {
	const directives = findIgnoreDirectives(parts.comments, parts.lines);
	if (directives.length === 0) return { kept: parts.findings, hints: [] };
	const used = new Set<IgnoreDirective | IgnoredName>();
	const byLine = new Map<number, IgnoreDirective[]>();
	for (const directive of directives) if (!isForFile(directive)) byLine.set(directive.line, [...(byLine.get(directive.line) ?? []), directive]);
	const forFile = directives.filter((directive) => directive.kind === 'noqa-file' || (directive.kind === 'file' && directive.start < parts.firstStatement));
	const kept = parts.findings.filter((finding) => {
		const candidates = [...linesOf(finding, parts)].flatMap((line) => byLine.get(line) ?? []);
		return !silencedBy(finding, candidates, used) && !silencedBy(finding, forFile, used);
	});
	return { kept, hints: directives.flatMap((directive) => hintsOn(directive, used, parts)) };
}

/** The lines whose comment speaks for a finding: its first and its last, or the next that can hold a comment. */
function linesOf({ range }: SilenceableFinding, parts: SuppressionParts<SilenceableFinding>): Set<number> {
	const first = parts.lines.positionAt(range.start).line;
	const last = parts.lines.positionAt(Math.max(range.start, range.end - 1)).line;
	return new Set([commentLine(first, parts), commentLine(last, parts)]);
}

function commentLine(line: number, { text, lines, isInsideString }: SuppressionParts<SilenceableFinding>): number {
	for (let current = line; current < lines.lineCount; current++) {
		const next = lines.lineStart(current + 1);
		let end = next;
		while (end > lines.lineStart(current) && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
		if (text[end - 1] !== '\\' && !isInsideString?.(end)) return current;
	}
	return line;
}

/** Marks what silenced the finding as used. */
function silencedBy({ rule }: SilenceableFinding, directives: readonly IgnoreDirective[], used: Set<IgnoreDirective | IgnoredName>): boolean {
	let silenced = false;
	for (const directive of directives) {
		const matching = directive.names?.filter(({ name }) =>
			directive.kind.startsWith('noqa') ? isEquivalent(name, rule) : name === rule.name || name === rule.category,
		);
		if (matching?.length === 0) continue;
		silenced = true;
		used.add(directive);
		for (const name of matching ?? []) used.add(name);
	}
	return silenced;
}

function isForFile({ kind }: IgnoreDirective): boolean {
	return kind === 'file' || kind === 'noqa-file';
}

/** Flake8 takes the beginning of a code for all codes that begin so; of others than the two that are about asyncio's mistakes nobody can mean ours. */
function isEquivalent(code: string, rule: RuleNames): boolean {
	const isBeginning = /^(ASYNC|RUF)\d*$/i.test(code);
	return rule.equivalents.some((one) => one.toLowerCase() === code.toLowerCase() || (isBeginning && one.toLowerCase().startsWith(code.toLowerCase())));
}

function hintsOn(directive: IgnoreDirective, used: ReadonlySet<IgnoreDirective | IgnoredName>, parts: SuppressionParts<SilenceableFinding>): IgnoreHint[] {
	if (directive.kind.startsWith('noqa')) return [];
	if (directive.kind === 'file' && directive.start >= parts.firstStatement) {
		return [{ kind: 'misplaced', range: directive, message: 'ignore-file has no effect here: it must stand before the first statement', fix: undefined }];
	}
	const { names } = directive;
	const unknown = names?.filter(({ name }) => !parts.rules.some((rule) => isAbout(rule, name))) ?? [];
	const hints = unknown.map((name) => unknownHint(name, parts));
	const idle = names?.filter((name) => !used.has(name) && !unknown.includes(name) && isOn(name.name, parts)) ?? [];
	const isIdle = names ? idle.length === names.length : !used.has(directive) && isEverythingOn(parts.settings);
	if (isIdle)
		return [
			...hints,
			{
				kind: 'unused',
				range: directive,
				message: 'This comment silences nothing',
				fix: { title: 'Remove the ignore comment', edits: [directiveRemoval(directive, parts.text)] },
			},
		];
	return [...hints, ...idle.map((name) => idleNameHint(name, directive))];
}

function unknownHint({ name, start, end }: IgnoredName, { rules }: SuppressionParts<SilenceableFinding>): IgnoreHint {
	const candidates = new Set(rules.flatMap((rule) => [rule.name, rule.category]));
	return { kind: 'unknown-name', range: { start, end }, message: `No rule or category is named "${name}"${suggestion(name, candidates)}`, fix: undefined };
}

function idleNameHint(name: IgnoredName, directive: IgnoreDirective): IgnoreHint {
	const edits = [nameRemoval(name, directive)];
	return {
		kind: 'unused',
		range: { start: name.start, end: name.end },
		message: `"${name.name}" silences nothing here`,
		fix: { title: `Remove "${name.name}" from the ignore comment`, edits },
	};
}

function isAbout(rule: RuleNames, name: string): boolean {
	return rule.name === name || rule.category === name;
}

/** A rule that is off finds nothing; its ignore comments wait for the day it is on. */
function isOn(name: string, { rules, settings }: SuppressionParts<SilenceableFinding>): boolean {
	return rules.some((rule) => isAbout(rule, name) && severityOf(rule, settings) !== 'off');
}

function isEverythingOn(settings: Settings): boolean {
	return settings.select === undefined && settings.ignore.length === 0 && !Object.values(settings.severity).includes('off');
}
