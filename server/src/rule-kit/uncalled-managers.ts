import { unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { decoratorNames } from '../semantics/members.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { ContextManager } from './context-managers.ts';

/** What makes a context manager when it is called, where it stands without the call. */
export interface UncalledManager extends ContextManager {
	readonly kind: 'sync' | 'async';
	/** Whether it can be called without arguments. */
	readonly needsNothing: boolean;
}

/** Types whose objects are called for a session. */
const factories: Readonly<Record<string, UncalledManager['kind']>> = {
	'sqlalchemy.ext.asyncio.async_sessionmaker': 'async',
	'sqlalchemy.orm.sessionmaker': 'sync',
};

/** A function of the project that makes a context manager, or a factory of sessions, which an expression names without calling it; undefined for anything else. */
export function uncalledManager(expression: SyntaxNode, file: FileModel): UncalledManager | undefined {
	const node = unparenthesized(expression);
	if (node.kind !== 'identifier' && node.kind !== 'attribute') return undefined;
	const made = file.functionNamed(node);
	const kind = made ? kindMadeBy(made) : factories[file.typeOf(node)?.external ?? ''];
	return kind && { kind, name: node.text, needsNothing: made === undefined || needsNothing(made) };
}

function kindMadeBy(model: FunctionModel): UncalledManager['kind'] | undefined {
	const [decorator, ...others] = decoratorNames(model);
	if (others.length > 0) return undefined;
	return decorator === 'contextlib.asynccontextmanager' ? 'async' : decorator === 'contextlib.contextmanager' ? 'sync' : undefined;
}

function needsNothing(model: FunctionModel): boolean {
	const own = model.parameters.slice(model.class ? 1 : 0);
	return own.every(({ kind, defaultValue }) => defaultValue !== undefined || kind === 'list' || kind === 'dictionary');
}
