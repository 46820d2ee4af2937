import { type AsyncAlternative, type BlockingFamily, dots, words } from './entry.ts';

const answer = { group: 'database', cost: 'network', waitsFor: 'the database' } as const;

const postgres: readonly AsyncAlternative[] = [
	{ library: 'asyncpg', text: 'asyncpg.connect' },
	{ library: 'psycopg', text: 'psycopg.AsyncConnection.connect' },
];
const mysql: readonly AsyncAlternative[] = [
	{ library: 'aiomysql', text: 'aiomysql.connect' },
	{ library: 'asyncmy', text: 'asyncmy.connect' },
];
const sqlite: readonly AsyncAlternative[] = [{ library: 'aiosqlite', text: 'aiosqlite.connect' }];

const standardLibrary: readonly BlockingFamily[] = [
	{
		...answer,
		cost: 'disk',
		staysInThread: true,
		alternatives: sqlite,
		functions: ['sqlite3.connect'],
		methods: {
			'sqlite3.Connection': words('execute executemany executescript commit rollback backup iterdump __exit__'),
			'sqlite3.Cursor': words('execute executemany executescript fetchone fetchmany fetchall'),
		},
	},
	{
		...answer,
		cost: 'disk',
		waitsFor: 'the disk',
		functions: ['dbm.open', 'dbm.dumb.open', 'dbm.whichdb', 'shelve.open'],
		methods: { 'shelve.Shelf': ['sync'] },
	},
	{ ...answer, cost: 'disk', waitsFor: 'the disk', since: 13, functions: ['dbm.sqlite3.open'] },
];

/** For arguments that are given by keyword. */
const keywordOnly = Number.POSITIVE_INFINITY;

/** Cursors of psycopg2, psycopg and pymysql hold the rows after `execute`: fetching them does not wait, so it is not listed. */
const drivers: readonly BlockingFamily[] = [
	{
		...answer,
		alternatives: postgres,
		checkedAgainst: 'psycopg2 2.9.5',
		functions: ['psycopg2.connect'],
		returnsAtOnceWith: ['True', '1'].map((value) => ({ position: keywordOnly, keyword: 'async_', value })),
		dependsOnKeywords: true,
	},
	{
		...answer,
		alternatives: postgres,
		checkedAgainst: 'psycopg2 2.9.5',
		// Who makes connections that do not block asks them how far they are.
		unlessMentioned: ['async_', 'isexecuting', 'POLL_OK', 'wait_select'],
		methods: {
			'psycopg2.extensions.connection': words('commit rollback reset cancel set_client_encoding __exit__'),
			'psycopg2.extensions.cursor': words('execute executemany callproc copy_expert copy_from copy_to'),
		},
	},
	{
		...answer,
		alternatives: [{ library: 'psycopg', text: 'psycopg.AsyncConnection.connect' }],
		checkedAgainst: 'psycopg 3.1.7',
		functions: ['psycopg.connect', 'psycopg.Connection.connect'],
		methods: {
			'psycopg.Connection': words('execute commit rollback wait notifies __exit__'),
			'psycopg.Cursor': words('execute executemany stream'),
		},
	},
	{
		...answer,
		alternatives: mysql,
		checkedAgainst: 'PyMySQL 1.0.2',
		functions: ['pymysql.connect', 'pymysql.connections.Connection', 'pymysql.Connect', 'pymysql.Connection'],
		methods: {
			'pymysql.connections.Connection': words('connect commit rollback begin ping query select_db show_warnings kill'),
			'pymysql.cursors.Cursor': words('execute executemany callproc nextset'),
		},
	},
	{
		...answer,
		alternatives: mysql,
		checkedAgainst: 'mysqlclient 1.4.6, in its sources',
		functions: ['MySQLdb.connect', 'MySQLdb.Connect', 'MySQLdb.Connection'],
		methods: {
			'MySQLdb.connections.Connection': words('query begin show_warnings'),
			'MySQLdb.cursors.BaseCursor': words('execute executemany callproc nextset'),
		},
	},
	{
		...answer,
		alternatives: [
			{ library: 'pymongo', text: 'pymongo.AsyncMongoClient', since: '4.9' },
			{ library: 'motor', text: 'motor.motor_asyncio.AsyncIOMotorClient' },
		],
		checkedAgainst: 'pymongo 3.11.0',
		methods: {
			'pymongo.MongoClient': words('drop_database list_database_names list_databases server_info watch'),
			'pymongo.database.Database': words(
				'aggregate command create_collection dereference drop_collection list_collection_names list_collections validate_collection watch',
			),
			'pymongo.collection.Collection': [
				...words('aggregate bulk_write count_documents create_index create_indexes delete_many delete_one distinct drop drop_index drop_indexes'),
				...words('estimated_document_count find_one find_one_and_delete find_one_and_replace find_one_and_update index_information insert_many'),
				...words('insert_one list_indexes rename replace_one update_many update_one watch'),
			],
			'pymongo.cursor.Cursor': words('next __next__ distinct explain'),
		},
	},
	{
		...answer,
		alternatives: [{ library: 'redis', text: 'redis.asyncio.Redis', since: '4.2' }],
		checkedAgainst: 'redis 4.3.4',
		everyMethodOf: {
			'redis.Redis': words(
				'pipeline pubsub lock register_script from_url close get_encoder get_connection_kwargs set_response_callback load_external_module client json ft ts bf cf cms',
			),
			'redis.RedisCluster': words('pipeline pubsub lock register_script from_url close get_encoder get_connection_kwargs set_response_callback'),
		},
	},
	{
		...answer,
		alternatives: [{ library: 'redis', text: 'redis.asyncio.Redis', since: '4.2' }],
		checkedAgainst: 'redis 4.3.4',
		methods: {
			'redis.client.Pipeline': words('execute watch'),
			'redis.client.PubSub': words('get_message listen psubscribe punsubscribe subscribe unsubscribe ping'),
		},
	},
];

