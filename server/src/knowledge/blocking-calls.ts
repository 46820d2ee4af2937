import { remember } from '../util/remember.ts';
import { databases } from './blocking/databases.ts';
import { type BlockingCall, type BlockingFamily, dots } from './blocking/entry.ts';
import { fileAccess } from './blocking/files.ts';
import { httpLibraries } from './blocking/http-libraries.ts';
import { services } from './blocking/services.ts';
import { standardLibrary } from './blocking/standard-library.ts';
import { threadWaits } from './blocking/waiting.ts';
import { ancestorsOf } from './types.ts';

export type { AsyncAlternative, BlockingCall, BlockingCost, BlockingFamily, BlockingGroup, NonBlockingArgument } from './blocking/entry.ts';

/** Everything that is known to stop the thread that calls it. */
export const blockingFamilies: readonly BlockingFamily[] = [...standardLibrary, ...httpLibraries, ...databases, ...services, ...fileAccess, ...threadWaits];

/** By qualified name: functions, constructors that block, and methods as `class.method`. */
export const blockingCalls: ReadonlyMap<string, BlockingCall> = new Map(
	blockingFamilies.flatMap((family) => namesOf(family).map((name) => [name, withName(family, name)])),
);

/** Calls that give an iterator or context manager at once: the waiting comes when that is used. */
export const waitsWhenUsed: ReadonlySet<string> = new Set([
	...['pathlib.Path.glob', 'pathlib.Path.iterdir', 'pathlib.Path.rglob', 'pathlib.Path.walk', 'os.fwalk', 'os.scandir', 'os.walk', 'glob.iglob'],
	...['httpx.stream', 'httpx.Client.stream', 'httpx.Response.iter_bytes', 'httpx.Response.iter_lines', 'httpx.Response.iter_raw', 'httpx.Response.iter_text'],
	...['psycopg.Cursor.stream', 'sqlite3.Connection.iterdump', 'redis.client.PubSub.listen', 'botocore.paginate.Paginator.paginate'],
	...['google.cloud.storage.Client.list_blobs', 'google.cloud.storage.Client.list_buckets', 'google.cloud.storage.Bucket.list_blobs'],
	...['google.cloud.bigquery.Client.list_datasets', 'google.cloud.bigquery.Client.list_jobs', 'google.cloud.bigquery.Client.list_tables'],
	...['google.cloud.firestore.Client.collections', 'google.cloud.firestore.Client.get_all', 'google.cloud.firestore.DocumentReference.collections'],
	...['google.cloud.firestore.CollectionReference.list_documents', 'google.cloud.firestore.CollectionReference.stream'],
	...['google.cloud.firestore.Query.stream', 'google.genai.models.Models.generate_content_stream', 'google.genai.models.Models.list'],
	...dots('azure.storage.blob', 'BlobServiceClient.find_blobs_by_tags BlobServiceClient.list_containers ContainerClient.find_blobs_by_tags'),
	...dots('azure.storage.blob.ContainerClient', 'list_blob_names list_blobs walk_blobs'),
	...['azure.storage.blob.StorageStreamDownloader.chunks', 'azure.data.tables.TableClient.list_entities', 'azure.data.tables.TableClient.query_entities'],
	...['azure.cosmos.ContainerProxy.query_items', 'azure.cosmos.ContainerProxy.read_all_items', 'elasticsearch.helpers.scan'],
	...['elasticsearch.helpers.parallel_bulk', 'elasticsearch.helpers.streaming_bulk', 'paramiko.SFTPClient.listdir_iter'],
	...['pika.adapters.blocking_connection.BlockingChannel.consume', 'multiprocessing.pool.Pool.imap', 'multiprocessing.pool.Pool.imap_unordered'],
]);

/** Types of `everyMethodOf`, with the methods that do not block. */
const opaqueTypes: ReadonlyMap<string, { readonly call: BlockingCall; readonly harmless: readonly string[] }> = new Map(
	blockingFamilies.flatMap((family) =>
		Object.entries(family.everyMethodOf ?? {}).map(([name, harmless]) => [name, { call: withName(family, name), harmless }]),
	),
);

/**
 * What a call waits for, or undefined when it is not known to block. The name is what imports and inferred types make of the callee; a method that a
 * class inherits is found with the class that has it (`threading.Timer.join`).
 */
export const blockingCall: (qualifiedName: string) => BlockingCall | undefined = remember((qualifiedName) => {
	const known = blockingCalls.get(qualifiedName);
	if (known) return known;
	const dot = qualifiedName.lastIndexOf('.');
	if (dot < 0) return undefined;
	const method = qualifiedName.slice(dot + 1);
	for (const type of [qualifiedName.slice(0, dot), ...ancestorsOf(qualifiedName.slice(0, dot))]) {
		const listed = blockingCalls.get(`${type}.${method}`);
		if (listed) return listed;
		const opaque = opaqueTypes.get(type);
		const isHarmless = method.startsWith('_') || (/^[A-Z]/.test(method) && !opaque?.call.capitalMethodsWait);
		if (opaque) return opaque.harmless.includes(method) || isHarmless ? undefined : opaque.call;
	}
	return undefined;
});

function namesOf(family: BlockingFamily): readonly string[] {
	const methods = Object.entries(family.methods ?? {}).flatMap(([type, names]) => names.map((name) => `${type}.${name}`));
	return [...(family.functions ?? []), ...methods];
}

function withName(family: BlockingFamily, name: string): BlockingCall {
	const { functions: _functions, methods: _methods, everyMethodOf: _everyMethodOf, ...facts } = family;
	return { ...facts, name };
}
