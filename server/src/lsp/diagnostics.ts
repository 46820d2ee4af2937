import type { Diagnostic } from 'vscode-languageserver';
import type { IgnoreHint } from '../analysis/suppressions.ts';
import type { Finding } from '../rule-kit/finding.ts';
import { LineIndex } from '../util/text.ts';
import { toRange, toSeverity, toTags } from './convert.ts';
import type { Session } from './session.ts';

/** Where the rules' pages are published; the only place that knows. */
const documentationBase = 'https://github.com/asyncio-doctor/asyncio-doctor/blob/main/docs/rules/';

export const diagnosticSource = 'asyncio-doctor';

/** The page about a rule, for anybody's browser. */
export function documentationUrl(rule: string): string {
	return `${documentationBase}${rule}.md`;
}

/** What a document's findings look like in the editor; empty for a document without text. */
export function diagnosticsOf(path: string, session: Session): Diagnostic[] {
	const report = session.check(path);
	if (!report) return [];
	const { otherTools } = session.settings.of(path).settings;
	// The quick fix and the hover stay ours.
	const shown = otherTools === 'yield' ? report.findings.filter((finding) => !session.otherTools.report(finding)) : report.findings;
	return [...shown.map((finding) => toDiagnostic(finding, report.lines, session)), ...report.hints.map((hint) => hintDiagnostic(hint, report.lines))];
}

/** About an ignore comment: faded where it has no effect. */
export function hintDiagnostic({ range, message }: IgnoreHint, lines: LineIndex): Diagnostic {
	return { range: toRange(range, lines), severity: toSeverity('hint'), source: diagnosticSource, message, tags: toTags(['unnecessary']) };
}

/** `lines` are those of the analysed text. */
export function toDiagnostic(finding: Finding, lines: LineIndex, session: Session): Diagnostic {
	const { features } = session;
	const relatedLines = linesByPath(finding.path, lines, session);
	return {
		range: toRange(finding.range, lines),
		severity: toSeverity(finding.severity),
		code: finding.rule.name,
		source: diagnosticSource,
		message: finding.message,
		...(features.codeDescription && { codeDescription: { href: documentationUrl(finding.rule.name) } }),
		...(finding.tags.length > 0 && { tags: toTags(finding.tags) }),
		...(features.relatedInformation &&
			finding.related.length > 0 && {
				relatedInformation: finding.related.map((place) => ({
					location: { uri: session.uriOf(place.path), range: toRange(place.range, relatedLines(place.path)) },
					message: place.message,
				})),
			}),
	};
}

/** A short name for a list of diagnostics: two lists have the same one when nothing that is shown differs. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
	const text = JSON.stringify(diagnostics);
	let low = 0x811c9dc5;
	let high = 0x01000193;
	for (let i = 0; i < text.length; i++) {
		// FNV-1a forwards and with another prime, so that 64 bits make an accidental match impossible in practice.
		low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
		high = Math.imul(high ^ text.charCodeAt(i), 0x85ebca6b);
	}
	return `${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}-${text.length.toString(36)}`;
}

/** Line numbers of the documents that a finding refers to. */
export function linesByPath(path: string, lines: LineIndex, session: Session): (path: string) => LineIndex {
	const known = new Map([[path, lines]]);
	return (other) => {
		let found = known.get(other);
		if (!found) {
			found = session.documents.get(other)?.lines ?? new LineIndex(session.workspace.readText(other) ?? '');
			known.set(other, found);
		}
		return found;
	};
}
