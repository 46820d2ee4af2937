import { type AsyncAlternative, type BlockingFamily, dots, inAsyncio, words } from './entry.ts';

const network = { group: 'call', cost: 'network' } as const;
const instead = (library: string, text: string): readonly AsyncAlternative[] => [{ library, text }];

const clouds: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the cloud service',
		alternatives: [
			{ library: 'aioboto3', text: 'aioboto3.Session' },
			{ library: 'aiobotocore', text: 'aiobotocore.session.get_session' },
		],
		checkedAgainst: 'boto3 1.26.27, botocore 1.29.27',
		everyMethodOf: {
			'boto3.client': words('can_paginate get_paginator get_waiter generate_presigned_url generate_presigned_post batch_writer close'),
		},
	},
	{
		...network,
		waitsFor: 'the language model',
		alternatives: instead('openai', 'openai.AsyncOpenAI'),
		checkedAgainst: 'openai 3.3.1, in its sources',
		everyMethodOf: { 'openai.OpenAI': words('with_options copy close'), 'openai.AzureOpenAI': words('with_options copy close') },
	},
	{
		...network,
		waitsFor: 'the language model',
		alternatives: instead('anthropic', 'anthropic.AsyncAnthropic'),
		checkedAgainst: 'anthropic, in its sources of 2026',
		everyMethodOf: { 'anthropic.Anthropic': words('with_options copy close') },
	},
];

const brokers: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the message broker',
		alternatives: instead('aiokafka', 'aiokafka.AIOKafkaProducer'),
		checkedAgainst: 'kafka-python 2.0.2',
		functions: ['kafka.KafkaProducer', 'kafka.KafkaConsumer'],
		methods: {
			'kafka.KafkaProducer': words('send flush partitions_for'),
			'kafka.KafkaConsumer': words('poll commit committed position beginning_offsets end_offsets offsets_for_times topics partitions_for_topic __next__'),
		},
	},
	{
		...network,
		waitsFor: 'the message broker',
		alternatives: instead('aio-pika', 'aio_pika.connect_robust'),
		checkedAgainst: 'pika 1.2.0',
		functions: ['pika.BlockingConnection'],
		methods: {
			'pika.BlockingConnection': words('channel close process_data_events sleep'),
			'pika.adapters.blocking_connection.BlockingChannel': [
				...words('basic_ack basic_cancel basic_consume basic_get basic_publish basic_qos close confirm_delivery consume exchange_bind'),
				...words('exchange_declare exchange_delete queue_bind queue_declare queue_delete queue_purge start_consuming tx_commit tx_select'),
			],
		},
	},
];

const remoteMachines: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the remote machine',
		alternatives: instead('asyncssh', 'asyncssh.connect'),
		checkedAgainst: 'paramiko 2.12.0',
		methods: {
			'paramiko.SSHClient': words('connect exec_command invoke_shell open_sftp'),
			'paramiko.SFTPClient': words(
				'chmod get getfo listdir listdir_attr listdir_iter lstat mkdir open put putfo readlink remove rename rmdir stat symlink unlink',
			),
		},
	},
	{
		...network,
		waitsFor: 'the container engine',
		alternatives: instead('aiodocker', 'aiodocker.Docker'),
		checkedAgainst: 'docker 5.0.3',
		everyMethodOf: { 'docker.DockerClient': words('close from_env') },
		methods: {
			'docker.models.containers.Container': words(
				'attach commit diff exec_run export get_archive kill logs pause put_archive reload remove rename restart start stats stop top unpause update wait',
			),
		},
	},
	{
		...network,
		waitsFor: 'the other side',
		alternatives: instead('websockets', 'websockets.connect'),
		checkedAgainst: 'websocket-client 1.2.3',
		functions: ['websocket.create_connection'],
		methods: { 'websocket.WebSocket': words('connect ping recv recv_data send send_binary send_close close'), 'websocket.WebSocketApp': ['run_forever'] },
	},
];

const devices: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the browser',
		alternatives: instead('playwright', 'playwright.async_api.async_playwright'),
		checkedAgainst: 'playwright 1.62.0, in its sources',
		caveat: 'it raises on a running loop: It looks like you are using Playwright Sync API inside the asyncio loop.',
		functions: ['playwright.sync_api.sync_playwright'],
	},
	{
		...network,
		waitsFor: 'the browser',
		alternatives: instead('playwright', 'playwright.async_api'),
		checkedAgainst: 'selenium 4.8.3',
		functions: dots('selenium.webdriver', 'Chrome Edge Firefox Remote'),
		methods: {
			'selenium.webdriver.remote.webdriver.WebDriver': [
				...words('back close execute_async_script execute_script find_element find_elements forward get get_cookies get_screenshot_as_file'),
				...words('get_screenshot_as_png quit refresh save_screenshot'),
			],
		},
	},
	{
		...network,
		waitsFor: 'the serial line',
		checkedAgainst: 'pyserial 3.5',
		methods: { 'serial.Serial': words('flush read read_until readline readlines write') },
	},
	{
		group: 'call',
		cost: 'disk',
		waitsFor: 'the disk and the processor',
		alternatives: inAsyncio('asyncio.to_thread'),
		checkedAgainst: 'pillow 9.4.0, in its sources',
		functions: ['PIL.Image.open'],
		methods: { 'PIL.Image.Image': words('load save') },
	},
	{
		group: 'call',
		cost: 'disk',
		waitsFor: 'the disk and the processor',
		alternatives: inAsyncio('asyncio.to_thread'),
		checkedAgainst: 'pandas 1.5.3, in its sources',
		functions: dots(
			'pandas',
			'read_csv read_excel read_feather read_fwf read_hdf read_html read_json read_orc read_parquet read_pickle read_sql read_sql_query read_sql_table read_table read_xml',
		),
		methods: { 'pandas.DataFrame': words('to_csv to_excel to_feather to_hdf to_json to_parquet to_pickle to_sql') },
	},
];

/** Everything else that people call from coroutines: cloud services, brokers, remote machines, browsers, devices, data files. */
export const services: readonly BlockingFamily[] = [...clouds, ...brokers, ...remoteMachines, ...devices];
