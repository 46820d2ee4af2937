/**
 * Plugins that run async tests under pytest, and what changed between releases of pytest-asyncio.
 */

/**
 * Final releases of pytest-asyncio, oldest first: one for each state of the behaviour that differs. A
 * declared specifier is judged by which of these it allows.
 * - 0.18.3: legacy mode is the default; 0.19.0: strict mode is, which leaves alone what is not marked;
 * - 0.24.0: `loop_scope`; 0.26.0: `asyncio_default_test_loop_scope`;
 * - 1.0.0: the `event_loop` fixture is gone.
 */
export const pytestAsyncioReleases: readonly string[] = [
	'0.16.0',
	'0.18.3',
	'0.19.0',
	'0.20.3',
	'0.21.2',
	'0.22.0',
	'0.23.8',
	'0.24.0',
	'0.25.3',
	'0.26.0',
	'1.0.0',
	'1.1.0',
	'1.2.0',
	'1.3.0',
	'1.4.0',
];

/** Distributions whose pytest plugins may run async tests or fixtures that carry no asyncio mark. */
export const otherAsyncPlugins: readonly string[] = [
	'aiounittest',
	'alt-pytest-asyncio',
	'asynctest',
	'pytest-aiohttp',
	'pytest-async',
	'pytest-asyncio-cooperative',
	'pytest-asyncio-concurrent',
	'pytest-curio',
	'pytest-homeassistant-custom-component',
	'pytest-sanic',
	'pytest-tornado',
	'pytest-tornado5',
	'pytest-tornasync',
	'pytest-trio',
	'pytest-twisted',
];

/** Marks that tell a plugin to run an async test: `pytest.mark.asyncio`. */
export const runnerMarks: ReadonlySet<string> = new Set([
	'anyio',
	'asyncio',
	'asyncio_concurrent',
	'asyncio_cooperative',
	'curio',
	'gen_test',
	'inline_callbacks',
	'run_loop',
	'sanic',
	'tornado',
	'trio',
	'twisted',
]);

/** Names that, in a conftest.py, may run async tests that carry no mark, mark them, or choose the mode. */
export const collectionHooks: readonly string[] = [
	'anyio_backend',
	'asyncio_mode',
	'pytest_collection_modifyitems',
	'pytest_itemcollected',
	'pytest_make_collect_report',
	'pytest_plugins',
	'pytest_pycollect_makeitem',
	'pytest_pyfunc_call',
	'pytest_runtest_call',
	'pytest_runtest_protocol',
];
