import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';
import { fixOf, indentationAt, indentationUnit, lineEnding, replaceNode, statementOf } from './edits.ts';
import type { Fix } from './finding.ts';
import { reference } from './imports.ts';

/** Puts an expression statement behind `if sys.platform ...:`. Unsafe: on the other system nothing takes its place. */
export function guardByPlatform(node: SyntaxNode, platform: 'windows' | 'posix', file: FileModel): Fix | undefined {
	const statement = statementOf(node);
	const system = reference('sys', 'platform', node, file);
	if (!system || statement.kind !== 'expression_statement' || statement.children[0]?.kind !== 'call') return undefined;
	const condition = `if ${system.text} ${platform === 'windows' ? '==' : '!='} "win32":`;
	return fixOf(
		platform === 'windows' ? 'Do it on Windows only' : 'Do it everywhere but on Windows',
		'unsafe',
		within(condition, statement, '', file),
		system.edits,
	);
}

/** Puts an expression statement into `try`, ready for the error. */
export function guardByTry(node: SyntaxNode, error: string, file: FileModel): Fix | undefined {
	const statement = statementOf(node);
	if (statement.kind !== 'expression_statement' || statement.children[0]?.kind !== 'call') return undefined;
	const indentation = indentationAt(statement);
	const ending = lineEnding(statement);
	const handler = `${ending}${indentation}except ${error}:${ending}${indentation}${indentationUnit(file)}pass`;
	return fixOf(`Be ready for ${error}`, 'unsafe', within('try:', statement, handler, file));
}

/** Undefined where the statement shares its line, or holds text that must not be indented. */
function within(head: string, statement: SyntaxNode, tail: string, file: FileModel) {
	const { text } = file.source;
	const indentation = indentationAt(statement);
	const startsLine = /(^|[\r\n])[ \t]*$/.test(text.slice(0, statement.start));
	const endsLine = /^[ \t]*($|[\r\n]|#)/.test(text.slice(statement.end));
	const hasLongString = [...statement.descendants()].some((node) => node.kind === 'string' && /[\r\n]/.test(node.text));
	if (!startsLine || !endsLine || hasLongString) return undefined;
	const unit = indentationUnit(file);
	const body = statement.text.replace(/(\r\n|\r|\n)(?=[ \t]*[^\s])/g, `$1${unit}`);
	const after = /^[ \t]*#/.test(text.slice(statement.end));
	// A comment behind the statement would end up behind the handler.
	if (after && tail !== '') return undefined;
	return [replaceNode(statement, `${head}${lineEnding(statement)}${indentation}${unit}${body}${tail}`)];
}
