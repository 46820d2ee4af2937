import { clientCommands, type ExplainedError, type ExplainedFinding, type WorkspacePlace } from '../../../server/src/protocol.ts';
import { isRuleName } from '../../../server/src/util/markup.ts';

/** Commands that the page links to; nothing else can be run from it. */
export const pageCommands = {
	/** Arguments: a `WorkspacePlace`. */
	openPlace: 'asyncioDoctor.explanation.openPlace',
	/** Opens the place with the menu of its fixes. Arguments: a `WorkspacePlace`. */
	openFixes: 'asyncioDoctor.explanation.openFixes',
} as const;

/** The page that shows explanations. It runs no script; what it links to are commands of this extension. `note` stands above all. */
export function explanationPage(explanations: readonly ExplainedError[], note: string | undefined): string {
	const first = note === undefined ? '' : `<p class="note">${prose(note)}</p>`;
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${style}</style>
</head>
<body>${first}${explanations.map(article).join('<hr>')}</body>
</html>`;
}

function article({ message, title, cause, advice, rules, frame, location, findings }: ExplainedError): string {
	return `<article>
<h1>${escaped(title)}</h1>
<pre class="message">${escaped(message)}</pre>
${frame ? section('Where', where(frame, location)) : ''}
${section('Why', `<p>${prose(cause)}</p>`)}
${findings.length > 0 ? section('In your code', findings.map(findingBlock).join('')) : ''}
${section('What to change', list(advice.map(prose)))}
${
	rules.length > 0
		? section(
				'Read more',
				`<p>${rules
					.filter(isRuleName)
					.map((rule) => link(rule, clientCommands.showRuleDocumentation, rule))
					.join(' · ')}</p>`,
			)
		: ''
}
</article>`;
}

function where(frame: NonNullable<ExplainedError['frame']>, location: WorkspacePlace | null): string {
	const name = `${fileName(frame.path)}:${frame.line}`;
	const inside = frame.function === null || frame.function === '<module>' ? '' : ` in <code>${escaped(frame.function)}</code>`;
	const code = frame.code === undefined ? '' : `<pre>${escaped(frame.code)}</pre>`;
	return `<p>${location ? link(name, pageCommands.openPlace, location) : `<code>${escaped(`${frame.path}:${frame.line}`)}</code>`}${inside}</p>${code}`;
}

function findingBlock({ message, fixes, related, ...place }: ExplainedFinding): string {
	const chain = related.map((step) => `${link(placeName(step), pageCommands.openPlace, placeOf(step))} ${prose(step.message)}`);
	const offered = fixes.map((title) => `<p class="fix">${link(title, pageCommands.openFixes, placeOf(place))}</p>`).join('');
	return `<p>${link(placeName(place), pageCommands.openPlace, placeOf(place))} ${prose(message)}</p>${chain.length > 0 ? list(chain) : ''}${offered}`;
}

function section(title: string, content: string): string {
	return `<h2>${title}</h2>${content}`;
}

function list(items: readonly string[]): string {
	return `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`;
}

/** A link that runs a command with one argument. */
function link(text: string, command: string, argument: unknown): string {
	return `<a href="command:${command}?${escaped(encodeURIComponent(JSON.stringify([argument])))}">${escaped(text)}</a>`;
}

function placeOf({ uri, range }: WorkspacePlace): WorkspacePlace {
	return { uri, range };
}

function placeName({ uri, range }: WorkspacePlace): string {
	return `${fileName(decodeURIComponent(uri))}:${range.start.line + 1}`;
}

function fileName(path: string): string {
	return path.split(/[\\/]/).at(-1) ?? path;
}

/** Words with code between backticks. */
function prose(text: string): string {
	return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>');
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

const style = `
body { padding: 0 1.5em 2em; line-height: 1.5; max-width: 50em; }
h1 { font-size: 1.4em; font-weight: 600; margin: 1em 0 0.5em; }
h2 { font-size: 1em; font-weight: 600; margin: 1.4em 0 0.3em; color: var(--vscode-descriptionForeground); }
p, ul { margin: 0.3em 0; }
ul { padding-left: 1.4em; }
pre { font-family: var(--vscode-editor-font-family); background: var(--vscode-textCodeBlock-background); padding: 0.5em 0.8em; margin: 0.5em 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre.message { border-left: 3px solid var(--vscode-editorError-foreground); }
code { font-family: var(--vscode-editor-font-family); }
hr { border: 0; border-top: 1px solid var(--vscode-panel-border); margin: 2em 0; }
.note { border-left: 3px solid var(--vscode-editorWarning-foreground); padding-left: 0.8em; }
.fix::before { content: "Fix: "; color: var(--vscode-descriptionForeground); }
`;
