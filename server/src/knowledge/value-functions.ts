import { ancestorsOf } from './types.ts';

const builtins =
	'abs all any ascii bin bool bytearray bytes chr complex dict divmod enumerate float format frozenset hash hex int iter len list max min next oct open ord pow print range repr reversed round set sorted str sum tuple zip';

/** Methods that look at what they are given or go through it, by the type they belong to. */
const methods: Readonly<Record<string, string>> = {
	'builtins.str': 'count endswith find format index join partition replace split startswith strip',
	'builtins.list': 'extend',
	'builtins.dict': 'update',
	'builtins.set': 'update difference intersection union',
	'io.TextIOWrapper': 'write writelines',
	'logging.Logger': 'critical debug error exception info warning',
};

const functions =
	'asyncio.sleep base64.b64decode base64.b64encode bs4.BeautifulSoup csv.DictReader csv.reader datetime.datetime.fromisoformat datetime.datetime.fromtimestamp datetime.datetime.strptime decimal.Decimal feedparser.parse fractions.Fraction html.escape html.unescape io.BytesIO io.StringIO json.dump json.dumps json.loads logging.critical logging.debug logging.error logging.exception logging.info logging.warning lxml.etree.fromstring lxml.html.fromstring numpy.array orjson.dumps orjson.loads os.path.basename os.path.dirname os.path.exists os.path.join pandas.DataFrame pandas.read_csv pandas.read_excel pandas.read_json pathlib.Path pickle.dumps pickle.loads pprint.pprint random.choice random.sample re.findall re.fullmatch re.match re.search re.split re.sub shlex.split statistics.mean statistics.median time.sleep tomllib.loads ujson.dumps ujson.loads urllib.parse.parse_qs urllib.parse.quote urllib.parse.unquote urllib.parse.urljoin urllib.parse.urlparse uuid.UUID xml.etree.ElementTree.fromstring yaml.dump yaml.safe_dump yaml.safe_load';

/** Answers to a request: what they are given is sent as it is. */
const responses =
	'aiohttp.web.Response aiohttp.web.json_response django.http.HttpResponse django.http.JsonResponse django.shortcuts.redirect django.shortcuts.render fastapi.Response fastapi.responses.HTMLResponse fastapi.responses.JSONResponse fastapi.responses.ORJSONResponse fastapi.responses.PlainTextResponse fastapi.responses.RedirectResponse fastapi.responses.Response flask.jsonify flask.redirect flask.render_template quart.jsonify quart.redirect sanic.response.html sanic.response.json sanic.response.text starlette.responses.HTMLResponse starlette.responses.JSONResponse starlette.responses.PlainTextResponse starlette.responses.RedirectResponse starlette.responses.Response';

const names: ReadonlySet<string> = new Set([
	...builtins.split(' ').map((name) => `builtins.${name}`),
	...Object.entries(methods).flatMap(([type, list]) => list.split(' ').map((name) => `${type}.${name}`)),
	...functions.split(' '),
	...responses.split(' '),
]);

/** Whether a function looks at the values it is given and never awaits them. */
export function looksAtValues(name: string): boolean {
	if (names.has(name) || name.startsWith('math.')) return true;
	const dot = name.lastIndexOf('.');
	return ancestorsOf(name.slice(0, dot)).some((base) => names.has(base + name.slice(dot)));
}

/** Functions that take anything, also a future that somebody has a look at; others raise when they are given one. */
const tolerant = /^(builtins\.(ascii|bool|format|hash|print|repr|str|str\.format)|logging\..*|pprint\.pprint)$/;

/** Whether a function raises when it is given something that is neither number, text nor collection. */
export function refusesObjects(name: string): boolean {
	return looksAtValues(name) && !tolerant.test(name) && !responses.split(' ').includes(name);
}
