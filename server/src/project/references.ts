import { handsOver } from '../knowledge/handed-functions.ts';
import { methodNames } from '../knowledge/types.ts';
import { argument, argumentsOf, withParentheses } from '../semantics/calls.ts';
import { type FileModel, fileOf } from '../semantics/file-model.ts';
import type { FunctionModel } from '../semantics/functions.ts';
import { perName } from '../semantics/per-function.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

/** Places in a file that name the function: identifiers, and attributes such as `self.work`; for `__init__` the class. A lambda is its own reference. */
export function referencesTo(body: FunctionModel, file: FileModel): SyntaxNode[] {
	if (body.isLambda) return file === fileOf(body) ? [body.node] : [];
	const constructed = body.name === '__init__' || body.name === '__post_init__' ? body.class : undefined;
	if (!constructed) return (functionsNamed(body.name, file).get(body) ?? []).filter((node) => node !== body.nameNode);
	return file
		.mentions(constructed.name)
		.filter((name) => name !== constructed.nameNode)
		.map(asReference)
		.filter((node) => file.classNamed(node) === constructed && node.parent?.kind === 'call' && node.parent.field('function') === node);
}

/** The places where a name stands for each of the functions that have it; many may have the same. */
const functionsNamed = perName<ReadonlyMap<FunctionModel, readonly SyntaxNode[]>>((name, file) => {
	const found = new Map<FunctionModel, SyntaxNode[]>();
	for (const node of file.mentions(name).map(asReference)) {
		const named = file.functionNamed(node);
		const known = named && found.get(named);
		if (known) known.push(node);
		else if (named) found.set(named, [node]);
	}
	return found;
}, new Map());

function asReference(mention: SyntaxNode): SyntaxNode {
	return mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
}

/** Whether a function is given to something that is known to run it: a thread, an executor, the loop. */
export function handedTo(reference: SyntaxNode, file: FileModel): { readonly kind: 'on-loop' | 'worker-thread'; readonly call: SyntaxNode } | undefined {
	for (const stand of standIns(reference, file)) {
		const handed = takenAt(stand, file);
		if (handed) return handed;
	}
	return undefined;
}

function takenAt(reference: SyntaxNode, file: FileModel): { readonly kind: 'on-loop' | 'worker-thread'; readonly call: SyntaxNode } | undefined {
	const keyword = reference.parent?.kind === 'keyword_argument' ? reference.parent : undefined;
	const list = (keyword ?? reference).parent;
	const call = list?.kind === 'argument_list' ? list.parent : undefined;
	const callee = call?.kind === 'call' ? call.field('function') : undefined;
	if (!call || !list || !callee) return undefined;
	const name = file.qualifiedName(callee);
	if (name === undefined) return undefined;
	const place = keyword ? (keyword.field('name')?.text ?? '') : list.children.indexOf(reference);
	const kind = handsOver(name, place) ?? (name === 'concurrent.futures.Future.add_done_callback' && isOfPool(callee, file) ? 'worker-thread' : undefined);
	return kind && !mayRunInProcess(call, name, file) ? { kind, call } : undefined;
}

/** `pool.submit(f).add_done_callback(g)`: called in the pool's thread, unless the work is done already. Other futures of this class belong to a loop. */
function isOfPool(callee: SyntaxNode, file: FileModel): boolean {
	const future = callee.field('object');
	const bindings = future?.kind === 'identifier' ? file.reaching(future) : [];
	const made = bindings.length === 1 ? bindings[0]?.value : future;
	const maker = made?.kind === 'call' ? made.field('function') : undefined;
	return maker !== undefined && methodNames(file.qualifiedName(maker) ?? '').includes('concurrent.futures.Executor.submit');
}

/** `loop.run_in_executor(pool, f)`, when the pool may be one of processes. */
function mayRunInProcess(call: SyntaxNode, name: string, file: FileModel): boolean {
	const executor = name.endsWith('.run_in_executor') ? argument(call, 0, 'executor') : undefined;
	if (!executor || executor.kind === 'none') return false;
	const type = file.typeOf(executor);
	return type === undefined ? file.hasWord('ProcessPoolExecutor') : type.external === 'concurrent.futures.ProcessPoolExecutor';
}

/** The expression itself and what stands for it: a `partial` of it, a local variable it is kept in. */
function* standIns(reference: SyntaxNode, file: FileModel, depth = 2): Generator<SyntaxNode> {
	const node = withParentheses(reference);
	yield node;
	if (depth === 0) return;
	const maker = node.parent?.kind === 'argument_list' && argumentsOf(node.parent.parent as SyntaxNode)[0] === node ? node.parent.parent : undefined;
	const callee = maker?.kind === 'call' ? maker.field('function') : undefined;
	if (maker && callee && file.qualifiedName(callee) === 'functools.partial') yield* standIns(maker, file, depth - 1);
	const variable = node.parent?.kind === 'assignment' && node.fieldName === 'right' ? node.parent.field('left') : undefined;
	if (variable?.kind !== 'identifier') return;
	const binding = file.lookup(variable).bindings.find((one) => one.node === variable);
	for (const use of binding ? file.usesOf(binding) : [])
		if (use !== variable && file.reaching(use).every((one) => one === binding)) yield* standIns(use, file, depth - 1);
}
