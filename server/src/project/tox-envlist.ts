/** The minor versions of Python 3 that tox runs a project on, from the `envlist` of a tox.ini; empty when it names none. */
export function toxMinors(text: string): number[] {
	const section = /^\[tox\][^\n]*\n((?:(?!\[)[^\n]*(?:\n|$))*)/m.exec(text)?.[1] ?? '';
	const list = /^env_?list[ \t]*=([^\n]*(?:\n(?:[ \t]+[^\n]*|[ \t]*(?=\n)))*)/m.exec(section)?.[1] ?? '';
	const environments = splitOutsideBraces(list.replace(/#.*/g, '')).flatMap(expandBraces);
	const minors = environments.map((name) => /(?:^|-)(?:py|python|pypy)?3\.?(\d{1,2})(?:$|-)/.exec(name)?.[1]).filter((minor) => minor !== undefined);
	return minors.map(Number);
}

function splitOutsideBraces(list: string): string[] {
	return (list.match(/(?:\{[^{}]*\}|[^\s,{])+/g) ?? []).map((name) => name.replace(/\s/g, ''));
}

/** More environments than these are no list that a person wrote: nothing is taken from it. */
const ENVIRONMENT_LIMIT = 1000;

/** `py3{9,10}-{a,b}` stands for four environments, `py3{9-11}` for three. */
function expandBraces(name: string): string[] {
	const pieces = name.split(/\{([^{}]*)\}/);
	let names = [''];
	for (const [i, piece] of pieces.entries()) {
		// Every other piece stood in braces.
		const choices = i % 2 === 0 ? [piece] : piece.split(',').flatMap(expandNumbers);
		if (names.length * choices.length > ENVIRONMENT_LIMIT) return [];
		names = names.flatMap((before) => choices.map((choice) => before + choice));
	}
	return names;
}

function expandNumbers(choice: string): string[] {
	const found = /^(\d{1,3})-(\d{1,3})$/.exec(choice);
	if (!found) return [choice];
	const [first, last] = [Number(found[1]), Number(found[2])];
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, step) => String(first + step));
}
