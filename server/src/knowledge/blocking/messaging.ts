import { type AsyncAlternative, type BlockingFamily, dots, words } from './entry.ts';

const broker = { group: 'call', cost: 'network', waitsFor: 'the message broker' } as const;
const instead = (library: string, text: string, since?: string): readonly AsyncAlternative[] => [{ library, text, ...(since !== undefined && { since }) }];

/** Message brokers. */
export const messaging: readonly BlockingFamily[] = [
	{
		...broker,
		alternatives: [
			{ library: 'aiokafka', text: 'aiokafka.AIOKafkaProducer' },
			{ library: 'aiokafka', text: 'aiokafka.AIOKafkaConsumer' },
		],
		checkedAgainst: 'kafka-python 2.0.2',
		functions: dots('kafka', 'KafkaProducer KafkaConsumer KafkaAdminClient'),
		methods: {
			'kafka.KafkaProducer': words('close flush partitions_for send'),
			'kafka.KafkaConsumer': words('__next__ beginning_offsets commit committed end_offsets offsets_for_times partitions_for_topic poll position topics'),
			'kafka.KafkaAdminClient': [
				...words('alter_configs create_partitions create_topics delete_consumer_groups delete_topics describe_cluster describe_configs'),
				...words('describe_consumer_groups describe_topics list_consumer_group_offsets list_consumer_groups list_topics'),
			],
		},
	},
	{
		...broker,
		alternatives: instead('aiokafka', 'aiokafka.AIOKafkaProducer'),
		checkedAgainst: 'confluent-kafka 1.7.0',
		returnsAtOnceWith: [{ keyword: 'timeout', position: 0, value: '0' }],
		caveat: 'not with a timeout of 0',
		methods: { 'confluent_kafka.Producer': words('flush poll'), 'confluent_kafka.Consumer': ['poll'] },
	},
	{
		...broker,
		alternatives: instead('aiokafka', 'aiokafka.AIOKafkaConsumer'),
		checkedAgainst: 'confluent-kafka 1.7.0',
		methods: { 'confluent_kafka.Consumer': words('close committed consume get_watermark_offsets list_topics offsets_for_times') },
	},
	{
		...broker,
		alternatives: instead('aio-pika', 'aio_pika.connect_robust'),
		checkedAgainst: 'pika 1.2.0',
		functions: ['pika.BlockingConnection'],
		methods: {
			'pika.BlockingConnection': words('channel close process_data_events sleep'),
			'pika.adapters.blocking_connection.BlockingChannel': [
				...words('basic_ack basic_cancel basic_consume basic_get basic_nack basic_publish basic_qos basic_recover basic_reject cancel close'),
				...words('confirm_delivery consume exchange_bind exchange_declare exchange_delete exchange_unbind flow queue_bind queue_declare'),
				...words('queue_delete queue_purge queue_unbind start_consuming tx_commit tx_rollback tx_select'),
			],
		},
	},
	{
		...broker,
		alternatives: instead('aiomqtt', 'aiomqtt.Client'),
		checkedAgainst: 'paho-mqtt 1.6.1',
		methods: { 'paho.mqtt.client.Client': words('connect connect_srv loop loop_forever reconnect') },
	},
];
