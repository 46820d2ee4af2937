import { newestMinor, oldestMinor } from '../../server/src/knowledge/python-releases.ts';
import type { Rule } from '../../server/src/rule-kit/rule.ts';
import { rules } from '../../server/src/rules/index.generated.ts';
import type { Python, Pythons } from '../support/pythons.ts';
import { notShown } from './not-shown.ts';
import type { Program } from './program-files.ts';

const minors = Array.from({ length: newestMinor - oldestMinor + 1 }, (_, index) => oldestMinor + index);

/** Which rules were shown on which versions of Python. */
export class ProofTable {
	readonly #programs: readonly Program[];
	readonly #pythons: Pythons;
	readonly #proved = new Map<number, Set<Program>>();

	constructor(programs: readonly Program[], pythons: Pythons) {
		this.#programs = programs;
		this.#pythons = pythons;
	}

	/** Notes that a program did what it states, and that its mended form ran clean. */
	proved(program: Program, { minor }: Python): void {
		this.#proved.set(minor, (this.#proved.get(minor) ?? new Set()).add(program));
	}

	/** One line a rule, one column a version: `4/5` are 4 of 5 programs proved, `.` is a version on which none of its programs is to run. */
	text(): string {
		const ran = minors.filter((minor) => this.#pythons.selected.some((python) => python.minor === minor));
		const missing = minors.filter((minor) => !ran.includes(minor));
		const head = row(
			'',
			ran.map((minor) => `3.${minor}`),
		);
		const body = rules.map((rule) => row(rule.name, notShown[rule.name] ? [notShown[rule.name] as string] : ran.map((minor) => this.#cell(rule, minor))));
		return [head, ...body, `Not run: ${missing.map((minor) => `3.${minor}`).join(', ')}`].join('\n');
	}

	#cell(rule: Rule, minor: number): string {
		const here = this.#programs.filter((program) => program.rule === rule && program.versions.floor <= minor && minor <= program.versions.ceiling);
		const proved = here.filter((program) => this.#proved.get(minor)?.has(program));
		return here.length === 0 ? '.' : `${proved.length}/${here.length}`;
	}
}

function row(name: string, cells: readonly string[]): string {
	return [name.padEnd(28), ...cells.map((cell) => cell.padEnd(7))].join(' ').trimEnd();
}