/** Drivers of other databases; those that hold the rows after `execute` have no fetching here. */
const moreDrivers: readonly BlockingFamily[] = [
	{
		...answer,
		alternatives: [{ library: 'aioodbc', text: 'aioodbc.connect' }],
		checkedAgainst: 'pyodbc 4.0.34, in its names',
		functions: ['pyodbc.connect'],
		methods: {
			'pyodbc.Connection': words('commit execute rollback'),
			'pyodbc.Cursor': words('columns commit execute executemany fetchall fetchmany fetchone fetchval rollback tables'),
		},
	},
	{
		...answer,
		checkedAgainst: 'clickhouse-driver 0.2.5, in its sources',
		methods: { 'clickhouse_driver.Client': words('execute execute_iter execute_with_progress insert_dataframe query_dataframe') },
	},
	{
		...answer,
		checkedAgainst: 'cassandra-driver 3.25.0',
		methods: {
			'cassandra.cluster.Cluster': words('connect shutdown'),
			'cassandra.cluster.Session': words('execute execute_graph prepare set_keyspace'),
			'cassandra.cluster.ResponseFuture': ['result'],
		},
	},
	{
		...answer,
		waitsFor: 'the cache server',
		alternatives: [{ library: 'aiomcache', text: 'aiomcache.Client' }],
		checkedAgainst: 'pymemcache 3.5.2',
		methods: {
			'pymemcache.Client': words(
				'add append cas decr delete delete_many flush_all get get_many gets gets_many incr prepend replace set set_many stats touch version',
			),
		},
	},
	{
		...answer,
		checkedAgainst: 'influxdb 5.3.1, in its sources',
		methods: { 'influxdb.InfluxDBClient': words('create_database drop_database get_list_database get_list_measurements ping query write write_points') },
	},
];

const mappers: readonly BlockingFamily[] = [
	{
		...answer,
		alternatives: [{ library: 'sqlalchemy', text: 'sqlalchemy.ext.asyncio' }],
		checkedAgainst: 'SQLAlchemy 1.4.46',
		methods: {
			'sqlalchemy.engine.Engine': words('connect begin raw_connection'),
			'sqlalchemy.engine.Connection': words('execute scalar scalars exec_driver_sql'),
			'sqlalchemy.orm.Session': [
				...words('execute scalar scalars get commit flush refresh rollback merge connection prepare'),
				...words('bulk_save_objects bulk_insert_mappings bulk_update_mappings'),
			],
			'sqlalchemy.orm.Query': words('all count delete first get one one_or_none scalar update'),
			'sqlalchemy.MetaData': words('create_all drop_all reflect'),
		},
	},
	{
		...answer,
		checkedAgainst: 'peewee 3.14.10',
		methods: {
			'peewee.Model': [
				...words('create get get_or_none get_by_id get_or_create save delete_instance delete_by_id set_by_id bulk_create bulk_update'),
				...words('create_table drop_table table_exists truncate_table'),
			],
			'peewee.Database': words('connect commit rollback execute_sql create_tables drop_tables get_tables get_columns table_exists'),
			'peewee.ModelSelect': words('count execute exists first get get_or_none peek prefetch scalar __next__'),
			'peewee.ModelUpdate': ['execute'],
		},
	},
	{
		...answer,
		waitsFor: 'the search server',
		alternatives: [{ library: 'elasticsearch', text: 'elasticsearch.AsyncElasticsearch' }],
		checkedAgainst: 'elasticsearch 7.17.6 and 9, in their sources',
		functions: dots('elasticsearch.helpers', 'bulk parallel_bulk reindex scan streaming_bulk'),
		everyMethodOf: { 'elasticsearch.Elasticsearch': words('close options') },
	},
];

/** Databases: drivers, mappers, key-value stores. */
export const databases: readonly BlockingFamily[] = [...standardLibrary, ...drivers, ...moreDrivers, ...mappers];
