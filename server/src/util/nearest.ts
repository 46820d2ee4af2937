/** No name of ours is nearly so long. */
const longestName = 100;

/** The candidate that `word` most likely misspells; undefined when none is close enough to be worth a suggestion. */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
	if (word.length > longestName) return undefined;
	const wanted = word.toLowerCase();
	let best: string | undefined;
	// A third of the letters may be wrong: "blocking-slep" is a slip, "sleep" for "nest-asyncio" is not.
	let bestDistance = Math.floor(word.length / 3) + 1;
	for (const candidate of candidates) {
		// Each letter more or less is one that is wrong.
		if (Math.abs(candidate.length - word.length) >= bestDistance) continue;
		const distance = editDistance(wanted, candidate.toLowerCase());
		if (distance >= bestDistance) continue;
		best = candidate;
		bestDistance = distance;
	}
	return best;
}

/** " (did you mean `x`?)", or nothing when no candidate is near. */
export function suggestion(word: string, candidates: Iterable<string>): string {
	const nearest = nearestName(word, candidates);
	return nearest === undefined ? '' : ` (did you mean "${nearest}"?)`;
}

/** How many letters must be inserted, removed or replaced to turn one word into the other. */
function editDistance(from: string, to: string): number {
	let row = Array.from({ length: to.length + 1 }, (_, column) => column);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= to.length; j++) {
			const replaced = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
			next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[to.length] as number;
}
