import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type Observed, observe, Program } from './program.ts';

/*
 * Pages of small programs. A comment says what is asked of its line: `question: answer, answer; question: answer`. The engine answers
 * exactly so, and so does CPython when it goes through all that chance may decide; where the question says "at most", CPython does
 * less, because the engine does not tell apart what happens there.
 */

interface Expectation {
	readonly line: number;
	/** `reaches x`, `suspends`, ... */
	readonly question: string;
	readonly isUpperBound: boolean;
	readonly answers: readonly string[];
}

interface Section {
	readonly page: string;
	readonly construct: string;
	readonly source: string;
	readonly expectations: readonly Expectation[];
}

/** The questions of the matrix: every construct is asked each. */
const questions = ['reaches', 'suspends', 'raises', 'ends', 'handles', 'in the end', 'to', 'not to', 'dominates', 'post-dominates'];

const folder = join(import.meta.dirname, 'pages');
const sections = readdirSync(folder)
	.sort()
	.flatMap((page) => sectionsOf(page, readFileSync(join(folder, page), 'utf8')));
const observed = await observe(
	sections.map(({ source }) => source),
	600,
);

function sectionsOf(page: string, text: string): Section[] {
	return [...text.matchAll(/^## (.+)\n+```python\n([^`]*)```/gm)].map(([, construct = '', source = '']) => ({
		page,
		construct,
		source,
		expectations: source.split('\n').flatMap((line, index) => expectationsOf(line.split('  # ')[1] ?? '', index + 1)),
	}));
}

function expectationsOf(comment: string, line: number): Expectation[] {
	return comment.split('; ').flatMap((part) => {
		const [asked = '', answer = ''] = part.split(': ');
		const question = asked.replace(' at most', '');
		const answers = answer === '' || answer === 'nothing' ? [] : answer.split(', ');
		return question === '' ? [] : [{ line, question, isUpperBound: asked !== question, answers }];
	});
}

/** What the engine says. */
function answerOf(program: Program, lines: readonly number[], { line, question, answers }: Expectation): readonly (string | number)[] {
	const others = lines.filter((other) => other !== line && program.at(other).length > 0);
	switch (question) {
		case 'suspends':
			return program.suspends().includes(line) ? answers : ['no'];
		case 'raises':
			return program.escaping().includes(line) ? answers : ['no'];
		case 'ends':
			return program.ends();
		case 'handles':
			return program.handles(line);
		case 'in the end':
			return program.inTheEnd(line);
		case 'to':
			return others.filter((other) => program.existsPath(line, other));
		case 'not to':
			return others.filter((other) => !program.existsPath(line, other));
		case 'dominates':
			return others.filter((other) => program.dominates(line, other));
		case 'post-dominates':
			return others.filter((other) => program.postDominates(line, other));
		default:
			return program.reaches(line, question.replace(/^reaches /, ''));
	}
}

/** What CPython showed; undefined where it shows nothing of the kind. */
function shown(seen: Observed, program: Program, lines: readonly number[], { line, question, answers }: Expectation): readonly (string | number)[] | undefined {
	const others = lines.filter((other) => other !== line && program.at(other).length > 0);
	const second = (pairs: Observed['paths']) => pairs.filter(([first]) => first === line).map(([, other]) => other);
	switch (question) {
		case 'suspends':
			return seen.suspends.includes(line) ? answers : ['no'];
		case 'raises':
			return seen.escaped.includes(line) ? answers : ['no'];
		case 'ends':
			return seen.ends;
		case 'handles':
			return seen.handles.filter(([handler]) => handler === line).map(([, kind]) => kind);
		case 'in the end':
			return undefined;
		case 'to':
			return others.filter((other) => second(seen.paths).includes(other));
		case 'not to':
			return undefined;
		case 'dominates':
			return others.filter((other) => seen.before.some(([one, before]) => one === other && before === line));
		case 'post-dominates':
			return others.filter((other) => seen.after.some(([one, after]) => one === other && after === line));
		default: {
			const name = question.replace(/^reaches /, '');
			return seen.loads.filter(([at, loaded]) => at === line && loaded === name).map(([, , definition]) => definition);
		}
	}
}

const sorted = (answers: readonly (string | number)[]) => [...new Set(answers.map(String))].sort();

const matrix: string[] = [];
for (const page of new Set(sections.map((one) => one.page)))
	describe(page, () => {
		for (const [index, section] of sections.entries()) {
			if (section.page !== page) continue;
			const { construct, source, expectations } = section;
			const lines = source.split('\n').map((_, line) => line + 1);
			const program = new Program(source);
			const seen = observed[index] as Observed;
			test(construct, () => {
				for (const expectation of expectations) {
					const about = `line ${expectation.line}, ${expectation.question}`;
					expect(sorted(answerOf(program, lines, expectation)), about).toEqual(sorted(expectation.answers));
				}
				const marked = (question: string) => [...new Set(expectations.filter((one) => one.question === question).map(({ line }) => line))];
				expect(program.suspends(), 'all lines that suspend are marked').toEqual(marked('suspends'));
				expect(program.escaping(), 'all lines that raise are marked').toEqual(marked('raises'));
			});
			test(`${construct}, on CPython`, () => {
				expect(seen.cannotRun).toBeUndefined();
				for (const line of seen.suspends) expect(program.suspends()).toContain(line);
				for (const line of seen.escaped) expect(program.escaping()).toContain(line);
				for (const expectation of expectations) {
					const found = shown(seen, program, lines, expectation);
					const about = `line ${expectation.line}, ${expectation.question}`;
					if (!found) continue;
					// What another body binds has no line here.
					if (expectation.answers.includes('others')) continue;
					if (!expectation.isUpperBound) expect(sorted(found), about).toEqual(sorted(expectation.answers));
					for (const one of sorted(found)) if (one !== 'no') expect(expectation.answers, about).toContain(one);
				}
			});
			test(`${construct}, each question`, () => {
				// That no line is marked is an answer too.
				const asked = new Set(['suspends', 'raises', ...expectations.map(({ question }) => question.replace(/^reaches .*/, 'reaches'))]);
				matrix.push(`${construct.padEnd(44)} ${questions.map((question) => (asked.has(question) ? 'x' : '-')).join(' ')}`);
				expect(questions.filter((question) => !asked.has(question))).toEqual([]);
			});
		}
	});

afterAll(() => {
	console.log([`construct x ${questions.join(', ')}`, ...matrix].join('\n'));
});
