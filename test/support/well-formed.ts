import type { Parser } from '../../server/src/syntax/parser.ts';

/**
 * Whether a text can be held against a parse from scratch. How tree-sitter recovers from errors
 * depends on the trees it had before, and it takes a module that begins with white space now one
 * way, now another. Near such places nothing is reported; what it makes of the rest may differ.
 */
export function isWellFormed(text: string, parser: Parser): boolean {
	const file = parser.parse('/well-formed.py', text);
	return !file.hasError && file.statements.every((statement) => file.lines.positionAt(statement.start).column === 0);
}
