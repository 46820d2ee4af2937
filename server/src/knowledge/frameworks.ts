/**
 * Where a framework runs a function.
 * - `loop`: on the event loop, which a blocking call would stop;
 * - `worker-thread`: in a thread without a loop, beside the loop of the same process;
 * - `no-loop`: where no loop runs (server thread, worker process, main thread);
 * - `own-loop`: on a loop made for this call alone;
 * - `refused`: the framework raises when it is given such a function;
 * - `never-awaited`: it is called, and the coroutine is dropped.
 */
export type RunsOn = 'loop' | 'worker-thread' | 'no-loop' | 'own-loop' | 'refused' | 'never-awaited';

/**
 * One way to hand a function to a framework. What runs where was read in the framework's sources at the version in `checkedAgainst`; what could not be
 * read there is left out.
 */
export interface FrameworkEntry {
	/** Completes "the function is ...": "a FastAPI route". */
	readonly role: string;
	readonly checkedAgainst: string;
	/** Where an `async def` runs. */
	readonly asyncRunsOn: RunsOn;
	/** Where a plain `def` runs. */
	readonly syncRunsOn: RunsOn;
	/** Decorators that are functions, as imports resolve them. */
	readonly decorators?: readonly string[];
	/** Decorators that are methods of an object, by its type: `@app.get('/')`. */
	readonly decoratorMethods?: Readonly<Record<string, readonly string[]>>;
	/** Methods of classes that inherit from these, by base class. */
	readonly methodsOfSubclasses?: Readonly<Record<string, readonly string[]>>;
	/** Calls that take the function as an argument, with its position (without self) and keyword. */
	readonly argumentsOf?: Readonly<Record<string, { readonly position: number; readonly keyword: string }>>;
	/** Attributes that the function is assigned to, by the type of their object: `client.on_message = f`. */
	readonly assignedTo?: Readonly<Record<string, readonly string[]>>;
	/** The entry counts only in files that have the word. */
	readonly whenMentioned?: string;
	/** Types of what the framework passes, in order, without self; `''` where nothing is said. */
	readonly parameters?: readonly string[];
	/** The same by the name of the function, where the name decides. */
	readonly parametersByName?: Readonly<Record<string, readonly string[]>>;
}

const words = (names: string): readonly string[] => names.split(' ');
const verbs = 'delete get head options patch post put';

const asgi: readonly FrameworkEntry[] = [
	{
		role: 'a FastAPI route',
		checkedAgainst: 'fastapi 0.141.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'fastapi.FastAPI': words(`${verbs} trace api_route`), 'fastapi.APIRouter': words(`${verbs} trace api_route`) },
	},
	{
		role: 'a FastAPI dependency',
		checkedAgainst: 'fastapi 0.141.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		argumentsOf: { 'fastapi.Depends': { position: 0, keyword: 'dependency' }, 'fastapi.Security': { position: 0, keyword: 'dependency' } },
	},
	{
		role: 'a start or stop handler',
		checkedAgainst: 'fastapi 0.141.1, starlette 0.47.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		decoratorMethods: { 'fastapi.FastAPI': ['on_event'], 'fastapi.APIRouter': ['on_event'] },
	},
	{
		role: 'an exception handler',
		checkedAgainst: 'starlette 0.47.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'fastapi.FastAPI': ['exception_handler'] },
	},
	{
		role: 'an HTTP middleware',
		checkedAgainst: 'fastapi 0.141.1, starlette 0.47.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decoratorMethods: { 'fastapi.FastAPI': ['middleware'], 'starlette.applications.Starlette': ['middleware'] },
		parameters: ['starlette.requests.Request', 'starlette.middleware.base.RequestResponseEndpoint'],
	},
	{
		role: 'a background task',
		checkedAgainst: 'starlette 0.47.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		argumentsOf: {
			'fastapi.BackgroundTasks.add_task': { position: 0, keyword: 'func' },
			'starlette.background.BackgroundTasks.add_task': { position: 0, keyword: 'func' },
			'starlette.background.BackgroundTask': { position: 0, keyword: 'func' },
		},
	},
	{
		role: 'a Starlette route',
		checkedAgainst: 'starlette 0.47.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		argumentsOf: { 'starlette.routing.Route': { position: 1, keyword: 'endpoint' } },
		methodsOfSubclasses: { 'starlette.endpoints.HTTPEndpoint': words(verbs) },
	},
	{
		role: 'a Quart route',
		checkedAgainst: 'quart 0.18.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: {
			'quart.Quart': words('delete get patch post put route before_request after_request errorhandler before_serving after_serving'),
			'quart.Blueprint': words('delete get patch post put route before_request after_request errorhandler'),
		},
	},
	{
		role: 'a Sanic handler',
		checkedAgainst: 'sanic 25.12.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		decoratorMethods: {
			'sanic.Sanic': words(
				`${verbs} route middleware on_request on_response exception before_server_start after_server_start before_server_stop after_server_stop`,
			),
			'sanic.Blueprint': words(
				`${verbs} route middleware on_request on_response exception before_server_start after_server_start before_server_stop after_server_stop`,
			),
		},
	},
	{
		role: 'an aiohttp handler',
		checkedAgainst: 'aiohttp 3.8.4',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		decoratorMethods: { 'aiohttp.web.RouteTableDef': words(`${verbs} route`) },
		argumentsOf: {
			...Object.fromEntries(words(verbs).map((verb) => [`aiohttp.web.${verb}`, { position: 1, keyword: 'handler' }])),
			...Object.fromEntries(words(verbs).map((verb) => [`aiohttp.web.UrlDispatcher.add_${verb}`, { position: 1, keyword: 'handler' }])),
			'aiohttp.web.route': { position: 2, keyword: 'handler' },
			'aiohttp.web.UrlDispatcher.add_route': { position: 2, keyword: 'handler' },
		},
		parameters: ['aiohttp.web.Request'],
	},
	{
		role: 'a Tornado handler',
		checkedAgainst: 'tornado 6.2.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		methodsOfSubclasses: { 'tornado.web.RequestHandler': words(`${verbs} prepare`) },
	},
];

