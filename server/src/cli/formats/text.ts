import { type Severity, severities } from '../../rule-kit/rule.ts';
import { visible, visibleLines } from '../../util/visible.ts';
import type { Paint, Style } from '../console.ts';
import {
	type CellPlace,
	type CheckReport,
	isPartlyChecked,
	type ReportedChange,
	type ReportedError,
	type ReportedFinding,
	type ReportedPlace,
	type ReportedTask,
} from '../report.ts';
import { codeFrame } from './code-frame.ts';

export interface TextOptions {
	readonly paint: Paint;
	readonly textOf: (place: CellPlace) => string | undefined;
	/** What `--fix` did; undefined without it. */
	readonly fixed: { /** Shown only, not written. */ readonly isDiff: boolean } | undefined;
	/** Findings below `--min-severity`. */
	readonly notShown: number;
}

const styles: Readonly<Record<Severity, Style>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'cyan' };

/** The report for people: every finding with its lines, its chain and its fixes, then a summary. */
export function textReport(report: CheckReport, options: TextOptions): string {
	const blocks = report.findings.map((finding) => findingBlock(finding, options));
	if (report.errors.length > 0) blocks.push(report.errors.map((error) => errorLine(error, options)));
	const { changes = [], byHand = [] } = report;
	if (changes.length > 0) blocks.push(changeList(changes, options));
	if (byHand.length > 0) blocks.push(taskList(byHand, options));
	blocks.push(summary(report, options));
	return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function errorLine(error: ReportedError, { paint }: TextOptions): string {
	const { path, message } = error;
	return `${isPartlyChecked(error) ? paint('yellow', 'warning') : paint('red', 'error')}: ${path === '' ? '' : `${visible(path)}: `}${visibleLines(message)}`;
}

/** A finding with its lines, its chain and its fixes. */
export function findingBlock(finding: ReportedFinding, { paint, textOf }: Pick<TextOptions, 'paint' | 'textOf'>): string[] {
	const style = styles[finding.severity];
	const gutter = Math.max(...[finding, ...finding.related].map((place) => String(place.endLine).length)) + 1;
	const indent = ' '.repeat(gutter);
	const frame = (place: ReportedPlace, caretStyle: Style): string[] => codeFrame(textOf(place) ?? '', place, { paint, style: caretStyle, gutter });
	return [
		`${paint('bold', location(finding))} ${paint(style, finding.severity)} ${paint('bold', finding.rule)}: ${visible(finding.message)}`,
		...frame(finding, style),
		...finding.related.flatMap((place) => [`${indent} ${paint('dim', '=')} ${location(place)}: ${visible(place.message)}`, ...frame(place, 'blue')]),
		...finding.fixes.map(({ title, safety }) => `${indent} ${paint('dim', '=')} ${paint('green', `${safety} fix`)}: ${visible(title)}`),
	];
}

function location({ path, cell, line, column }: ReportedTask | ReportedPlace): string {
	return `${visible(path)}:${cell === undefined ? '' : `cell ${cell}:`}${line}:${column}`;
}

/** What was changed, by file and rule. */
function changeList(changes: readonly ReportedChange[], { paint, fixed }: TextOptions): string[] {
	const paths = [...new Set(changes.map((change) => change.path))];
	return [
		paint('bold', fixed?.isDiff ? 'Would change:' : 'Changed:'),
		...paths.flatMap((path) => [
			`  ${visible(path)}`,
			...changes
				.filter((change) => change.path === path)
				.map(
					({ rule, title, safety, count: times }) =>
						`    ${rule}: ${visible(title)}${times > 1 ? ` (${times} times)` : ''}${safety === 'unsafe' ? ', unsafe' : ''}`,
				),
		]),
	];
}

/** What is left for a person: where, and why. */
function taskList(tasks: readonly ReportedTask[], { paint }: TextOptions): string[] {
	return [paint('bold', 'Left for a person:'), ...tasks.map((task) => `  ${location(task)} ${task.rule}: ${visible(task.reason)}`)];
}

function summary({ findings, errors, changes = [], summary: { files } }: CheckReport, { paint, fixed, notShown }: TextOptions): string[] {
	const lines: string[] = [];
	const made = changes.reduce((sum, change) => sum + change.count, 0);
	if (fixed) lines.push(fixed.isDiff ? `Would fix ${count(made, 'problem')}; what would remain:` : `Fixed ${count(made, 'problem')}.`);
	const bySeverity = severities
		.map((severity) => ({ severity, amount: findings.filter((finding) => finding.severity === severity).length }))
		.filter(({ amount }) => amount > 0);
	const kinds = bySeverity.map(({ severity, amount }) =>
		paint(styles[severity], severity === 'information' ? `${amount} information` : count(amount, severity)),
	);
	const found = findings.length === 0 ? 'No problems found' : `Found ${count(findings.length, 'problem')} (${kinds.join(', ')})`;
	lines.push(`${found} in ${count(files, 'file')}.`);
	const partly = errors.filter(isPartlyChecked).length;
	if (partly > 0)
		lines.push(`${count(partly, 'file')} not understood as a whole: partly checked${fixed ? `, and left as ${partly > 1 ? 'they are' : 'it is'}` : ''}.`);
	if (errors.length > partly) lines.push(`${count(errors.length - partly, 'error')} kept files or settings from being used.`);
	if (notShown > 0) lines.push(`${count(notShown, 'finding')} of less severity not shown (--min-severity hint shows all).`);
	const fixable = findings.filter((finding) => finding.fixes.some((fix) => fix.safety === 'safe')).length;
	if (fixable > 0 && !fixed) lines.push(`${fixable} can be fixed safely with --fix.`);
	return lines;
}

function count(amount: number, noun: string): string {
	return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
