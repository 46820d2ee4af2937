import { type AsyncAlternative, type BlockingFamily, words } from './entry.ts';

const service = { group: 'call', cost: 'network', waitsFor: 'the cloud service' } as const;

const amazon: BlockingFamily = {
	...service,
	alternatives: [
		{ library: 'aioboto3', text: 'aioboto3.Session' },
		{ library: 'aiobotocore', text: 'aiobotocore.session.get_session' },
	],
	checkedAgainst: 'boto3 1.26.27, botocore 1.29.27',
	everyMethodOf: {
		'boto3.client': words('can_paginate get_paginator get_waiter generate_presigned_url generate_presigned_post batch_writer close'),
	},
	methods: {
		'botocore.waiter.Waiter': ['wait'],
		'botocore.paginate.Paginator': ['paginate'],
		'botocore.paginate.PageIterator': ['build_full_result'],
	},
};

/** Buckets, blobs, documents and jobs are made without a request: `client.bucket('b')`, `bucket.blob('k')`, `client.document('a/b')`. */
const googleCloud: readonly BlockingFamily[] = [
	{
		...service,
		alternatives: [{ library: 'gcloud-aio-storage', module: 'gcloud.aio.storage', text: 'gcloud.aio.storage.Storage' }],
		checkedAgainst: 'google-cloud-storage 3.10.1, in its sources',
		methods: {
			'google.cloud.storage.Client': words(
				'create_bucket create_hmac_key download_blob_to_file get_bucket get_service_account_email list_blobs list_buckets lookup_bucket restore_bucket',
			),
			'google.cloud.storage.Bucket': [
				...words('copy_blob create delete delete_blob delete_blobs exists get_blob get_iam_policy list_blobs lock_retention_policy make_private make_public'),
				...words('move_blob patch reload rename_blob restore_blob set_iam_policy update'),
			],
			'google.cloud.storage.Blob': [
				...words('compose create_resumable_upload_session delete download_as_bytes download_as_string download_as_text download_to_file'),
				...words('download_to_filename exists get_iam_policy make_private make_public patch reload rewrite set_iam_policy update update_storage_class'),
				...words('upload_from_file upload_from_filename upload_from_string'),
			],
		},
	},
	{
		...service,
		waitsFor: 'the message broker',
		checkedAgainst: 'google-cloud-pubsub 2.35.0, in its sources',
		methods: {
			'google.cloud.pubsub_v1.PublisherClient': words(
				'create_topic delete_topic detach_subscription get_topic list_topics list_topic_subscriptions update_topic',
			),
			'google.cloud.pubsub_v1.SubscriberClient': [
				...words('acknowledge create_snapshot create_subscription delete_snapshot delete_subscription get_subscription list_subscriptions'),
				...words('modify_ack_deadline pull seek update_subscription'),
			],
		},
	},
	{
		...service,
		waitsFor: 'the database',
		group: 'database',
		checkedAgainst: 'google-cloud-bigquery 3.40.0, in its sources',
		methods: {
			'google.cloud.bigquery.Client': [
				...words('cancel_job copy_table create_dataset create_job create_routine create_table delete_dataset delete_table extract_table get_dataset get_job'),
				...words('get_table insert_rows insert_rows_from_dataframe insert_rows_json list_datasets list_jobs list_tables load_table_from_dataframe'),
				...words('load_table_from_file load_table_from_json load_table_from_uri query query_and_wait update_dataset update_table'),
			],
			'google.cloud.bigquery.QueryJob': words('cancel exists reload result to_arrow to_dataframe'),
			'google.cloud.bigquery.table.RowIterator': words('to_arrow to_dataframe'),
		},
	},
	{
		...service,
		waitsFor: 'the database',
		group: 'database',
		alternatives: [{ library: 'google-cloud-firestore', module: 'google.cloud.firestore', text: 'google.cloud.firestore.AsyncClient', since: '2.0' }],
		checkedAgainst: 'google-cloud-firestore 2.23.0, in its sources',
		methods: {
			'google.cloud.firestore.Client': words('collections get_all recursive_delete'),
			'google.cloud.firestore.DocumentReference': words('collections create delete get set update'),
			'google.cloud.firestore.CollectionReference': words('add get list_documents stream'),
			'google.cloud.firestore.Query': words('get stream'),
			'google.cloud.firestore.WriteBatch': ['commit'],
		},
	},
];

