import { clientAt } from '../rule-kit/client-in-reach.ts';
import {
	canAwait,
	fixOf,
	indentationAt,
	indentationUnit,
	lineEnding,
	needsParentheses,
	replaceNode,
	replaceRange,
	startsLine,
	statementOf,
} from '../rule-kit/edits.ts';
import type { DocumentEdit } from '../rule-kit/finding.ts';
import { reference, unusedImportEdits } from '../rule-kit/imports.ts';
import { followers, openBlock } from '../rule-kit/wrap.ts';
import { argumentsOf, unparenthesized } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Refactoring } from './refactoring.ts';

/** What of a response there is in both libraries, as `aiohttp` writes it; what begins with `await` needs the body. */
const members: Readonly<Record<string, string>> = {
	content: 'await read()',
	headers: 'headers',
	'json()': 'await json(content_type=None)',
	ok: 'ok',
	'raise_for_status()': 'raise_for_status()',
	status_code: 'status',
	text: 'await text()',
};

/** A call of `requests` and the statement that it belongs to, with what is asked of the response there. */
interface Request {
	readonly call: SyntaxNode;
	readonly statement: SyntaxNode;
	/** The variable that holds the response. */
	readonly response: SyntaxNode | undefined;
	/** `response.json()` where the response is not kept. */
	readonly asked: SyntaxNode | undefined;
}

export const requestsToAiohttp: Refactoring = {
	name: 'requests-to-aiohttp',
	summary: '`requests.get()` becomes a request of the `aiohttp.ClientSession` that is at hand',
	effect: `The event loop goes on while the answer is under way. Offered where a variable, parameter or attribute in sight is an \`aiohttp.ClientSession\`, for arguments that mean the same to both, and where the function asks the response for nothing but \`json()\`, \`text\`, \`content\`, \`headers\`, \`ok\`, \`status_code\` and \`raise_for_status()\`. A \`timeout\` limits the connection and each read, as \`requests\` means it; without one a session gives up after five minutes. What is raised is different: \`aiohttp.ClientError\` and \`TimeoutError\` in place of \`requests.RequestException\`.`,
	offer(at, { file }) {
		const call = at.kind === 'call' ? at : at.closest('call');
		const callee = call?.field('function');
		const verb = /^requests\.(delete|get|head|options|patch|post|put)$/.exec((callee && file.qualifiedName(callee)) ?? '')?.[1];
		const request = call && verb !== undefined && canAwait(call, file) ? requestAt(call) : undefined;
		const session = request && clientAt(request.call, 'aiohttp.ClientSession', file);
		if (!callee || !request || session === undefined || file.source.comments.some((one) => one.start >= request.call.start && one.end <= request.call.end))
			return [];
		const given = givenIn(request.call, file);
		const edits = given && inBlock(request, `async with ${session}.${verb}(${given.text})`, file);
		return [fixOf(`Ask with ${session}, an aiohttp.ClientSession`, 'unsafe', edits, given?.edits, unusedImportEdits(callee, [callee], file))];
	},
};

/** `x = requests.get()`, `requests.post()`, or any statement that begins with `requests.get().json()`. */
function requestAt(call: SyntaxNode): Request | undefined {
	const statement = statementOf(call);
	const asked = askedOf(call);
	if (statement.parent?.kind !== 'block' || !startsLine(statement)) return undefined;
	const isPlain = /^(expression|return)_statement$/.test(statement.kind);
	if (asked) return isPlain && runsFirst(asked, statement) ? { call, statement, response: undefined, asked } : undefined;
	const holder = call.parent;
	if (holder === statement) return statement.kind === 'expression_statement' ? { call, statement, response: undefined, asked } : undefined;
	const target = holder?.kind === 'assignment' && holder.parent === statement && !holder.field('type') ? holder.field('left') : undefined;
	return target?.kind === 'identifier' ? { call, statement, response: target, asked } : undefined;
}

/** Whether an expression is evaluated whenever its statement runs, and before anything else in it. */
function runsFirst(expression: SyntaxNode, statement: SyntaxNode): boolean {
	for (const outer of expression.ancestors()) {
		if (outer === statement) break;
		if (/lambda|comprehension|generator|conditional|boolean/.test(outer.kind)) return false;
	}
	return [...statement.descendants()].every((one) => !/^(call|await)$/.test(one.kind) || one.end >= expression.end || one.isInside(expression));
}

