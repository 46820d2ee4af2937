import type { Statement } from '../../syntax/source-file.ts';
import type { Body } from './body.ts';
import { lowerBody, lowerModule } from './lower.ts';
import { Op } from './operations.ts';

/** A body and where its node stands; a module has none. */
export interface PlacedBody {
	readonly body: Body;
	readonly item: Statement | undefined;
	readonly node: number;
}

/** The bodies that come to be in another: its functions, lambdas, generator expressions and classes. */
export function* nestedBodies(body: Body): Generator<PlacedBody> {
	for (let operation = 0; operation < body.count; operation++) {
		const code = body.code(operation);
		if (code !== Op.function && code !== Op.class) continue;
		const item = body.itemOf(operation);
		const node = body.nodeIndex(operation);
		yield { body: lowerBody(item, node), item, node };
	}
}

/** All bodies of a file, each before those in it. */
export function* bodiesOfFile(statements: readonly Statement[]): Generator<PlacedBody> {
	const module = lowerModule(statements);
	if (!module) return;
	const work: PlacedBody[] = [{ body: module, item: undefined, node: -1 }];
	for (let one = work.pop(); one; one = work.pop()) {
		yield one;
		work.push(...nestedBodies(one.body));
	}
}
