import { fluent, type TypeFacts } from './entry.ts';

/** What frameworks call. */
export const frameworkTypes: TypeFacts = {
	bases: {
		'uvloop.Loop': ['asyncio.AbstractEventLoop'],
		'watchdog.events.PatternMatchingEventHandler': ['watchdog.events.FileSystemEventHandler'],
		'watchdog.events.RegexMatchingEventHandler': ['watchdog.events.FileSystemEventHandler'],
		'watchdog.events.LoggingEventHandler': ['watchdog.events.FileSystemEventHandler'],
		'fastapi.BackgroundTasks': ['starlette.background.BackgroundTasks'],
		'fastapi.background.BackgroundTasks': ['starlette.background.BackgroundTasks'],
		'aiogram.Dispatcher': ['aiogram.Router'],
		'discord.ext.commands.Bot': ['discord.Client'],
		'discord.ext.commands.AutoShardedBot': ['discord.AutoShardedClient'],
		'discord.AutoShardedClient': ['discord.Client'],
	},
	returns: {
		'aiosmtplib.SMTP': 'aiosmtplib.SMTP',
		'uvloop.new_event_loop': 'uvloop.Loop',
		'tornado.ioloop.IOLoop.current': 'tornado.ioloop.IOLoop',
		'tornado.ioloop.IOLoop.instance': 'tornado.ioloop.IOLoop',
		'telegram.ext.Application.builder': 'telegram.ext.ApplicationBuilder',
		'telegram.ext.ApplicationBuilder.token': 'telegram.ext.ApplicationBuilder',
		'telegram.ext.ApplicationBuilder.build': 'telegram.ext.Application',
		'schedule.every': 'schedule.Job',
		'schedule.Scheduler.every': 'schedule.Job',
		...fluent('schedule.Job', 'at tag to until'),
	},
	attributes: {
		'aiohttp.web.Application.router': 'aiohttp.web.UrlDispatcher',
		// A union of channels, all of which can be written to; discord.py 2.8, in its sources.
		'discord.Message.channel': 'discord.abc.Messageable',
		'discord.ext.commands.Context.channel': 'discord.abc.Messageable',
		'discord.Client.loop': 'asyncio.AbstractEventLoop',
	},
	// `every(5).minutes`, `every().monday`
	madeUp: { 'schedule.Job': 'schedule.Job' },
};
