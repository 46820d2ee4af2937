import type { Grammar } from '../../syntax/grammar.ts';
import type { Statement } from '../../syntax/source-file.ts';
import type { Body, BodyKind } from './body.ts';
import { expressions, lowerComprehension } from './expressions.ts';
import { type Handlers, Lowerer } from './lowerer.ts';
import { Op } from './operations.ts';
import { lowerParameters, statements } from './statements.ts';

const tables = new WeakMap<Grammar, Handlers>();

function handlersOf(grammar: Grammar): Handlers {
	let table = tables.get(grammar);
	if (!table) {
		const all = { ...expressions, ...statements };
		table = { handlers: grammar.kinds.map((kind) => all[kind]), isStatement: grammar.kinds.map((kind) => kind in statements) };
		tables.set(grammar, table);
	}
	return table;
}

function start(kind: BodyKind, item: Statement): Lowerer {
	return new Lowerer(kind, item, handlersOf(item.grammar));
}

/** Lowers the body of a function, lambda, generator expression or class: of the node of that kind in the item. */
export function lowerBody(item: Statement, node: number): Body {
	const kind = item.kindAt(node);
	if (kind === 'generator_expression') return lowerGenerator(item, node);
	const lowerer = start(kind === 'class_definition' ? 'class' : kind === 'lambda' ? 'lambda' : 'function', item);
	const { tree } = lowerer;
	const parameters = kind === 'class_definition' ? -1 : tree.field(node, 'parameters');
	if (parameters >= 0) lowerParameters(lowerer, parameters);
	const value = lowerer.lower(tree.field(node, 'body'));
	if (kind === 'lambda') lowerer.emit(Op.return, node, value);
	return lowerer.finish();
}

/** It is handed the iterator of its first `for` and yields its elements. */
function lowerGenerator(item: Statement, node: number): Body {
	const lowerer = start('generator', item);
	const given = lowerer.emit(Op.parameter, node, 0);
	lowerer.comprehension(() => lowerComprehension(lowerer, node, (value) => lowerer.emit(Op.yield, node, value), given));
	return lowerer.finish();
}

/** Lowers the code of a module outside of its functions. */
export function lowerModule(statementsOfFile: readonly Statement[]): Body | undefined {
	const [first] = statementsOfFile;
	if (!first) return undefined;
	const lowerer = start('module', first);
	for (const item of statementsOfFile) lowerer.within(item, () => lowerer.lower(0));
	return lowerer.finish();
}
