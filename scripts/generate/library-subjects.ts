/** Libraries whose facts are read from their sources: the distribution and the classes and functions of it that people use, as they import them. */
export interface LibrarySubjects {
	/** As its `dist-info` folder spells it. */
	readonly distribution: string;
	/** Version, where the sources come without a `dist-info` folder. */
	readonly version?: string;
	/** Dotted names, separated by spaces. */
	readonly names: string;
}

/** One file of facts for each field. */
export const librarySubjects: Readonly<Record<string, readonly LibrarySubjects[]>> = {
	web: [
		{
			distribution: 'aiohttp',
			names:
				'aiohttp.ClientWebSocketResponse aiohttp.StreamReader aiohttp.MultipartReader aiohttp.BodyPartReader aiohttp.TCPConnector aiohttp.web.Request aiohttp.web.WebSocketResponse aiohttp.web.StreamResponse aiohttp.web.AppRunner aiohttp.web.TCPSite aiohttp.test_utils.TestClient aiohttp.test_utils.TestServer',
		},
		{ distribution: 'httpx', names: 'httpx.AsyncHTTPTransport' },
		{
			distribution: 'starlette',
			names:
				'starlette.requests.Request starlette.websockets.WebSocket starlette.datastructures.UploadFile starlette.concurrency.run_in_threadpool starlette.background.BackgroundTask starlette.background.BackgroundTasks',
		},
		{
			distribution: 'fastapi',
			names: 'fastapi.Request fastapi.WebSocket fastapi.UploadFile fastapi.concurrency.run_in_threadpool',
		},
		{
			distribution: 'quart',
			version: '0.21.0',
			names:
				'quart.Quart quart.render_template quart.render_template_string quart.make_response quart.send_file quart.send_from_directory quart.flash quart.wrappers.Request quart.wrappers.Response',
		},
		{ distribution: 'sanic', version: '25.12.0', names: 'sanic.Request sanic.Websocket sanic.response.file sanic.response.file_stream' },
		{
			distribution: 'websockets',
			names: 'websockets.asyncio.client.ClientConnection websockets.asyncio.server.ServerConnection websockets.asyncio.server.Server',
		},
		{ distribution: 'gql', version: '4.3.0b3', names: 'gql.Client gql.client.AsyncClientSession' },
		{
			distribution: 'channels',
			version: 'of 2026',
			names:
				'channels.generic.websocket.AsyncWebsocketConsumer channels.generic.websocket.AsyncJsonWebsocketConsumer channels.generic.http.AsyncHttpConsumer channels.layers.InMemoryChannelLayer channels.testing.WebsocketCommunicator',
		},
	],
	databases: [
		{
			distribution: 'asyncpg',
			names: 'asyncpg.Connection asyncpg.pool.Pool asyncpg.prepared_stmt.PreparedStatement asyncpg.transaction.Transaction asyncpg.connect',
		},
		{ distribution: 'psycopg', names: 'psycopg.AsyncConnection psycopg.AsyncCursor psycopg.AsyncServerCursor psycopg.AsyncPipeline' },
		{ distribution: 'aiomysql', names: 'aiomysql.Connection aiomysql.Pool aiomysql.Cursor aiomysql.DictCursor' },
		{ distribution: 'aiopg', version: '1.5.0a1', names: 'aiopg.Connection aiopg.Pool aiopg.Cursor' },
		{ distribution: 'aiosqlite', names: 'aiosqlite.Connection aiosqlite.Cursor' },
		{
			distribution: 'sqlalchemy',
			names:
				'sqlalchemy.ext.asyncio.AsyncEngine sqlalchemy.ext.asyncio.AsyncConnection sqlalchemy.ext.asyncio.AsyncSession sqlalchemy.ext.asyncio.AsyncResult sqlalchemy.ext.asyncio.AsyncScalarResult sqlalchemy.ext.asyncio.AsyncTransaction sqlalchemy.ext.asyncio.AsyncSessionTransaction sqlalchemy.ext.asyncio.async_scoped_session sqlalchemy.ext.asyncio.create_async_engine',
		},
		{ distribution: 'databases', version: '0.9.0', names: 'databases.Database databases.core.Connection databases.core.Transaction' },
		{
			distribution: 'pymongo',
			names:
				'pymongo.AsyncMongoClient pymongo.asynchronous.database.AsyncDatabase pymongo.asynchronous.collection.AsyncCollection pymongo.asynchronous.cursor.AsyncCursor pymongo.asynchronous.command_cursor.AsyncCommandCursor pymongo.asynchronous.client_session.AsyncClientSession gridfs.AsyncGridFSBucket',
		},
		{
			distribution: 'tortoise-orm',
			version: '0.22.2',
			names: 'tortoise.Tortoise tortoise.models.Model tortoise.transactions.in_transaction tortoise.connection.ConnectionHandler',
		},
		{ distribution: 'beanie', version: '2.1.0', names: 'beanie.init_beanie beanie.Document' },
		{
			distribution: 'neo4j',
			names: 'neo4j.AsyncDriver neo4j.AsyncSession neo4j.AsyncTransaction neo4j.AsyncManagedTransaction neo4j.AsyncResult neo4j.AsyncGraphDatabase',
		},
		{
			distribution: 'elasticsearch',
			names: 'elasticsearch.AsyncElasticsearch elasticsearch.helpers.async_bulk elasticsearch.helpers.async_scan elasticsearch.helpers.async_streaming_bulk',
		},
		{
			distribution: 'redis',
			names:
				'redis.asyncio.Redis redis.asyncio.client.Pipeline redis.asyncio.client.PubSub redis.asyncio.ConnectionPool redis.asyncio.lock.Lock redis.asyncio.RedisCluster redis.asyncio.sentinel.Sentinel',
		},
	],
	bots: [
		{
			distribution: 'discord.py',
			version: '2.8.0a',
			names:
				'discord.Client discord.Message discord.PartialMessage discord.abc.Messageable discord.abc.GuildChannel discord.TextChannel discord.VoiceChannel discord.DMChannel discord.Thread discord.Member discord.User discord.Guild discord.Role discord.Interaction discord.InteractionResponse discord.Webhook discord.VoiceClient discord.Invite discord.Emoji discord.Attachment discord.ext.commands.Bot discord.ext.commands.Context discord.app_commands.CommandTree',
		},
		{
			distribution: 'disnake',
			version: 'of 2026',
			names:
				'disnake.Client disnake.Message disnake.TextChannel disnake.Member disnake.User disnake.Guild disnake.ApplicationCommandInteraction disnake.InteractionResponse disnake.ext.commands.Bot disnake.ext.commands.Context',
		},
		{
			distribution: 'python-telegram-bot',
			version: '22.8',
			names:
				'telegram.Bot telegram.Message telegram.Chat telegram.User telegram.CallbackQuery telegram.File telegram.Update telegram.InlineQuery telegram.ext.Application telegram.ext.Updater',
		},
		{ distribution: 'aiogram', version: '3.30.0', names: 'aiogram.Bot aiogram.Dispatcher aiogram.fsm.context.FSMContext' },
		{ distribution: 'Telethon', version: '1.37.0', names: 'telethon.TelegramClient telethon.tl.custom.Message' },
		{ distribution: 'pyrogram', version: '2.0.106', names: 'pyrogram.Client pyrogram.types.Message pyrogram.types.CallbackQuery' },
		{ distribution: 'hikari', version: '2.6.1.dev0', names: 'hikari.impl.RESTClientImpl hikari.GatewayBot hikari.Message hikari.PartialMessage' },
		{
			distribution: 'slack_sdk',
			version: '3.43.0',
			names: 'slack_sdk.web.async_client.AsyncWebClient slack_sdk.webhook.async_client.AsyncWebhookClient slack_sdk.socket_mode.aiohttp.SocketModeClient',
		},
		{
			distribution: 'slack_bolt',
			version: '1.30.0',
			names: 'slack_bolt.async_app.AsyncApp slack_bolt.context.say.async_say.AsyncSay slack_bolt.adapter.socket_mode.async_handler.AsyncSocketModeHandler',
		},
	],
	browsers: [
		{
			distribution: 'playwright',
			names:
				'playwright.async_api.Playwright playwright.async_api.BrowserType playwright.async_api.Browser playwright.async_api.BrowserContext playwright.async_api.Page playwright.async_api.Frame playwright.async_api.Locator playwright.async_api.ElementHandle playwright.async_api.Response playwright.async_api.Request playwright.async_api.Route playwright.async_api.Keyboard playwright.async_api.Mouse playwright.async_api.Download playwright.async_api.APIRequestContext playwright.async_api.APIResponse playwright.async_api.LocatorAssertions playwright.async_api.PageAssertions',
		},
		{ distribution: 'pyppeteer', version: '2.0.0', names: 'pyppeteer.launch pyppeteer.connect pyppeteer.browser.Browser pyppeteer.page.Page' },
	],
	messaging: [
		{ distribution: 'aiokafka', version: '0.14.0', names: 'aiokafka.AIOKafkaProducer aiokafka.AIOKafkaConsumer aiokafka.admin.AIOKafkaAdminClient' },
		{
			distribution: 'aio-pika',
			version: '9.6.0',
			names:
				'aio_pika.connect aio_pika.connect_robust aio_pika.abc.AbstractConnection aio_pika.abc.AbstractRobustConnection aio_pika.abc.AbstractChannel aio_pika.abc.AbstractExchange aio_pika.abc.AbstractQueue aio_pika.abc.AbstractIncomingMessage aio_pika.abc.AbstractQueueIterator',
		},
		{ distribution: 'nats_py', names: 'nats.connect nats.aio.client.Client nats.aio.subscription.Subscription nats.aio.msg.Msg nats.js.JetStreamContext' },
		{ distribution: 'aiomqtt', names: 'aiomqtt.Client' },
		{ distribution: 'arq', version: '0.26.1', names: 'arq.create_pool arq.connections.ArqRedis arq.jobs.Job arq.Worker' },
		{ distribution: 'aiosmtplib', version: 'of 2026', names: 'aiosmtplib.send aiosmtplib.SMTP' },
		{ distribution: 'pyzmq', names: 'zmq.asyncio.Socket zmq.asyncio.Context' },
	],
	services: [
		{
			distribution: 'openai',
			names:
				'openai.resources.chat.AsyncChat openai.resources.audio.AsyncAudio openai.resources.chat.completions.AsyncCompletions openai.resources.responses.AsyncResponses openai.resources.embeddings.AsyncEmbeddings openai.resources.images.AsyncImages openai.resources.models.AsyncModels openai.resources.files.AsyncFiles openai.resources.audio.transcriptions.AsyncTranscriptions openai.AsyncOpenAI openai.AsyncAzureOpenAI openai.AsyncStream',
		},
		{ distribution: 'anthropic', names: 'anthropic.AsyncAnthropic anthropic.resources.messages.AsyncMessages anthropic.AsyncStream' },
		{ distribution: 'mcp', names: 'mcp.ClientSession mcp.client.stdio.stdio_client' },
		{
			distribution: 'langchain_core',
			names:
				'langchain_core.runnables.Runnable langchain_core.language_models.BaseChatModel langchain_core.vectorstores.VectorStore langchain_core.retrievers.BaseRetriever langchain_core.tools.BaseTool',
		},
		{ distribution: 'langchain_openai', names: 'langchain_openai.ChatOpenAI langchain_openai.OpenAIEmbeddings' },
		{ distribution: 'aiobotocore', version: '3.9.0', names: 'aiobotocore.session.AioSession aiobotocore.client.AioBaseClient' },
		{ distribution: 'grpcio', names: 'grpc.aio.Channel grpc.aio.Server' },
		{ distribution: 'supabase', names: 'supabase.AsyncClient supabase.acreate_client' },
	],
	tools: [
		{
			distribution: 'aiofiles',
			names: 'aiofiles.threadpool.text.AsyncTextIOWrapper aiofiles.threadpool.binary.AsyncBufferedReader aiofiles.threadpool.binary.AsyncFileIO',
		},
		{
			distribution: 'anyio',
			names:
				'anyio.abc.TaskGroup anyio.Event anyio.Path anyio.AsyncFile anyio.abc.SocketStream anyio.streams.memory.MemoryObjectSendStream anyio.streams.memory.MemoryObjectReceiveStream anyio.sleep_forever anyio.sleep_until anyio.to_process.run_sync anyio.open_process anyio.create_tcp_listener anyio.wait_readable',
		},
		{
			distribution: 'trio',
			names: 'trio.sleep trio.sleep_forever trio.open_file trio.open_tcp_stream trio.Event trio.run_process trio.MemorySendChannel trio.MemoryReceiveChannel',
		},
		{ distribution: 'asgiref', names: 'asgiref.server.StatelessServer' },
		{
			distribution: 'asyncssh',
			version: '2.24.0',
			names: 'asyncssh.SSHClientConnection asyncssh.SSHClientProcess asyncssh.SFTPClient asyncssh.SSHWriter asyncssh.SSHReader',
		},
		{ distribution: 'aiodns', version: 'of 2026', names: 'aiodns.DNSResolver' },
		{ distribution: 'aiocache', version: 'of 2026', names: 'aiocache.SimpleMemoryCache aiocache.base.BaseCache' },
		{ distribution: 'aiolimiter', version: 'of 2026', names: 'aiolimiter.AsyncLimiter' },
		{ distribution: 'tenacity', names: 'tenacity.AsyncRetrying' },
		{ distribution: 'janus', names: 'janus.Queue' },
	],
};
