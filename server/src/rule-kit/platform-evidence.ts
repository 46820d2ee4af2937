import type { Platform } from '../project/conditions.ts';
import { platformAt } from '../project/guards.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { failedBodies, isCaught } from './caught.ts';

/** Modules that exist on one side only. */
const modulesOf: Readonly<Record<Platform, readonly string[]>> = {
	windows: [
		'winreg',
		'winsound',
		'msvcrt',
		'_winapi',
		'win32api',
		'win32con',
		'win32gui',
		'win32event',
		'win32service',
		'win32serviceutil',
		'pythoncom',
		'winrt',
		'pywintypes',
	],
	posix: ['fcntl', 'termios', 'tty', 'pty', 'pwd', 'grp', 'resource', 'syslog', 'posix', 'gunicorn', 'uvloop'],
};

/** Signals that Windows does not have: naming one fails there before anything else can. */
const posixSignals = ['SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGCHLD', 'SIGALRM', 'SIGWINCH', 'SIGTSTP', 'SIGCONT'];

/** Whether a file runs on one system only, for it uses without a guard what no other has; one module may be left out of account. */
export function isMeantFor(platform: Platform, file: FileModel, except?: string): boolean {
	const usesModule = modulesOf[platform].some((module) => module !== except && namesOf(module, file).some((node) => isUnguarded(node, file)));
	return usesModule || (platform === 'posix' && posixSignals.some((name) => file.mentions(name).some((mention) => isSignal(mention, file))));
}

/** Module-level imports of a module or something in it. */
function namesOf(module: string, file: FileModel): SyntaxNode[] {
	if (!file.imports(module)) return [];
	const bindings = file.roots.flatMap((root) => [...file.statementOf(root).scope.bindings.values()].flat());
	return bindings.filter(({ target }) => target === module || target?.startsWith(`${module}.`)).map(({ node }) => node);
}

function isSignal(mention: SyntaxNode, file: FileModel): boolean {
	const node = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
	return file.qualifiedName(node) === `signal.${mention.text}` && platformAt(node, file) === undefined && !isCaught(node, ['AttributeError'], file);
}

function isUnguarded(node: SyntaxNode, file: FileModel): boolean {
	const errors = ['ImportError', 'ModuleNotFoundError'];
	return platformAt(node, file) === undefined && !isCaught(node, errors, file) && failedBodies(node, errors, file).next().done === true;
}

/** Where a file chooses the kind of loop for Windows, by a policy or by a factory: the node, and the name of what it chooses. */
export function chosenLoop(kind: 'selector' | 'proactor', file: FileModel): { readonly node: SyntaxNode; readonly name: string } | undefined {
	const names = kind === 'selector' ? ['WindowsSelectorEventLoopPolicy'] : ['WindowsProactorEventLoopPolicy', 'ProactorEventLoop'];
	for (const name of names) {
		for (const mention of file.mentions(name)) {
			const node = mention.parent?.kind === 'attribute' && mention.fieldName === 'attribute' ? mention.parent : mention;
			if (file.qualifiedName(node) === `asyncio.${name}` && isTaken(node, file)) return { node, name: `asyncio.${name}` };
		}
	}
	return undefined;
}

/** Handed to `set_event_loop_policy()` or as `loop_factory=`, or called for a loop. */
function isTaken(node: SyntaxNode, file: FileModel): boolean {
	if (node.parent?.kind === 'keyword_argument') return node.parent.field('name')?.text === 'loop_factory';
	const call = node.parent?.kind === 'call' && node.fieldName === 'function' ? node.parent : undefined;
	if (!call) return false;
	const callee = call.parent?.kind === 'argument_list' ? call.parent.parent?.field('function') : undefined;
	const taker = callee && file.qualifiedName(callee);
	return (
		taker === 'asyncio.set_event_loop_policy' ||
		taker === 'asyncio.set_event_loop' ||
		(callee === undefined && call.parent?.kind === 'assignment' && node.text.endsWith('Loop'))
	);
}
