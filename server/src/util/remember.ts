/** More answers than a large project asks for; then the cache starts anew, so that a long session does not grow. */
const LIMIT = 20_000;

/** A function of one string that remembers its answers, `undefined` among them. Only for functions whose answers never change. */
export function remember<T>(compute: (key: string) => T): (key: string) => T {
	const answers = new Map<string, T>();
	return (key) => {
		const known = answers.get(key);
		if (known !== undefined || answers.has(key)) return known as T;
		if (answers.size >= LIMIT) answers.clear();
		const answer = compute(key);
		answers.set(key, answer);
		return answer;
	};
}
