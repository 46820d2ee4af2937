import { type FactRecorder, Memo } from '../util/memo.ts';
import { type FileModel, fileOf } from './file-model.ts';
import type { FunctionModel } from './functions.ts';

/**
 * A question about a function that is answered once, however often it is asked: what is found by going through a whole body must
 * not be looked for again at each of its calls. `whenCircular`: what it gets that asks while the answer is being found.
 */
export function perFunction<V>(answer: (model: FunctionModel, file: FileModel) => V, whenCircular: V): (model: FunctionModel) => V {
	const memos = new WeakMap<FactRecorder, Memo<FunctionModel, V>>();
	return (model) => {
		const file = fileOf(model);
		const { recorder } = file.environment;
		let memo = memos.get(recorder);
		if (!memo) {
			memo = new Memo(recorder, whenCircular);
			memos.set(recorder, memo);
		}
		return memo.get(model, () => answer(model, file));
	};
}
