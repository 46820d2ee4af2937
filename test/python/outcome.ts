import type { Run } from '../support/fork-server.ts';
import type { Expectation, Program } from './program-files.ts';

/** Something that Python complained of. */
export interface Complaint {
	readonly verb: 'raises' | 'warns' | 'logs';
	/** The line that a person reads: `RuntimeError: no running event loop`. */
	readonly text: string;
}

/** Longest time, in seconds, that a loop of a mended program may stand still. */
const shortPause = 0.2;

/** The expectations for one version. */
export function expectedOn(program: Program, minor: number): readonly Expectation[] {
	return program.expectations.filter(({ from, to }) => from <= minor && minor <= to);
}

/** Whether something goes wrong on that version. */
export function isWrongOn(program: Program, minor: number): boolean {
	return expectedOn(program, minor).some(({ verb }) => verb !== 'runs');
}

/** How the run of a program with its mistake differs from what its header says; empty when it does not. */
export function differences(expected: readonly Expectation[], run: Run): readonly string[] {
	const complaints = complaintsIn(run.stderr);
	const said = (verb: Expectation['verb']) => expected.filter((one) => one.verb === verb);
	const stated = expected.filter(({ verb }) => verb === 'raises' || verb === 'warns' || verb === 'logs');
	const missing = stated.filter((one) => !complaints.some((complaint) => isStated(complaint, one)));
	const unexpected = complaints.filter((complaint) => !stated.some((one) => isStated(complaint, one)));
	const printed = said('prints');
	return [
		...missing.map(({ verb, text }) => `stated, not seen: ${verb} ${text}`),
		...unexpected.map(({ verb, text }) => `seen, not stated: ${verb} ${text}`),
		...said('stands still')
			.filter(({ text }) => !(run.pause !== null && run.pause >= 0.9 * seconds(text)))
			.map(({ text }) => `stood still for ${run.pause} s, stated: ${text}`),
		...(said('hangs').length > 0 === (run.status === null) ? [] : [run.status === null ? 'hangs' : `ends with status ${run.status}, stated: hangs`]),
		...(printed.length > 0
			? outputDifferences(
					printed.map(({ text }) => text),
					run,
				)
			: []),
	];
}

/**
 * What is wrong with the run of a mended program; empty when it runs clean. What is only one of several ways to mend it may leave a resource open:
 * whoever takes it decides where to close.
 */
export function flaws(program: Program, run: Run, isOneOfSeveral: boolean): readonly string[] {
	// How long callbacks take is measured where it matters; on a busy machine any may take long.
	const isNoFlaw = ({ text }: Complaint) => text.startsWith('WARNING:asyncio:Executing <') || (isOneOfSeveral && text.startsWith('ResourceWarning: '));
	const complaints = complaintsIn(run.stderr).filter((complaint) => !isNoFlaw(complaint));
	const mustNotPause = program.expectations.some(({ verb }) => verb === 'stands still');
	return [
		...complaints.map(({ verb, text }) => `${verb} ${text}`),
		...(run.status === 0 ? [] : [run.status === null ? 'hangs' : `ends with status ${run.status}`]),
		...(mustNotPause && !(run.pause !== null && run.pause <= shortPause) ? [`stands still for ${run.pause} s`] : []),
		...(program.mendedPrints ? outputDifferences(program.mendedPrints, run) : []),
	];
}

/** Exceptions, warnings and logged errors, each once, in the order of the text. */
export function complaintsIn(stderr: string): readonly Complaint[] {
	const complaints = new Map<string, Complaint>();
	const add = (verb: Complaint['verb'], text: string) => complaints.set(`${verb} ${text}`, { verb, text });
	let inTraceback = false;
	for (const written of stderr.split('\n')) {
		// The lines of an exception group are indented and set off by bars.
		const line = written.replace(/^ *[|+] ?(?:[-+ 0-9]*$)?/, '');
		const warning = /^[^ ].*?:\d+: (\w*Warning: .*)$/.exec(line)?.[1];
		if (/^(Exception Group )?Traceback \(most recent call last\)/.test(line)) inTraceback = true;
		else if (warning) add('warns', warning);
		else if (/^(WARNING|ERROR|CRITICAL):/.test(line)) add('logs', line);
		else if (inTraceback && /^[A-Za-z]/.test(line)) {
			inTraceback = false;
			add('raises', line);
		} else if (/^(SyntaxError|IndentationError): /.test(line)) add('raises', line);
	}
	return [...complaints.values()];
}

function isStated(complaint: Complaint, { verb, text }: Expectation): boolean {
	return complaint.verb === verb && fits(complaint.verb === 'logs' ? complaint.text.replace(/^\w+:[\w.]+:/, '') : complaint.text, text);
}

function outputDifferences(expected: readonly string[], { stdout }: Run): readonly string[] {
	const lines = stdout.split('\n').filter((line) => line !== '');
	const isSame = lines.length === expected.length && lines.every((line, index) => fits(line, expected[index] ?? ''));
	return isSame ? [] : [`prints ${JSON.stringify(lines)}, stated: ${JSON.stringify(expected)}`];
}

/** `...` in a pattern stands for anything. */
function fits(text: string, pattern: string): boolean {
	const parts = pattern.split('...').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${parts.join('.*')}$`).test(text);
}

function seconds(text: string): number {
	return Number.parseFloat(text);
}