/** What the standard library and watchdog call back. */
const standardLibrary: readonly FrameworkEntry[] = [
	{
		role: 'the run method of a thread',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		methodsOfSubclasses: { 'threading.Thread': ['run'] },
	},
	{
		role: 'a handler of a watchdog observer, which calls it in its own thread',
		checkedAgainst: 'watchdog 6.0.0',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		methodsOfSubclasses: {
			'watchdog.events.FileSystemEventHandler': words(
				'dispatch on_any_event on_closed on_closed_no_write on_created on_deleted on_modified on_moved on_opened',
			),
		},
	},
	{
		role: 'a callback of an asyncio protocol',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'loop',
		methodsOfSubclasses: {
			'asyncio.BaseProtocol': words('connection_made connection_lost pause_writing resume_writing'),
			'asyncio.Protocol': words('data_received eof_received'),
			'asyncio.BufferedProtocol': words('get_buffer buffer_updated eof_received'),
			'asyncio.DatagramProtocol': words('datagram_received error_received'),
			'asyncio.SubprocessProtocol': words('pipe_data_received pipe_connection_lost process_exited'),
		},
	},
];

const wsgi: readonly FrameworkEntry[] = [
	{
		role: 'a Flask view',
		checkedAgainst: 'flask 2.2.2',
		asyncRunsOn: 'own-loop',
		// The development server and every threaded WSGI server give each request a thread.
		syncRunsOn: 'worker-thread',
		decoratorMethods: {
			'flask.Flask': words('delete get patch post put route before_request after_request teardown_request errorhandler'),
			'flask.Blueprint': words('delete get patch post put route before_request after_request teardown_request errorhandler'),
		},
	},
];

const chat: readonly FrameworkEntry[] = [
	{
		role: 'a discord.py handler',
		checkedAgainst: 'discord.py 2.7.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decorators: [...words('discord.ext.commands.Cog.listener discord.ext.tasks.loop')],
		decoratorMethods: {
			'discord.Client': ['event'],
			'discord.ext.commands.Bot': ['listen'],
			'discord.ext.commands.AutoShardedBot': ['listen'],
		},
		parametersByName: {
			on_message: ['discord.Message'],
			on_message_delete: ['discord.Message'],
			on_message_edit: ['discord.Message', 'discord.Message'],
			on_member_join: ['discord.Member'],
			on_member_remove: ['discord.Member'],
			on_reaction_add: ['discord.Reaction', 'discord.User'],
			on_guild_join: ['discord.Guild'],
			on_interaction: ['discord.Interaction'],
			on_command_error: ['discord.ext.commands.Context'],
		},
	},
	{
		role: 'a discord.py command',
		checkedAgainst: 'discord.py 2.7.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decorators: words('discord.ext.commands.command discord.ext.commands.group discord.ext.commands.hybrid_command'),
		decoratorMethods: {
			'discord.ext.commands.Bot': words('command group hybrid_command before_invoke after_invoke'),
			'discord.ext.commands.AutoShardedBot': words('command group hybrid_command before_invoke after_invoke'),
		},
		parameters: ['discord.ext.commands.Context'],
	},
	{
		role: 'a discord.py application command',
		checkedAgainst: 'discord.py 2.7.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decorators: words('discord.app_commands.command discord.app_commands.context_menu discord.ui.button discord.ui.select'),
		decoratorMethods: { 'discord.app_commands.CommandTree': words('command context_menu error') },
		parameters: ['discord.Interaction'],
	},
	{
		role: 'a python-telegram-bot handler',
		checkedAgainst: 'python-telegram-bot 22.8',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		argumentsOf: {
			'telegram.ext.CommandHandler': { position: 1, keyword: 'callback' },
			'telegram.ext.MessageHandler': { position: 1, keyword: 'callback' },
			'telegram.ext.CallbackQueryHandler': { position: 0, keyword: 'callback' },
		},
		parameters: ['telegram.Update', 'telegram.ext.CallbackContext'],
	},
	{
		role: 'an aiogram handler',
		checkedAgainst: 'aiogram 3.30.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: {
			'aiogram.Router': [
				...words('inline_query chosen_inline_result shipping_query pre_checkout_query'),
				...words('poll poll_answer my_chat_member chat_member chat_join_request error errors'),
			],
		},
	},
	{
		role: 'an aiogram handler of messages',
		checkedAgainst: 'aiogram 3.30.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'aiogram.Router': words('message edited_message channel_post edited_channel_post') },
		parameters: ['aiogram.types.Message'],
	},
	{
		role: 'an aiogram handler of buttons',
		checkedAgainst: 'aiogram 3.30.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'aiogram.Router': ['callback_query'] },
		parameters: ['aiogram.types.CallbackQuery'],
	},
];

