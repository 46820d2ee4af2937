import type { Severity } from '../../rule-kit/rule.ts';
import { visible, visibleLines } from '../../util/visible.ts';
import { type CheckReport, isPartlyChecked } from '../report.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' };

/** Workflow commands that GitHub shows beside the changed lines. */
export function githubReport({ findings, errors }: CheckReport): string {
	const lines = findings.map(({ path, cell, line, column, endLine, endColumn, rule, severity, message }) => {
		// Lines of the file would be lines of a notebook's JSON.
		if (cell !== undefined)
			return command(commands[severity], [`file=${escapeProperty(path)}`, `title=${escapeProperty(rule)}`], `cell ${cell}, line ${line}: ${message}`);
		// GitHub ignores columns of an annotation over several lines, and its end column is inclusive.
		const columns = line === endLine ? [`col=${column}`, `endColumn=${Math.max(column, endColumn - 1)}`] : [];
		return command(
			commands[severity],
			[`file=${escapeProperty(path)}`, `line=${line}`, `endLine=${endLine}`, ...columns, `title=${escapeProperty(rule)}`],
			message,
		);
	});
	const failures = errors.map((error) => {
		const { path, message, line, cell } = error;
		const place = [...(path === '' ? [] : [`file=${escapeProperty(path)}`]), ...(line === undefined || cell !== undefined ? [] : [`line=${line}`])];
		return command(isPartlyChecked(error) ? 'warning' : 'error', place, path === '' ? message : `${visible(path)}: ${message}`);
	});
	return [...lines, ...failures].map((line) => `${line}\n`).join('');
}

function command(name: string, properties: readonly string[], message: string): string {
	return `::${name}${properties.length > 0 ? ` ${properties.join(',')}` : ''}::${escapeMessage(message)}`;
}

function escapeMessage(text: string): string {
	return visibleLines(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
	return escapeMessage(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
