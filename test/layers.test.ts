import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** An import written into a file of a layer. */
type ImportCase = readonly [file: string, statement: string];

const forbidden: readonly ImportCase[] = [
	['server/src/rules/a.ts', "import { x } from '../lsp/x.ts';"],
	['server/src/rules/b.ts', "import { x } from './other-rule.ts';"],
	['server/src/rules/c.ts', "import { x } from '../analysis/settings.ts';"],
	['server/src/rules/d.ts', "import { x } from 'web-tree-sitter';"],
	['server/src/rules/e.ts', "import { x } from 'vscode-languageserver';"],
	['server/src/rules/f.ts', "import { x } from '../explain/explain.ts';"],
	['server/src/refactorings/a.ts', "import { x } from '../rules/blocking-sleep.ts';"],
	['server/src/refactorings/b.ts', "import { x } from '../analysis/settings.ts';"],
	['server/src/util/a.ts', "import { x } from 'node:fs';"],
	['server/src/util/b.ts', "import { x } from '../syntax/parser.ts';"],
	['server/src/knowledge/a.ts', "import { x } from '../semantics/imports.ts';"],
	['server/src/knowledge/b.ts', "import { x } from '../main.ts';"],
	['server/src/syntax/a.ts', "import { x } from 'node:fs';"],
	['server/src/syntax/b.ts', "import { x } from '../semantics/calls.ts';"],
	['server/src/notebook/a.ts', "import { x } from '../syntax/parser.ts';"],
	['server/src/notebook/b.ts', "import { x } from 'node:fs';"],
	['server/src/knowledge/d.ts', "import { x } from '../notebook/notebook.ts';"],
	['server/src/semantics/a.ts', "import { x } from '../project/modules.ts';"],
	['server/src/semantics/b.ts', "import { x } from 'web-tree-sitter';"],
	['server/src/project/a.ts', "import { x } from 'node:path';"],
	['server/src/project/b.ts', "import { x } from '../rule-kit/rule.ts';"],
	['server/src/project/e.ts', "import { x } from '../protocol.ts';"],
	['server/src/rule-kit/a.ts', "import { x } from '../rules/blocking-sleep.ts';"],
	['server/src/analysis/a.ts', "import { x } from 'fs/promises';"],
	['server/src/analysis/b.ts', "import { x } from 'vscode-languageserver-types';"],
	['server/src/analysis/c.ts', "import { x } from '../explain/explain.ts';"],
	['server/src/analysis/d.ts', "import { x } from '../cli.ts';"],
	['server/src/explain/a.ts', "import { x } from '../analysis/analyser.ts';"],
	['server/src/disk/a.ts', "import { x } from '../lsp/convert.ts';"],
	['server/src/lsp/a.ts', "import { x } from 'node:path';"],
	['server/src/lsp/b.ts', "import { x } from '../disk/workspace-on-disk.ts';"],
	['server/src/lsp/c.ts', "import { x } from '../main.ts';"],
	['server/src/lsp/d.ts', "import { x } from 'vscode';"],
	['server/src/cli/formats/a.ts', "import { x } from 'vscode-languageserver/node';"],
	['server/src/cli/b.ts', "import { x } from '../lsp/convert.ts';"],
	['server/src/cli/e.ts', "import { x } from '../main.ts';"],
	['server/src/worker.ts', "import { x } from 'node:fs';"],
	['server/src/protocol.ts', "import { x } from 'vscode-languageserver';"],
	['client/src/a.ts', "import { x } from '../../server/src/util/text.ts';"],
	['client/src/b.ts', "import { x } from '../../server/src/lsp/convert.ts';"],
	['client/src/c.ts', "import { x } from 'vscode-languageserver';"],
	['client/src/explain/a.ts', "import { x } from '../../../server/src/explain/explain.ts';"],
];

const allowed: readonly ImportCase[] = [
	['server/src/rules/g.ts', "import { x } from '../knowledge/blocking-calls.ts';"],
	['server/src/rules/h.ts', "import { x } from '../rule-kit/rule.ts';"],
	['server/src/rules/index.generated.ts', "import { x } from './blocking-sleep.ts';"],
	['server/src/knowledge/asyncio/c.ts', "import { x } from '../version-facts.ts';"],
	['server/src/cli/formats/b.ts', "import { x } from '../check.ts';"],
	['server/src/syntax/c.ts', "import { x } from 'web-tree-sitter';"],
	['server/src/syntax/d.ts', "import { x } from './flat-tree.ts';"],
	['server/src/syntax/e.ts', "import { x } from '../notebook/module.ts';"],
	['server/src/notebook/c.ts', "import { x } from 'jsonc-parser';"],
	['server/src/project/c.ts', "import { x } from '../semantics/file-model.ts';"],
	['server/src/project/installed/d.ts', "import { x } from '../workspace.ts';"],
	['server/src/analysis/e.ts', "import { x } from '../rules/index.generated.ts';"],
	['server/src/disk/b.ts', "import { x } from 'node:fs/promises';"],
	['server/src/cli/formats/c.ts', "import { x } from '../../util/text.ts';"],
	['server/src/cli/d.ts', "import { x } from '../disk/workspace-on-disk.ts';"],
	['server/src/lsp/e.ts', "import { x } from 'vscode-languageserver';"],
	['server/src/lsp/f.ts', "import { x } from '../protocol.ts';"],
	['server/src/main.ts', "import { x } from 'vscode-languageserver/node';"],
	['client/src/d.ts', "import { x } from '../../server/src/protocol.ts';"],
	['client/src/explain/d.ts', "import { x } from '../../../server/src/protocol.ts';"],
	['client/src/f.ts', "import { x } from '../../server/src/util/markup.ts';"],
	['client/src/e.ts', "import { x } from 'vscode-languageclient/node';"],
];

const repository = join(import.meta.dirname, '..');
let folder: string;
/** `file:line` of every import the linter refused. */
let banned: readonly string[];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'layers-'));
	copyFileSync(join(repository, 'biome.json'), join(folder, 'biome.json'));
	symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'), 'junction');
	for (const [file, statement] of [...forbidden, ...allowed]) {
		write(file, statement);
	}
	const run = spawnSync(
		process.execPath,
		[
			join(repository, 'node_modules/@biomejs/biome/bin/biome'),
			'lint',
			'--vcs-enabled=false',
			'--only=style/noRestrictedImports',
			'--reporter=github',
			'--max-diagnostics=none',
		],
		{
			cwd: folder,
			encoding: 'utf8',
		},
	);
	const refusals = run.stdout.replaceAll('\\', '/').matchAll(new RegExp(`file=[^,]*${basename(folder)}/([^,]+),line=(\\d+)`, 'g'));
	banned = [...refusals].map(([, file, line]) => `${file}:${line}`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the linter keeps the layers apart', () => {
	test.each(forbidden)('%s may not: %s', (file) => {
		expect(banned).toContain(`${file}:1`);
		expect(banned).toContain(`${file}:2`);
	});

	test.each(allowed)('%s may: %s', (file) => {
		expect(banned.filter((place) => place.startsWith(`${file}:`))).toEqual([]);
	});
});

/** Line 1 imports a value, line 2 a type. */
function write(file: string, statement: string): void {
	const path = join(folder, file);
	mkdirSync(dirname(path), { recursive: true });
	const typeImport = statement.replace('import { x }', 'import type { T }');
	writeFileSync(path, `${statement}\n${typeImport}\nexport const y: T = x;\n`);
}