/** The attribute or method call that takes something of the response at once, where both libraries have it. */
function askedOf(response: SyntaxNode): SyntaxNode | undefined {
	const attribute = response.parent?.kind === 'attribute' && response.fieldName === 'object' ? response.parent : undefined;
	const name = attribute?.field('attribute')?.text ?? '';
	if (!attribute) return undefined;
	if (members[name] !== undefined) return attribute;
	const call = attribute.parent?.kind === 'call' && attribute.fieldName === 'function' ? attribute.parent : undefined;
	return call && argumentsOf(call).length === 0 && members[`${name}()`] !== undefined ? call : undefined;
}

/** The request as a block: round all that asks the response for something. */
function inBlock({ call, statement, response, asked }: Request, request: string, file: FileModel): DocumentEdit[] | undefined {
	const opening = (name: string) => `${request} as ${name}:`;
	const inside = (line: string) => `${lineEnding(statement)}${indentationAt(statement)}${indentationUnit(file)}${line}`;
	if (asked) {
		const text = file.source.text.slice(statement.start, asked.start) + askFor('response', asked) + file.source.text.slice(asked.end, statement.end);
		const isFree = !file.isMentioned('response');
		return isFree ? [replaceRange(file, statement, `${opening('response')}${inside(text)}`)] : undefined;
	}
	if (!response) return call.parent === statement ? [replaceRange(file, statement, `${request}:${inside('pass')}`)] : undefined;
	const { scope, bindings } = file.lookup(response);
	const [binding] = bindings;
	if (!scope?.function || scope.function !== file.functionOf(statement) || bindings.length !== 1 || !binding) return undefined;
	const uses = file.usesOf(binding).filter((use) => use !== response);
	const takes = uses.map((use) => (file.functionOf(use) === scope.function && canAwait(use, file) ? askedOf(use) : undefined));
	const last = followers(statement).findLast((one) => uses.some((use) => use.isInside(one)));
	if (!last || !uses.every((use) => use.start > statement.end && use.end <= last.end) || takes.some((take) => take === undefined)) return undefined;
	const opened = openBlock(statement, opening(response.text), last, file);
	return opened && [...opened, ...takes.flatMap((take) => (take ? [replaceNode(take, askFor(response.text, take))] : []))];
}

/** What `response.json()` and the like are in `aiohttp`. */
function askFor(response: string, asked: SyntaxNode): string {
	const attribute = asked.kind === 'call' ? (asked.field('function') as SyntaxNode) : asked;
	const member = members[`${attribute.field('attribute')?.text}${asked.kind === 'call' ? '()' : ''}`] ?? '';
	if (!member.startsWith('await ')) return `${response}.${member}`;
	const [open, close] = needsParentheses(asked) ? ['(', ')'] : ['', ''];
	return `${open}await ${response}.${member.slice('await '.length)}${close}`;
}

/** The arguments as `aiohttp` takes them; undefined where one means something else there, or may. */
function givenIn(call: SyntaxNode, file: FileModel): { readonly text: string; readonly edits: readonly DocumentEdit[] } | undefined {
	const texts: string[] = [];
	const edits: DocumentEdit[] = [];
	for (const [index, one] of argumentsOf(call).entries()) {
		const name = one.kind === 'keyword_argument' ? one.field('name')?.text : undefined;
		const value = one.kind === 'keyword_argument' ? one.field('value') : one;
		const isSame =
			value &&
			(name === undefined ? index === 0 && !one.kind.endsWith('splat') : /^(url|json|headers)$/.test(name) || (name === 'params' && isPlainQuery(value, file)));
		const limits = value && name === 'timeout' && /^(integer|float)$/.test(value.kind) ? reference('aiohttp', 'ClientTimeout', call, file) : undefined;
		if (limits) edits.push(...limits.edits);
		if (!isSame && !limits) return undefined;
		texts.push(limits ? `timeout=${limits.text}(sock_connect=${value?.text}, sock_read=${value?.text})` : one.text);
	}
	return texts.length > 0 ? { text: texts.join(', '), edits } : undefined;
}

/** A dictionary of texts and numbers: what else `requests` lets pass (None, True, lists in some versions) `aiohttp` refuses. */
function isPlainQuery(value: SyntaxNode, file: FileModel): boolean {
	const node = unparenthesized(value);
	const isPlain = (one: SyntaxNode | undefined) =>
		one !== undefined && (/^(string|concatenated_string|integer)$/.test(one.kind) || /^builtins\.(str|int)$/.test(file.typeOf(one)?.external ?? ''));
	return node.kind === 'dictionary' && node.children.every((pair) => pair.kind === 'pair' && isPlain(pair.field('key')) && isPlain(pair.field('value')));
}
