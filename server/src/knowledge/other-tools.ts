/** Tools whose configuration is read. */
export type OtherTool = 'ruff' | 'pyright';

/** What another tool reports at the very places where a rule of ours does. Narrow on purpose: it sees less than we do, and what it misses stays ours. */
export interface CoveredPlaces {
	readonly tool: OtherTool;
	/** The code under which it is configured there. */
	readonly code: string;
	/** Names of the calls it recognises, as imports spell them; other ways to the same function it does not follow. */
	readonly calls: RegExp;
	/** It sees calls only that stand for themselves, as a statement. */
	readonly statements?: true;
}

/** By rule. Ruff's entries are compared with what Ruff itself says of the fixtures by test/unit/other-tools.test.ts. */
export const coveredPlaces: Readonly<Record<string, readonly CoveredPlaces[]>> = {
	'blocking-sleep': [{ tool: 'ruff', code: 'ASYNC251', calls: /^time\.sleep$/ }],
	'blocking-http': [{ tool: 'ruff', code: 'ASYNC210', calls: /^(requests|httpx)\.(delete|get|head|options|patch|post|put)$|^urllib\.request\.urlopen$/ }],
	'blocking-subprocess': [
		{ tool: 'ruff', code: 'ASYNC220', calls: /^subprocess\.Popen$|^os\.popen$/ },
		{
			tool: 'ruff',
			code: 'ASYNC221',
			calls: /^subprocess\.(call|check_call|check_output|getoutput|getstatusoutput|run)$|^os\.system$/,
		},
		{ tool: 'ruff', code: 'ASYNC222', calls: /^os\.(wait|wait3|wait4|waitid|waitpid)$/ },
	],
	'blocking-file-io': [{ tool: 'ruff', code: 'ASYNC230', calls: /^(builtins|io)\.open$/ }],
	'blocking-input': [{ tool: 'ruff', code: 'ASYNC250', calls: /^builtins\.input$/ }],
	'dangling-task': [{ tool: 'ruff', code: 'RUF006', calls: /^asyncio\.(create_task|ensure_future)$/, statements: true }],
	'missing-await': [{ tool: 'pyright', code: 'reportUnusedCoroutine', calls: /^/, statements: true }],
};
