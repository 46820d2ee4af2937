/** Chance that is the same in every run. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}

interface Around {
	readonly depth: number;
	readonly isAsync: boolean;
	readonly isGenerator: boolean;
	readonly inLoop: boolean;
	/** In a handler of `except*`, which neither a jump nor a return may leave. */
	readonly inGroup: boolean;
}

/** Compound statements that come later are left out. */
const mostLines = 15;

/** A program of one function `f`, with one statement a line. What it calls: `observe.py`. */
export function randomProgram(random: () => number): string {
	const lines: string[] = [];
	const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
	const chance = (probability: number) => random() < probability;
	const name = () => pick(['x', 'y', 'z']);
	const put = (around: Around, text: string) => lines.push(`${'    '.repeat(around.depth)}${text}`);
	const inside = (around: Around, more: Partial<Around> = {}): Around => ({ ...around, depth: around.depth + 1, ...more });
	const manager = () => pick(['cm()', 'swallow()', 'cm(boom())']);
	const types = () => pick(['E', 'F', 'C', '(F, C)', 'BaseException', 'm and E']);

	function simple(around: Around): string {
		const choices = [
			'm()',
			'boom()',
			`${name()} = boom()`,
			`m(${name()})`,
			`m(${name()})`,
			`${name()} = c() and boom() or m()`,
			`${name()} = boom() if c() else m()`,
			`${name()}, (${name()}, *${name()}) = m(), m()`,
			`m(boom() < boom() < m())`,
			`m(${name()} := boom(), ${name()})`,
			`[boom(q) for q in it() if c()]`,
			`m(q for q in it())`,
			`del ${name()}`,
			`assert c(), boom()`,
			`${name()} = lambda: boom()`,
			`m().a = boom()`,
			`m()[boom()] += m()`,
			`m(f"{boom()!r:{boom()}}")`,
			'pass',
			'raise E',
			'stop()',
		];
		if (around.isAsync) choices.push('await s()', 'await s()', 'await s(boom())', '[await s() for q in it()]', '[boom() async for q in it()]');
		if (around.isGenerator) choices.push(`yield ${name()}`, 'yield m()');
		if (around.isGenerator && !around.isAsync) choices.push('yield from m()');
		if (!around.inGroup) choices.push(around.isGenerator ? 'return' : `return ${name()}`);
		if (around.inLoop) choices.push('break', 'continue', 'break', 'continue');
		return pick(choices);
	}

	function block(around: Around, most = 3): void {
		const count = 1 + Math.floor(random() * most);
		for (let i = 0; i < count; i++) statement(around);
	}

	function statement(around: Around): void {
		if (around.depth > 4 || lines.length > mostLines || chance(0.4)) return void put(around, simple(around));
		pick([conditional, loop, loop, tryStatement, tryStatement, tryStatement, withStatement, withStatement, match, definition])(around);
	}

	function conditional(around: Around): void {
		put(around, pick(['if c():', 'if c() and not boom():', 'if not (c() or c()):', `if (${name()} := c()):`]));
		block(inside(around));
		if (chance(0.4)) {
			put(around, 'elif c():');
			block(inside(around));
		}
		if (chance(0.4)) {
			put(around, 'else:');
			block(inside(around));
		}
	}

	function loop(around: Around): void {
		const isAsync = around.isAsync && chance(0.5);
		const isEndless = chance(0.2);
		if (isEndless) {
			put(around, 'while True:');
			put(inside(around), 'if enough(): break');
		} else put(around, pick(['while c():', `${isAsync ? 'async ' : ''}for ${name()} in it():`, `${isAsync ? 'async ' : ''}for ${name()} in it():`]));
		block(inside(around, { inLoop: true }));
		if (chance(0.3)) {
			put(around, 'else:');
			block(inside(around));
		}
	}

	function tryStatement(around: Around): void {
		put(around, 'try:');
		const isGroup = chance(0.2);
		block(inside(around));
		if (isGroup) put(inside(around), 'group()');
		const handlers = chance(0.75) ? 1 + Math.floor(random() * 2) : 0;
		for (let i = 0; i < handlers; i++) {
			if (isGroup) put(around, chance(0.4) ? `except* ${pick(['E', 'ValueError'])} as ${name()}:` : 'except* E:');
			else if (i === handlers - 1 && chance(0.2)) put(around, 'except:');
			else put(around, chance(0.4) ? `except ${types()} as ${name()}:` : `except ${types()}:`);
			const handler = inside(around, isGroup ? { inGroup: true, inLoop: false } : {});
			block(handler);
			if (chance(0.3)) put(handler, 'raise');
		}
		if (handlers > 0 && chance(0.3)) {
			put(around, 'else:');
			block(inside(around));
		}
		if (handlers === 0 || chance(0.4)) {
			put(around, 'finally:');
			block(inside(around));
		}
	}

	function withStatement(around: Around): void {
		const isAsync = around.isAsync && chance(0.5);
		const item = () => (chance(0.4) ? `${manager()} as ${name()}` : manager());
		const items = chance(0.3) ? [item(), item()].join(', ') : item();
		put(around, `${isAsync ? 'async ' : ''}with ${chance(0.3) ? `(${items})` : items}:`);
		block(inside(around));
	}

	function match(around: Around): void {
		put(around, 'match m():');
		const cases = [
			`case 1:`,
			`case K(a=${name()}):`,
			`case K(a=1) | K(a=2):`,
			`case [${name()}, *_]:`,
			`case K(a=${name()}) if c():`,
			`case {'a': ${name()}}:`,
		];
		for (let i = 0; i < 2; i++) {
			put(inside(around), pick(cases));
			block(inside(inside(around)), 2);
		}
		if (!chance(0.4)) return;
		put(inside(around), 'case _:');
		block(inside(inside(around)), 2);
	}

	function definition(around: Around): void {
		if (chance(0.3)) {
			put(around, `class ${name()}(boom() and K):`);
			put(inside(around), 'a = boom()');
			return;
		}
		if (chance(0.5)) put(around, '@decorated(boom())');
		put(around, `def ${name()}(a=boom()):`);
		put(inside(around), 'boom()');
	}

	const isAsync = chance(0.5);
	put({ depth: 0 } as Around, `${isAsync ? 'async ' : ''}def f():`);
	if (chance(0.7)) put({ depth: 1 } as Around, 'x, y, z = m(), m(), m()');
	block({ depth: 1, isAsync, isGenerator: chance(0.3), inLoop: false, inGroup: false }, 5);
	return `${lines.join('\n')}\n`;
}
