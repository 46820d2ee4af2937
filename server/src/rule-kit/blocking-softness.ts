import type { BlockingCall, BlockingCost } from '../knowledge/blocking-calls.ts';
import { guardsOf } from '../project/guards.ts';
import type { CallSite } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { runsAlone } from './alone.ts';
import type { RuleContext } from './rule.ts';

/** What a script that does one thing after another may well wait for. */
const ownPace: ReadonlySet<BlockingCost | undefined> = new Set(['process', 'terminal', 'thread']);

/** How softly to speak of a call that blocks: demonstrations do so on purpose, and a script that runs one program after another has no other task to stop. */
export function softnessAt(
	call: CallSite,
	cost: BlockingCost | undefined,
	{ file, project }: Pick<RuleContext, 'file' | 'project'>,
): 'information' | 'hint' | undefined {
	if (saysThatItBlocks(call, file)) return 'hint';
	return ownPace.has(cost) && runsAlone(call.node, file, project) ? 'information' : undefined;
}

/** Whether the function says what it does, in its name or documentation: `async def block_loop()`. Or the file: `blocking_example.py`. */
function saysThatItBlocks({ owner }: CallSite, file: FileModel): boolean {
	const saysSo = /^_?block(s|ing)?(_(loop|for|until|forever|everything)|\d|\.|$)|(^|_)blocking(_|\d|\.|$)/i;
	if (!owner || saysSo.test(owner.name) || saysSo.test(file.path.split('/').at(-1) ?? '')) return owner !== undefined;
	const [first] = owner.body.children;
	const documentation = first?.kind === 'expression_statement' && first.children[0]?.kind === 'string' ? first.text : '';
	return /\bblock(s|ing)? the (event )?loop\b/i.test(documentation);
}

/** Whether a program that is waited for has been seen to have ended: `if process.poll() is not None:`. */
export function hasEnded({ node, callee }: CallSite, { name }: BlockingCall, file: FileModel): boolean {
	const process = name.startsWith('subprocess.Popen.') ? callee.field('object')?.text : undefined;
	if (process === undefined) return false;
	const asks = [`${process}.poll()`, `${process}.returncode`];
	if (isAfterPolling(node, process)) return true;
	return [...guardsOf(node, file)].some(({ condition, isTrue }) => asks.some((ask) => condition.text === `${ask} is ${isTrue ? 'not None' : 'None'}`));
}

/** `while await self.poll() is None:`, or the process's own, in a statement before: the loop ends when the program has. */
function isAfterPolling(node: SyntaxNode, process: string): boolean {
	const owner = process.split('.')[0] ?? process;
	for (let child: SyntaxNode = node, parent = node.parent; parent; child = parent, parent = parent.parent) {
		for (const earlier of parent.children) {
			if (earlier === child) break;
			const condition = earlier.kind === 'while_statement' ? (earlier.field('condition')?.text ?? '') : '';
			if (condition.includes(`${process}.poll() is None`) || condition.includes(`${owner}.poll() is None`)) return true;
		}
		if (parent.kind === 'function_definition') return false;
	}
	return false;
}
