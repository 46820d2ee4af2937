import { clientAt } from '../rule-kit/client-in-reach.ts';
import { canAwait, fixOf, needsParentheses, replaceNode, replaceRange } from '../rule-kit/edits.ts';
import { unusedImportEdits } from '../rule-kit/imports.ts';
import { argumentsOf } from '../semantics/calls.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import type { Refactoring } from './refactoring.ts';

/** Arguments that mean the same in both libraries. */
const shared = /^(auth|cookies|data|files|headers|json|params|timeout|url)$/;

export const requestsToHttpx: Refactoring = {
	name: 'requests-to-httpx',
	summary: '`requests.get()` becomes a request of the `httpx.AsyncClient` that is at hand',
	effect: `The event loop goes on while the answer is under way. Offered where a variable, parameter or attribute in sight is an \`httpx.AsyncClient\`, and for arguments that mean the same to both. \`requests\` follows redirects and \`httpx\` does not, so \`follow_redirects=True\` is added (not to \`head\`, which does not follow them in \`requests\` either). What is raised is different: \`httpx.HTTPError\` in place of \`requests.RequestException\`.`,
	offer(at, { file }) {
		const call = at.kind === 'call' ? at : at.closest('call');
		const callee = call?.field('function');
		const verb = /^requests\.(delete|get|head|options|patch|post|put)$/.exec((callee && file.qualifiedName(callee)) ?? '')?.[1];
		const list = call?.field('arguments');
		if (!call || !callee || !list || verb === undefined || !canAwait(call, file) || !argumentsAreShared(call)) return [];
		const client = clientAt(call, 'httpx.AsyncClient', file);
		if (client === undefined) return [];
		const [open, close] = needsParentheses(call) ? ['(await ', ')'] : ['await ', ''];
		const redirects = verb === 'head' ? '' : ', follow_redirects=True';
		const lastArgument = argumentsOf(call).at(-1);
		if (!lastArgument || file.source.comments.some((comment) => comment.start >= call.start && comment.end <= call.end)) return [];
		const edits = [replaceNode(callee, `${open}${client}.${verb}`), replaceRange(file, { start: lastArgument.end, end: call.end }, `${redirects})${close}`)];
		return [fixOf(`Ask with ${client}, an httpx.AsyncClient`, 'unsafe', edits, unusedImportEdits(callee, [callee], file))];
	},
};

function argumentsAreShared(call: SyntaxNode): boolean {
	const given = argumentsOf(call);
	return (
		given.length > 0 &&
		given.every((one, index) => (one.kind === 'keyword_argument' ? shared.test(one.field('name')?.text ?? '') : index === 0 && !one.kind.endsWith('splat')))
	);
}
