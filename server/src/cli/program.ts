import process from 'node:process';
import { Command, CommanderError, Option } from 'commander';
import { createAnalyser } from '../analysis/analyser.ts';
import { knownNames } from '../analysis/settings.ts';
import { nodeHost } from '../disk/node-host.ts';
import { severities } from '../rule-kit/rule.ts';
import { rules } from '../rules/index.generated.ts';
import { visibleLines } from '../util/visible.ts';
import { check } from './check.ts';
import { checkOptionsOf, formats, type RawCheckOptions } from './check-options.ts';
import type { CheckerParts } from './checker.ts';
import { complain, consoleLogger, UsageError } from './console.ts';
import { explainFile } from './explain.ts';
import { rulesAsJson, rulesAsText } from './rules.ts';

/** What only the entry can give. */
export interface ProgramParts {
	readonly version: string;
	/** Serves on standard input and output until the client is gone. */
	readonly startServer: () => Promise<unknown>;
}

/** Runs the program. The result is its exit status; undefined while a server goes on running. Never rejects. */
export async function runProgram(args: readonly string[], parts: ProgramParts): Promise<number | undefined> {
	let status: number | undefined = 0;
	const program = createProgram(parts, (result) => {
		status = result;
	});
	try {
		await program.parseAsync([...args], { from: 'user' });
		return status;
	} catch (error) {
		// Commander has printed its own message; help and version are no mistakes.
		if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
		const message = error instanceof UsageError ? error.message : `internal error: ${error instanceof Error ? error.stack : String(error)}`;
		complain(message);
		return 2;
	}
}

function createProgram({ version, startServer }: ProgramParts, finish: (status: number | undefined) => void): Command {
	// Commands inherit both only when they are added after it.
	const program = new Command('asyncio-doctor')
		.description('Finds asyncio mistakes in Python code, shows why they fail, and mends them.')
		.version(version)
		.configureOutput({ writeErr: (text) => void process.stderr.write(visibleLines(text)) })
		.exitOverride();
	addCheck(program, version, finish);
	addExplain(program, finish);
	program
		.command('rules')
		.description('list the rules')
		.addOption(formatOption(['text', 'json']))
		.action(({ format }: { format: string }) => void process.stdout.write(format === 'json' ? rulesAsJson(rules) : rulesAsText(rules)));
	program
		.command('server')
		.description('run the language server, for editors')
		.requiredOption('--stdio', 'talk over standard input and output')
		.action(async () => {
			finish(undefined);
			await startServer();
		});
	return program;
}

function addCheck(program: Command, version: string, finish: (status: number) => void): void {
	const names = (value: string, before: readonly string[] = []): readonly string[] => [
		...before,
		...value
			.split(',')
			.map((name) => name.trim())
			.filter((name) => name !== ''),
	];
	program
		.command('check')
		.description('check Python files and folders')
		.argument('<path...>', 'files (.py, .pyi, .ipynb) or folders; - reads standard input')
		.addOption(formatOption(formats))
		.option('--python-version <3.N>', "the version to judge by (default: from the project's own files, else 3.10)")
		.option('--target-version <3.N>', 'judge as if the project also ran on this newer version: what a migration to it needs')
		.option('--select <names>', 'only these rules or categories, parted by commas', names)
		.option('--ignore <names>', 'not these rules or categories, parted by commas', names)
		.option('--fix', 'write safe fixes to the files (standard input: print the fixed text)')
		.option('--unsafe-fixes', 'with --fix: also fixes that may change what the code does')
		.option('--diff', 'with --fix: print the change instead of writing it; findings go to standard error')
		.option('--stdin-filename <name>', 'what standard input is called')
		.addOption(
			new Option('--min-severity <severity>', 'report from this severity on (default: information for text and github, hint for json and sarif)').choices(
				severities,
			),
		)
		.addOption(new Option('--fail-on <severity>', 'exit with 1 from this severity on').choices([...severities, 'never']).default('warning'))
		.option('--fail-on-unparsed', 'exit with 1 also where a file has code that is not understood')
		.option('--config <file>', 'settings from this file instead of the nearest pyproject.toml')
		.action(async (paths: readonly string[], raw: RawCheckOptions) => {
			const known = knownNames(rules);
			const options = checkOptionsOf(paths, raw, known);
			const parser = await nodeHost().loadParser(undefined, consoleLogger);
			finish(await check(options, { rules, known, version, createAnalyser: (parts) => createAnalyser({ ...parts, parser }) }));
		});
}

function addExplain(program: Command, finish: (status: number) => void): void {
	program
		.command('explain')
		.description('explain a traceback or log: what happened, where to look, what helps')
		.argument('[file]', 'a traceback or log; - or nothing reads standard input', '-')
		.addOption(formatOption(['text', 'json']))
		.action(async (file: string, { format }: { format: 'text' | 'json' }) => {
			const createWithParser = async (): Promise<CheckerParts['createAnalyser']> => {
				const parser = await nodeHost().loadParser(undefined, consoleLogger);
				return (parts) => createAnalyser({ ...parts, parser });
			};
			finish(await explainFile({ file, format }, { known: knownNames(rules), createWithParser }));
		});
}

function formatOption(choices: readonly string[]): Option {
	return new Option('--format <format>', 'how to print').choices(choices).default('text');
}
