import { type LibraryApi, type LibraryTable, methodsOf } from './entry.ts';

const aiohttp = 'aiohttp 3.8.4';
const httpx = 'httpx 0.23.3';
const quart = 'quart 0.21.0, in its sources';
const websockets = 'websockets 10.4';
const aiofiles = 'aiofiles 23.1.0';
const anyio = 'anyio 3.6.2';
const asgiref = 'asgiref 3.6.0';

const aiohttpRequest: LibraryApi = { kind: 'awaitable', returns: 'aiohttp.ClientResponse', asyncWith: true, checkedAgainst: aiohttp };
const httpxRequest: LibraryApi = { kind: 'coroutine', returns: 'httpx.Response', checkedAgainst: httpx };

const web: LibraryTable = {
	'aiohttp.ClientSession': { kind: 'class', needsRunningLoop: true, asyncWith: true, syncWith: 'refuses', closedBy: 'close', checkedAgainst: aiohttp },
	...methodsOf('aiohttp.ClientSession', 'delete get head options patch post put request', aiohttpRequest),
	'aiohttp.ClientSession.ws_connect': { kind: 'awaitable', asyncWith: true, returns: 'aiohttp.ClientWebSocketResponse', checkedAgainst: aiohttp },
	'aiohttp.ClientSession.close': { kind: 'coroutine', checkedAgainst: aiohttp },
	'aiohttp.request': { kind: 'async-context-manager', returns: 'aiohttp.ClientResponse', asyncWith: true, checkedAgainst: aiohttp },
	...methodsOf('aiohttp.ClientResponse', 'json read text', { kind: 'coroutine', checkedAgainst: aiohttp }),
	...methodsOf('aiohttp.ClientResponse', 'raise_for_status close', { kind: 'function', checkedAgainst: aiohttp }),
	...methodsOf('aiohttp.ClientWebSocketResponse', 'receive receive_bytes receive_json receive_str send_bytes send_json send_str ping pong close', {
		kind: 'coroutine',
		checkedAgainst: aiohttp,
	}),
	'httpx.AsyncClient': { kind: 'class', asyncWith: true, closedBy: 'aclose', checkedAgainst: httpx },
	...methodsOf('httpx.AsyncClient', 'delete get head options patch post put request send', httpxRequest),
	'httpx.AsyncClient.stream': { kind: 'async-context-manager', returns: 'httpx.Response', asyncWith: true, checkedAgainst: httpx },
	'httpx.AsyncClient.aclose': { kind: 'coroutine', checkedAgainst: httpx },
	...methodsOf('httpx.Response', 'aread aclose', { kind: 'coroutine', checkedAgainst: httpx }),
	...methodsOf('httpx.Response', 'aiter_bytes aiter_lines aiter_raw aiter_text', { kind: 'async-iterator', asyncFor: true, checkedAgainst: httpx }),
	...methodsOf('quart.wrappers.Request', 'data files form json values', { kind: 'coroutine', isProperty: true, checkedAgainst: quart }),
	...methodsOf('quart.wrappers.Websocket', 'accept close receive receive_json send send_json', { kind: 'coroutine', checkedAgainst: quart }),
	'websockets.connect': {
		kind: 'awaitable',
		isItself: true,
		asyncWith: true,
		asyncFor: true,
		returns: 'websockets.WebSocketClientProtocol',
		checkedAgainst: websockets,
	},
	'websockets.serve': { kind: 'awaitable', isItself: true, asyncWith: true, checkedAgainst: websockets },
	...methodsOf('websockets.WebSocketClientProtocol', 'recv send ping pong close wait_closed', { kind: 'coroutine', checkedAgainst: websockets }),
};

const files: LibraryTable = {
	'aiofiles.open': { kind: 'awaitable', asyncWith: true, returns: 'aiofiles.base.AsyncBase', checkedAgainst: aiofiles },
	'aiofiles.base.AsyncBase': { kind: 'class', asyncFor: true, checkedAgainst: aiofiles },
	...methodsOf('aiofiles.base.AsyncBase', 'close flush read readline readlines seek tell truncate write writelines', {
		kind: 'coroutine',
		checkedAgainst: aiofiles,
	}),
	...methodsOf('aiofiles.os', 'listdir makedirs mkdir remove rename replace rmdir scandir stat unlink', { kind: 'coroutine', checkedAgainst: aiofiles }),
	...methodsOf('aiofiles.os.path', 'exists getsize isdir isfile', { kind: 'coroutine', checkedAgainst: aiofiles }),
};

const bridges: LibraryTable = {
	'anyio.sleep': { kind: 'coroutine', checkedAgainst: anyio },
	'anyio.to_thread.run_sync': { kind: 'coroutine', checkedAgainst: anyio },
	'anyio.open_file': { kind: 'coroutine', checkedAgainst: anyio },
	'anyio.connect_tcp': { kind: 'coroutine', checkedAgainst: anyio },
	'anyio.run_process': { kind: 'coroutine', checkedAgainst: anyio },
	'anyio.create_task_group': { kind: 'async-context-manager', asyncWith: true, checkedAgainst: anyio },
	'anyio.fail_after': { kind: 'function', syncWith: true, checkedAgainst: anyio },
	'anyio.move_on_after': { kind: 'function', syncWith: true, checkedAgainst: anyio },
	'async_timeout.timeout': { kind: 'async-context-manager', asyncWith: true, checkedAgainst: 'async-timeout 4.0.2' },
	'asgiref.sync.sync_to_async': { kind: 'function', checkedAgainst: asgiref },
};

/** HTTP and websocket clients, files, bridges between kinds of code. */
export const clientLibraries: LibraryTable = { ...web, ...files, ...bridges };
