import { type FrameworkEntry, words } from './entry.ts';

const mqttCallbacks = {
	'paho.mqtt.client.Client': words('on_connect on_connect_fail on_disconnect on_log on_message on_pre_connect on_publish on_subscribe on_unsubscribe'),
};

const mqttTopics = { 'paho.mqtt.client.Client.message_callback_add': { position: 1, keyword: 'callback' } };

/** Commands, jobs, brokers and tests. */
export const commandsAndTasks: readonly FrameworkEntry[] = [
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
		assignedTo: mqttCallbacks,
		argumentsOf: mqttTopics,
	},
	{
		role: 'an MQTT callback run by loop_forever()',
		checkedAgainst: 'paho-mqtt 2.1.0',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'no-loop',
		runBy: words('paho.mqtt.client.Client.loop_forever paho.mqtt.client.Client.loop'),
		assignedTo: mqttCallbacks,
		argumentsOf: mqttTopics,
	},
	{
		role: 'a job of schedule',
		checkedAgainst: 'schedule 1.2.2',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'no-loop',
		runBy: words('schedule.run_pending schedule.run_all schedule.Scheduler.run_pending schedule.Scheduler.run_all'),
		argumentsOf: { 'schedule.Job.do': { position: 0, keyword: 'job_func' } },
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
