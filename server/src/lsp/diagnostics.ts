import type { Diagnostic, DiagnosticRelatedInformation } from 'vscode-languageserver';
import type { DocumentHint } from '../analysis/analyser.ts';
import type { Finding } from '../rule-kit/finding.ts';
import { visibleLines } from '../util/visible.ts';
import { toSeverity, toTags } from './convert.ts';
import { Locator } from './locations.ts';
import type { Session } from './session.ts';

/** Where the rules' pages are published; the only place that knows. */
const documentationBase = 'https://github.com/asyncio-doctor/asyncio-doctor/blob/main/docs/rules/';

export const diagnosticSource = 'asyncio-doctor';

/** The page about a rule, for anybody's browser. */
export function documentationUrl(rule: string): string {
	return `${documentationBase}${rule}.md`;
}

/** What the findings of a document look like in the editor; of a notebook that is not open, those of its cells. Empty for a document without text. */
export function diagnosticsOf(path: string, session: Session): Diagnostic[] {
	const report = session.check(path);
	if (!report) return [];
	const { otherTools } = session.settings.of(path).settings;
	// The quick fix and the hover stay ours.
	const shown = otherTools === 'yield' ? report.findings.filter((finding) => !session.otherTools.report(finding)) : report.findings;
	const locator = new Locator(session, path, report.lines);
	return [
		...shown.map((finding) => toDiagnostic(finding, locator, session)),
		...report.hints.map((hint) => hintDiagnostic(hint, locator)),
		...(report.isCutOff ? [cutOffDiagnostic] : []),
	];
}

/** At the top of a document: who sees no problems should know that there may be some. */
const cutOffDiagnostic: Diagnostic = {
	range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
	severity: toSeverity('hint'),
	source: diagnosticSource,
	message: 'Checking this file took too long: some of it was left out',
};

/** About an ignore comment: faded where it has no effect. */
export function hintDiagnostic(hint: DocumentHint, locator: Locator): Diagnostic {
	const { range, prefix } = locator.locate(hint);
	return { range, severity: toSeverity('hint'), source: diagnosticSource, message: visibleLines(prefix + hint.message), tags: toTags(['unnecessary']) };
}

export function toDiagnostic(finding: Finding, locator: Locator, { features }: Session): Diagnostic {
	const { range, prefix } = locator.locate(finding);
	const related = features.relatedInformation ? finding.related : [];
	return {
		range,
		severity: toSeverity(finding.severity),
		code: finding.rule.name,
		source: diagnosticSource,
		message: visibleLines(prefix + finding.message),
		...(features.codeDescription && { codeDescription: { href: documentationUrl(finding.rule.name) } }),
		...(finding.tags.length > 0 && { tags: toTags(finding.tags) }),
		...(related.length > 0 && { relatedInformation: related.map((place) => relatedPlace(place, locator)) }),
	};
}

function relatedPlace(place: Finding['related'][number], locator: Locator): DiagnosticRelatedInformation {
	const { uri, range, prefix } = locator.locate(place);
	return { location: { uri, range }, message: visibleLines(prefix + place.message) };
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
