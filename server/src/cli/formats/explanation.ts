import type { Frame } from '../../explain/frames.ts';
import { visible } from '../../util/visible.ts';
import type { Paint } from '../console.ts';
import type { ReportedExplanation } from '../explain.ts';
import type { CellPlace } from '../report.ts';
import { findingBlock } from './text.ts';

export interface ExplanationTextOptions {
	readonly paint: Paint;
	readonly textOf: (place: CellPlace) => string | undefined;
	/** Columns of the terminal. */
	readonly width: number;
}

const label = 7;
/** Of the places that led there, so many are shown. */
const maxCallers = 3;

/** The explanations for people; one sentence when there are none. */
export function explanationsAsText(explanations: readonly ReportedExplanation[], options: ExplanationTextOptions): string {
	if (explanations.length === 0) return 'nothing about asyncio found\n';
	return `${explanations.map((explanation) => block(explanation, options).join('\n')).join('\n\n\n')}\n`;
}

function block(explanation: ReportedExplanation, options: ExplanationTextOptions): string[] {
	const { paint } = options;
	const { message, title, cause, advice, rules, findings, shownFrame } = explanation;
	const width = Math.min(Math.max(options.width, 40), 100) - label;
	const lines = [paint('red', visible(withoutCallbacks(message))), paint('bold', visible(title)), ''];
	const part = (name: string, texts: readonly string[]) => {
		const wrapped = texts.flatMap((text) =>
			wrap(visible(text), texts.length > 1 ? width - 2 : width).map((line, index) => (texts.length > 1 ? `${index === 0 ? '- ' : '  '}${line}` : line)),
		);
		lines.push(...wrapped.map((line, index) => `${(index === 0 ? paint('cyan', name.padEnd(label)) : ' '.repeat(label)) + line}`));
	};
	if (shownFrame) {
		lines.push(...place(shownFrame, paint));
		const callers = new Set(explanation.callers.map((caller) => `${visible(caller.path)}:${caller.line}${inside(caller)}`));
		lines.push(...[...callers].slice(0, maxCallers).map((caller, index) => `${paint('cyan', (index === 0 ? 'From' : '').padEnd(label))}${caller}`));
	}
	part('Why', [cause]);
	part('Do', advice);
	if (rules.length > 0) part('Rules', [rules.join(', ')]);
	for (const finding of findings) lines.push('', ...findingBlock(finding, options));
	return lines;
}

function place(frame: Frame, paint: Paint): string[] {
	const where = `${visible(frame.path)}:${frame.line}`;
	const code = frame.code ? [`${' '.repeat(label)}${paint('dim', `${frame.line} |`)} ${visible(frame.code)}`] : [];
	return [`${paint('cyan', 'Where'.padEnd(label))}${paint('bold', where)}${inside(frame)}`, ...code];
}

function inside({ function: name }: Pick<Frame, 'function'>): string {
	return name === null || name === '<module>' ? '' : `, in ${visible(name)}`;
}

/** What a task calls back when it ends, and where it was made, says little here and fills a screen. */
function withoutCallbacks(message: string): string {
	return message.replace(/ cb=\[[^[\]]*(?:\[[^[\]]*\][^[\]]*)*\](?=[ >])/g, '').replace(/ created at [^<>"]{1,400}?:\d+(?=>| )/g, '');
}

function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		if (line !== '' && line.length + 1 + word.length > width) {
			lines.push(line);
			line = word;
		} else line = line === '' ? word : `${line} ${word}`;
	}
	return [...lines, line];
}