/** The asynchronous clients have the same names in a sub-package `aio`, in the same distribution. */
const azure = (module: string, client: string): readonly AsyncAlternative[] => [
	{ library: module.replaceAll('.', '-'), module, text: `${module}.aio.${client}` },
];

const azureCloud: readonly BlockingFamily[] = [
	{
		...service,
		alternatives: azure('azure.storage.blob', 'BlobServiceClient'),
		checkedAgainst: 'azure-storage-blob 12.15.0, in its sources',
		everyMethodOf: {
			'azure.storage.blob.BlobServiceClient': words('close find_blobs_by_tags from_connection_string get_blob_client get_container_client list_containers'),
			'azure.storage.blob.ContainerClient': words(
				'close find_blobs_by_tags from_connection_string from_container_url get_blob_client list_blob_names list_blobs walk_blobs',
			),
			'azure.storage.blob.BlobClient': words('close from_blob_url from_connection_string'),
			'azure.storage.blob.StorageStreamDownloader': ['chunks'],
		},
		methods: {
			'azure.storage.blob.BlobServiceClient': words('find_blobs_by_tags list_containers'),
			'azure.storage.blob.ContainerClient': words('find_blobs_by_tags list_blob_names list_blobs walk_blobs'),
			'azure.storage.blob.StorageStreamDownloader': ['chunks'],
		},
	},
	{
		...service,
		waitsFor: 'the message queue',
		alternatives: azure('azure.storage.queue', 'QueueClient'),
		checkedAgainst: 'azure-storage-queue 12.6.0, in its sources',
		everyMethodOf: { 'azure.storage.queue.QueueClient': words('close from_connection_string from_queue_url') },
	},
	{
		...service,
		waitsFor: 'the message broker',
		alternatives: azure('azure.servicebus', 'ServiceBusClient'),
		checkedAgainst: 'azure-servicebus 7.8.2, in its sources',
		methods: {
			'azure.servicebus.ServiceBusSender': words('cancel_scheduled_messages create_message_batch schedule_messages send_messages'),
			'azure.servicebus.ServiceBusReceiver': [
				...words('__next__ abandon_message complete_message dead_letter_message defer_message peek_messages receive_deferred_messages receive_messages'),
				'renew_message_lock',
			],
		},
	},
	{
		...service,
		waitsFor: 'the database',
		group: 'database',
		alternatives: azure('azure.data.tables', 'TableClient'),
		checkedAgainst: 'azure-data-tables 12.4.2, in its sources',
		everyMethodOf: { 'azure.data.tables.TableClient': words('close from_connection_string from_table_url list_entities query_entities') },
		methods: { 'azure.data.tables.TableClient': words('list_entities query_entities') },
	},
	{
		...service,
		waitsFor: 'the database',
		group: 'database',
		alternatives: azure('azure.cosmos', 'CosmosClient'),
		checkedAgainst: 'azure-cosmos, in the sources of version 4',
		methods: {
			'azure.cosmos.ContainerProxy': words('create_item delete_item query_items read read_all_items read_item replace_item upsert_item'),
		},
	},
	{
		...service,
		waitsFor: 'the vault',
		alternatives: azure('azure.keyvault.secrets', 'SecretClient'),
		checkedAgainst: 'azure-keyvault-secrets 4.7.0, in its sources',
		methods: {
			'azure.keyvault.secrets.SecretClient': words('backup_secret begin_delete_secret get_deleted_secret get_secret purge_deleted_secret set_secret'),
		},
	},
];

/** Services of the large cloud providers. */
export const clouds: readonly BlockingFamily[] = [amazon, ...googleCloud, ...azureCloud];
