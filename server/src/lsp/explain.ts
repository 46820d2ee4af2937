import { ErrorCodes, ResponseError } from 'vscode-languageserver';
import type { FileReport } from '../analysis/analyser.ts';
import { type Explanation, explain } from '../explain/explain.ts';
import { findingsAbout, projectPlaces } from '../explain/in-project.ts';
import type { ExplainedError, ExplainedFinding, ExplainParams, ExplainResult, WorkspacePlace } from '../protocol.ts';
import type { Finding } from '../rule-kit/finding.ts';
import { LineIndex } from '../util/text.ts';
import { safeFixes } from './code-actions.ts';
import { toRange } from './convert.ts';
import { Locator } from './locations.ts';
import type { Session } from './session.ts';

/** Of a longer text the start and the end are read: the server has other things to do meanwhile. */
const maxLength = 8_000_000;

/** Explains a traceback or log as `asyncio-doctor explain` does, over the workspace as it is in the editor. */
export async function explainText({ text }: ExplainParams, session: Session): Promise<ExplainResult> {
	if (typeof text !== 'string') throw new ResponseError(ErrorCodes.InvalidParams, 'The text must be a string.');
	await session.ready;
	const read = text.length > maxLength ? `${text.slice(0, maxLength / 2)}\n${text.slice(-maxLength / 2)}` : text;
	return { explanations: explain(read).map((explanation) => inWorkspace(explanation, session)) };
}

function inWorkspace(explanation: Explanation, session: Session): ExplainedError {
	const { error, message, title, cause, advice, rules, frame } = explanation;
	const places = projectPlaces(explanation, session.workspace);
	const own = places.find((place) => place.frame === frame);
	const about = findingsAbout(rules, places, (path) => session.check(path));
	return {
		...{ error, message, title, cause, advice, rules, frame },
		location: own ? lineIn(own.path, own.frame.line, session) : null,
		findings: about ? about.findings.map((finding) => toFinding(finding, about.file, session)) : [],
	};
}

/** A 1-based line without its indentation. */
function lineIn(path: string, line: number, session: Session): WorkspacePlace {
	const text = session.workspace.readText(path) ?? '';
	const lines = new LineIndex(text);
	const [start, end] = [lines.lineStart(line - 1), lines.lineStart(line)];
	const code = text.slice(start, end).trimEnd();
	return { uri: session.uriOf(path), range: toRange({ start: start + code.length - code.trimStart().length, end: start + code.length }, lines) };
}

function toFinding(finding: Finding, { lines }: FileReport, session: Session): ExplainedFinding {
	const locator = new Locator(session, finding.path, lines);
	const { uri, range, prefix } = locator.locate(finding);
	return {
		...{ uri, range, rule: finding.rule.name, message: prefix + finding.message },
		fixes: safeFixes(finding, session).map(({ title }) => title),
		related: finding.related.map((place) => {
			const found = locator.locate(place);
			return { uri: found.uri, range: found.range, message: found.prefix + place.message };
		}),
	};
}
