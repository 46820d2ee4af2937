import { fluent, type TypeFacts } from './entry.ts';

/** The messages that channels of a library have. */
function historyOf(library: string, channels: string): Readonly<Record<string, string>> {
	return Object.fromEntries(channels.split(' ').map((channel) => [`${library}.${channel}.history`, `${library}.Message`]));
}

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
		'telegram.ext.ContextTypes.DEFAULT_TYPE': ['telegram.ext.CallbackContext'],
	},
	returns: {
		'aiosmtplib.SMTP': 'aiosmtplib.SMTP',
		// A union of channels, nearly all of which can be written to.
		'discord.Client.get_channel': 'discord.abc.Messageable',
		'discord.Client.fetch_channel': 'discord.abc.Messageable',
		'discord.Guild.get_channel': 'discord.abc.Messageable',
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
		'discord.ext.commands.Context.author': 'discord.Member',
		'discord.Message.author': 'discord.Member',
		'telegram.ext.CallbackContext.application': 'telegram.ext.Application',
		'telegram.ext.CallbackContext.bot': 'telegram.Bot',
		'telegram.ext.Application.bot': 'telegram.Bot',
	},
	items: {
		...historyOf('discord', 'abc.Messageable ext.commands.Context DMChannel Member TextChannel Thread User VoiceChannel'),
		'discord.TextChannel.members': 'discord.Member',
		'discord.VoiceChannel.members': 'discord.Member',
		'discord.Guild.members': 'discord.Member',
		'discord.Guild.roles': 'discord.Role',
		'discord.Guild.text_channels': 'discord.TextChannel',
		'discord.Guild.threads': 'discord.Thread',
		'discord.Guild.voice_channels': 'discord.VoiceChannel',
		'discord.Guild.fetch_members': 'discord.Member',
		'discord.Client.guilds': 'discord.Guild',
		'discord.Client.users': 'discord.User',
		'discord.Client.voice_clients': 'discord.VoiceClient',
		'discord.Member.roles': 'discord.Role',
		'playwright.async_api.Locator.all': 'playwright.async_api.Locator',
		'playwright.async_api.Page.query_selector_all': 'playwright.async_api.ElementHandle',
		'playwright.async_api.ElementHandle.query_selector_all': 'playwright.async_api.ElementHandle',
		'telethon.TelegramClient.iter_messages': 'telethon.tl.custom.Message',
		'pyrogram.Client.get_chat_history': 'pyrogram.types.Message',
	},
	// `every(5).minutes`, `every().monday`
	madeUp: { 'schedule.Job': 'schedule.Job' },
};
