import { isTypeCheckingOnly, platformAt, pythonAt } from '../project/guards.ts';
import type { ProjectModel } from '../project/project.ts';
import { isTestFile } from '../project/test-files.ts';
import { failedBodies, isCaught, isExpected } from '../rule-kit/caught.ts';
import { deleteStatement, fixOf, indentationUnit, lineEnding, replaceNode, statementOf } from '../rule-kit/edits.ts';
import type { Fix } from '../rule-kit/finding.ts';
import { reference } from '../rule-kit/imports.ts';
import { isMeantFor } from '../rule-kit/platform-evidence.ts';
import { runOnUvloop } from '../rule-kit/policy-fixes.ts';
import { defineRule, type Report } from '../rule-kit/rule.ts';
import { type EffectOn, effectsText, errorsOnly, worstSeverity } from '../rule-kit/version-text.ts';
import { isStatement } from '../semantics/calls.ts';
import type { FileModel } from '../semantics/file-model.ts';
import type { SyntaxNode } from '../syntax/source-file.ts';

const messages = {
	windows:
		'uvloop does not exist on Windows, where this project runs too: this import raises ModuleNotFoundError there; test sys.platform or be ready for ImportError',
	install: 'uvloop.install() sets an event loop policy, and policies are going: {consequence}; start the program with uvloop.run()',
} as const;

/** uvloop itself warns from 3.12 on; what it sets goes in 3.16. */
const installEffect: EffectOn = (minor) =>
	minor >= 16 ? { says: 'an error', severity: 'error' } : minor >= 12 ? { says: 'DeprecationWarning', severity: 'warning' } : undefined;

export default defineRule({
	name: 'unguarded-uvloop',
	category: 'versions',
	severity: 'warning',
	fix: 'unsafe',
	since: '0.1.0',
	equivalents: [],
	summary: 'uvloop imported where it may not exist, or installed as a policy',
	why: `uvloop cannot be installed on Windows. A project that runs there too (it says so by its classifiers, by a condition of a dependency such as \`uvloop; sys_platform != "win32"\`, or tests itself there) must not import it without a guard: \`ModuleNotFoundError: No module named 'uvloop'\`.

\`\`\`python
if sys.platform != "win32":
    import uvloop
\`\`\`

or \`try: import uvloop\` with \`except ImportError\`.

\`uvloop.install()\` sets an event loop policy. From Python 3.12 on uvloop warns: \`DeprecationWarning: uvloop.install() is deprecated in favor of uvloop.run() starting with Python 3.12.\` In Python 3.16 policies are gone. \`uvloop.run(main())\` (uvloop 0.18 and later) replaces both \`install()\` and \`asyncio.run(main())\`; \`asyncio.Runner(loop_factory=uvloop.new_event_loop)\` serves where several runs share a loop.`,
	byHand: 'import uvloop only where it is installed, and start the program with uvloop.run() there',
	messages,
	examples: [
		{
			bad: `import asyncio

import uvloop


async def main():
    await asyncio.sleep(0)


uvloop.install()
asyncio.run(main())
`,
			good: `import asyncio

import uvloop


async def main():
    await asyncio.sleep(0)


uvloop.run(main())
`,
		},
	],
	on: {
		'node:import_statement'(statement, { file, project, report }) {
			for (const name of statement.fields('name')) if (/^uvloop\b/.test(name.text)) reportImport(name, statement, file, project, report);
		},
		'node:import_from_statement'(statement, { file, project, report }) {
			const module = statement.field('module_name');
			if (module && /^uvloop\b/.test(module.text)) reportImport(module, statement, file, project, report);
		},
		call(call, { file, python, report }) {
			if (!/\binstall$/.test(call.callee.text) || file.qualifiedName(call.callee) !== 'uvloop.install') return;
			const range = pythonAt(call.node, file, python);
			const isKnown = isExpected(call.node, 'warning', file);
			const effectOn = isKnown ? errorsOnly(installEffect) : installEffect;
			const severity = range && worstSeverity(range, effectOn);
			if (!severity) return;
			const fixes = () => [isStatement(call.node) ? runOnUvloop(call.node, call.callee, file) : undefined];
			report({
				at: call.node,
				message: 'install',
				data: { consequence: effectsText(range, effectOn) },
				severity: isKnown ? 'hint' : severity,
				tags: ['deprecated'],
				fixes,
			});
		},
	},
});

function reportImport(at: SyntaxNode, statement: SyntaxNode, file: FileModel, project: ProjectModel, report: (report: Report<typeof messages>) => void): void {
	const errors = ['ImportError', 'ModuleNotFoundError'];
	// Inside a function, or in a module that is named for it, it is loaded by whoever asks for it.
	if (file.functionOf(at) || /uvloop/.test(file.path.slice(file.path.lastIndexOf('/'))) || isMeantFor('posix', file, 'uvloop')) return;
	if (platformAt(at, file) === 'posix' || isCaught(at, errors, file) || !failedBodies(at, errors, file).next().done) return;
	if (isTypeCheckingOnly(at, file) || project.platforms(file.path) !== 'windows-too' || file.environment.imported('uvloop', file)) return;
	// Who runs a benchmark or a test of uvloop has it.
	const severity = isTestFile(file.path) || /(^|\/)bench(marks?)?\//.test(file.path) ? 'hint' : undefined;
	report({ at, message: 'windows', severity, fixes: () => [guardWithInstall(statement, file)] });
}

/** Import and installation move together behind a test of the platform. Undefined where uvloop is used for anything else. */
function guardWithInstall(statement: SyntaxNode, file: FileModel): Fix | undefined {
	const [name, ...others] = statement.kind === 'import_statement' ? statement.fields('name') : [];
	const uses = name ? file.mentions(name.text).filter((use) => !use.isInside(statement)) : [];
	const [use, ...more] = uses;
	const call = use?.parent?.parent;
	const system = use && reference('sys', 'platform', use, file);
	if (others.length > 0 || more.length > 0 || !system || call?.kind !== 'call' || call.text !== `${use.text}.install()` || !isStatement(call)) return undefined;
	const installation = statementOf(call);
	// An import that only another file could miss stays; so does one inside a function.
	if (statement.parent || installation.kind !== 'expression_statement') return undefined;
	const unit = indentationUnit(file);
	const indentation = /(?<![ \t])[ \t]*$/.exec(file.source.text.slice(0, installation.start))?.[0] ?? '';
	const ending = lineEnding(installation);
	const guarded = `if ${system.text} != "win32":${ending}${indentation}${unit}${statement.text}${ending}${ending}${indentation}${unit}${installation.text}`;
	return fixOf('Do it everywhere but on Windows', 'unsafe', deleteStatement(statement, file), [replaceNode(installation, guarded)], system.edits);
}
