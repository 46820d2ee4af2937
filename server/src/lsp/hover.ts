import { type Hover, type HoverParams, MarkupKind } from 'vscode-languageserver';
import type { PythonRange } from '../project/python-version.ts';
import { clientCommands } from '../protocol.ts';
import type { Finding } from '../rule-kit/finding.ts';
import { type Markup, markdown, plainText } from '../util/markup.ts';
import { pathOfUri, toOffset, toRange } from './convert.ts';
import { documentationUrl } from './diagnostics.ts';
import type { Session } from './session.ts';
import { pythonText } from './status.ts';

/** What is wrong under the pointer and why; elsewhere, what the core knows of the function that stands there. */
export async function hover(params: HoverParams, session: Session): Promise<Hover | null> {
	await session.ready;
	const path = pathOfUri(params.textDocument.uri);
	const report = session.check(path);
	if (!report) return null;
	const offset = toOffset(params.position, report.text, report.lines);
	const findings = report.findings.filter(({ range }) => range.start <= offset && offset <= range.end);
	const first = findings[0];
	const isMarkdown = session.features.hoverInMarkdown;
	const markup = isMarkdown ? markdown : plainText;
	const content = (value: string) => ({ kind: isMarkdown ? MarkupKind.Markdown : MarkupKind.PlainText, value });
	const known = session.analyser.hover(path, offset, { markup, addressOf: (file, line) => `${session.uriOf(file)}#L${line}` });
	if (first) {
		// The facts of the name under the pointer come after what is wrong there.
		const parts = [...findings.map((finding) => describe(finding, report.python, session, markup)), ...(known ? [known.text] : [])];
		return { contents: content(parts.join('\n\n---\n\n')), range: toRange(first.range, report.lines) };
	}
	return known ? { contents: content(known.text), range: toRange(known.range, report.lines) } : null;
}

function describe(finding: Finding, python: PythonRange, session: Session, markup: Markup): string {
	const { rule } = finding;
	return [
		...(showsMessages(session) ? [] : [`${markup.strong(finding.message)} · ${markup.code(rule.name)}`]),
		markup.own(rule.why.trim()),
		...(finding.hover === undefined ? [] : [markup.own(finding.hover)]),
		`Judged for ${pythonText(python)} (${markup.text(python.source)}). ${pageLink(rule.name, session, markup)}`,
	].join('\n\n');
}

/** Our client's editor puts the messages of the findings above the hover already. */
function showsMessages({ features }: Session): boolean {
	return features.commands.length > 0;
}

/** A client that has the pages shows its own, without the network. */
function pageLink(rule: string, { features }: Session, markup: Markup): string {
	const label = `More about ${rule}`;
	const command = clientCommands.showRuleDocumentation;
	const isOurs = features.hoverInMarkdown && features.commands.includes(command);
	return isOurs ? markup.ruleLink(label, command, rule) : markup.link(label, documentationUrl(rule));
}
