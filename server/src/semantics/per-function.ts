import { type Inquiry, Memo } from '../util/memo.ts';
import type { Home } from '../util/tracking.ts';
import { type FileModel, fileOf } from './file-model.ts';
import type { FunctionModel } from './functions.ts';

/**
 * A question about a function that is answered once, however often it is asked: what is found by going through a whole body must
 * not be looked for again at each of its calls. After an edit it is asked again, and whoever asked is judged again only where the
 * answer is another; so ask in this way what others want to know of a function's body. `whenCircular`: what it gets that asks
 * while the answer is being found.
 */
export function perFunction<V>(answer: (model: FunctionModel, file: FileModel) => V, whenCircular: V): (model: FunctionModel) => V {
	const memoOf = memos<FunctionModel, V>((model) => model.home, whenCircular);
	return (model) => {
		const file = fileOf(model);
		return memoOf(file).get(model, () => answer(model, file));
	};
}

/** The same for a question about a file. */
export function perFile<V>(answer: (file: FileModel) => V, whenCircular: V): (file: FileModel) => V {
	const memoOf = memos<FileModel, V>((file) => file.home, whenCircular);
	return (file) => memoOf(file).get(file, () => answer(file));
}

/** The same for a question about a name in a file. */
export function perName<V>(answer: (name: string, file: FileModel) => V, whenCircular: V): (name: string, file: FileModel) => V {
	const memos = new WeakMap<FileModel, Memo<string, V>>();
	return (name, file) => {
		let memo = memos.get(file);
		if (!memo) {
			memo = new Memo({ inquiry: file.environment.inquiry, homeOf: () => file.home, whenCircular });
			memos.set(file, memo);
		}
		return memo.get(name, () => answer(name, file));
	};
}

/** One memo for each project. */
function memos<K extends object, V>(homeOf: (key: K) => Home, whenCircular: V): (file: FileModel) => Memo<K, V> {
	const known = new WeakMap<Inquiry, Memo<K, V>>();
	return ({ environment: { inquiry } }) => {
		let memo = known.get(inquiry);
		if (!memo) {
			memo = new Memo({ inquiry, homeOf, whenCircular });
			known.set(inquiry, memo);
		}
		return memo;
	};
}