const commandsAndTasks: readonly FrameworkEntry[] = [
	{
		role: 'a Celery task',
		checkedAgainst: 'celery 5.2.6',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'no-loop',
		decorators: ['celery.shared_task'],
		decoratorMethods: { 'celery.Celery': ['task'] },
	},
	{
		role: 'an APScheduler job run in a thread',
		checkedAgainst: 'apscheduler 3.11.3',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		decoratorMethods: {
			'apscheduler.schedulers.background.BackgroundScheduler': ['scheduled_job'],
			'apscheduler.schedulers.blocking.BlockingScheduler': ['scheduled_job'],
		},
		argumentsOf: {
			'apscheduler.schedulers.background.BackgroundScheduler.add_job': { position: 0, keyword: 'func' },
			'apscheduler.schedulers.blocking.BlockingScheduler.add_job': { position: 0, keyword: 'func' },
		},
	},
	{
		role: 'an APScheduler job',
		checkedAgainst: 'apscheduler 3.11.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'apscheduler.schedulers.asyncio.AsyncIOScheduler': ['scheduled_job'] },
		argumentsOf: { 'apscheduler.schedulers.asyncio.AsyncIOScheduler.add_job': { position: 0, keyword: 'func' } },
	},
	{
		role: 'an MQTT callback run in the thread of loop_start()',
		checkedAgainst: 'paho-mqtt 2.1.0',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		whenMentioned: 'loop_start',
		assignedTo: {
			'paho.mqtt.client.Client': words('on_connect on_connect_fail on_disconnect on_log on_message on_pre_connect on_publish on_subscribe on_unsubscribe'),
		},
		argumentsOf: { 'paho.mqtt.client.Client.message_callback_add': { position: 1, keyword: 'callback' } },
	},
	{
		role: 'a click command',
		checkedAgainst: 'click 8.1.3',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'no-loop',
		decorators: ['click.command', 'click.group'],
		decoratorMethods: { 'click.Group': words('command group') },
	},
	{
		role: 'a typer command',
		checkedAgainst: 'typer 0.7.0',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'no-loop',
		decoratorMethods: { 'typer.Typer': words('command callback') },
	},
	{
		role: 'a pytest-asyncio test or fixture',
		checkedAgainst: 'pytest-asyncio 0.20.3',
		asyncRunsOn: 'loop',
		syncRunsOn: 'no-loop',
		decorators: ['pytest.mark.asyncio', 'pytest_asyncio.fixture'],
	},
];

/** Every known way to hand a function to a framework. */
export const frameworkEntries: readonly FrameworkEntry[] = [...standardLibrary, ...asgi, ...wsgi, ...chat, ...commandsAndTasks];

/** The entry of a decorator, by the name that imports and inferred types make of it: `fastapi.FastAPI.get`, `click.command`. */
export const entryOfDecorator: ReadonlyMap<string, FrameworkEntry> = new Map(
	frameworkEntries.flatMap((entry) => {
		const methods = Object.entries(entry.decoratorMethods ?? {}).flatMap(([type, names]) => names.map((name) => `${type}.${name}`));
		return [...(entry.decorators ?? []), ...methods].map((name) => [name, entry] as const);
	}),
);
