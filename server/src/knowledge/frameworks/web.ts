import { type FrameworkEntry, words } from './entry.ts';

const verbs = 'delete get head options patch post put';

/** Web frameworks that run on an event loop. */
export const asgi: readonly FrameworkEntry[] = [
	{
		role: 'a FastAPI route',
		checkedAgainst: 'fastapi 0.141.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'fastapi.FastAPI': words(`${verbs} trace api_route`), 'fastapi.APIRouter': words(`${verbs} trace api_route`) },
	},
	{
		role: 'a FastAPI websocket route',
		checkedAgainst: 'fastapi 0.141.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decoratorMethods: { 'fastapi.FastAPI': words('websocket websocket_route'), 'fastapi.APIRouter': words('websocket websocket_route') },
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
		role: 'a websockets handler',
		checkedAgainst: 'websockets 17.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		argumentsOf: {
			'websockets.serve': { position: 0, keyword: 'handler' },
			'websockets.asyncio.server.serve': { position: 0, keyword: 'handler' },
			'websockets.unix_serve': { position: 0, keyword: 'handler' },
		},
		parameters: ['websockets.asyncio.server.ServerConnection'],
	},
	{
		role: 'a Tornado handler',
		checkedAgainst: 'tornado 6.2.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		methodsOfSubclasses: { 'tornado.web.RequestHandler': words(`${verbs} prepare`) },
	},
];

/** Web frameworks that give each request a thread. */
export const wsgi: readonly FrameworkEntry[] = [
	{
		role: 'a method of a gRPC service',
		checkedAgainst: 'grpcio 1.66.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		methodsOfGenerated: { moduleEnds: '_pb2_grpc', nameEnds: 'Servicer' },
	},
	{
		role: 'a handler of a server that runs each request in a thread of its own, or in that of serve_forever()',
		checkedAgainst: 'CPython 3.8 to 3.13',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'no-loop',
		runBy: words('socketserver.BaseServer.serve_forever socketserver.BaseServer.handle_request'),
		runInThreadsBy: words('ThreadingTCPServer ThreadingUDPServer')
			.map((name) => `socketserver.${name}.serve_forever`)
			.concat('http.server.ThreadingHTTPServer.serve_forever'),
		methodsOfSubclasses: {
			'socketserver.BaseRequestHandler': words('setup handle finish'),
			'http.server.BaseHTTPRequestHandler': words('do_GET do_HEAD do_POST do_PUT do_PATCH do_DELETE do_OPTIONS'),
		},
	},
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
