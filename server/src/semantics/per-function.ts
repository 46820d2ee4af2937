import type { SyntaxNode } from '../syntax/source-file.ts';
import { type FactRecorder, Memo } from '../util/memo.ts';
import { type FileModel, fileOf } from './file-model.ts';
import type { FunctionModel } from './functions.ts';

/**
 * A question about a function that is answered once, however often it is asked: what is found by going through a whole body must
 * not be looked for again at each of its calls. `whenCircular`: what it gets that asks while the answer is being found.
 */
export function perFunction<V>(answer: (model: FunctionModel, file: FileModel) => V, whenCircular: V): (model: FunctionModel) => V {
	const memoOf = memos<FunctionModel, V>(whenCircular);
	return (model) => {
		const file = fileOf(model);
		return memoOf(file).get(model, () => answer(model, file));
	};
}

/** The same for a question about a file. */
export function perFile<V>(answer: (file: FileModel) => V, whenCircular: V): (file: FileModel) => V {
	const memoOf = memos<FileModel, V>(whenCircular);
	return (file) => memoOf(file).get(file, () => answer(file));
}

/** The same for a question about all mentions of a name, which are one list as long as they are the same. */
export function perMentions<V>(answer: (mentions: readonly SyntaxNode[], file: FileModel) => V, whenCircular: V) {
	const memoOf = memos<readonly SyntaxNode[], V>(whenCircular);
	return (mentions: readonly SyntaxNode[], file: FileModel): V => memoOf(file).get(mentions, () => answer(mentions, file));
}

/** One memo for each project. */
function memos<K extends object, V>(whenCircular: V): (file: FileModel) => Memo<K, V> {
	const known = new WeakMap<FactRecorder, Memo<K, V>>();
	return ({ environment: { recorder } }) => {
		let memo = known.get(recorder);
		if (!memo) {
			memo = new Memo(recorder, whenCircular);
			known.set(recorder, memo);
		}
		return memo;
	};
}
