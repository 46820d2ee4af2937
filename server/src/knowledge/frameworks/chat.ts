import { type FrameworkEntry, words } from './entry.ts';

/** Libraries for chat bots. */
export const chat: readonly FrameworkEntry[] = [
	{
		role: 'a discord.py handler',
		checkedAgainst: 'discord.py 2.7.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decorators: [...words('discord.ext.commands.Cog.listener discord.ext.tasks.loop')],
		decoratorMethods: {
			'discord.Client': ['event'],
			'discord.ext.commands.Bot': ['listen'],
			'discord.ext.commands.AutoShardedBot': ['listen'],
		},
		parametersByName: {
			on_message: ['discord.Message'],
			on_message_delete: ['discord.Message'],
			on_message_edit: ['discord.Message', 'discord.Message'],
			on_member_join: ['discord.Member'],
			on_member_remove: ['discord.Member'],
			on_reaction_add: ['discord.Reaction', 'discord.User'],
			on_guild_join: ['discord.Guild'],
			on_interaction: ['discord.Interaction'],
			on_command_error: ['discord.ext.commands.Context'],
		},
	},
	{
		role: 'a discord.py command',
		checkedAgainst: 'discord.py 2.7.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decorators: words('discord.ext.commands.command discord.ext.commands.group discord.ext.commands.hybrid_command'),
		decoratorMethods: {
			'discord.ext.commands.Bot': words('command group hybrid_command before_invoke after_invoke'),
			'discord.ext.commands.AutoShardedBot': words('command group hybrid_command before_invoke after_invoke'),
		},
		parameters: ['discord.ext.commands.Context'],
	},
	{
		role: 'a discord.py application command',
		checkedAgainst: 'discord.py 2.7.1',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decorators: words('discord.app_commands.command discord.app_commands.context_menu discord.ui.button discord.ui.select'),
		decoratorMethods: { 'discord.app_commands.CommandTree': words('command context_menu error') },
		parameters: ['discord.Interaction'],
	},
	{
		role: 'a python-telegram-bot handler',
		checkedAgainst: 'python-telegram-bot 22.8',
		asyncRunsOn: 'loop',
		syncRunsOn: 'loop',
		argumentsOf: {
			'telegram.ext.CommandHandler': { position: 1, keyword: 'callback' },
			'telegram.ext.MessageHandler': { position: 1, keyword: 'callback' },
			'telegram.ext.CallbackQueryHandler': { position: 0, keyword: 'callback' },
		},
		parameters: ['telegram.Update', 'telegram.ext.CallbackContext'],
	},
	{
		role: 'an aiogram handler',
		checkedAgainst: 'aiogram 3.30.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: {
			'aiogram.Router': [
				...words('inline_query chosen_inline_result shipping_query pre_checkout_query'),
				...words('poll poll_answer my_chat_member chat_member chat_join_request error errors'),
			],
		},
	},
	{
		role: 'an aiogram handler of messages',
		checkedAgainst: 'aiogram 3.30.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'aiogram.Router': words('message edited_message channel_post edited_channel_post') },
		parameters: ['aiogram.types.Message'],
	},
	{
		role: 'an aiogram handler of buttons',
		checkedAgainst: 'aiogram 3.30.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'aiogram.Router': ['callback_query'] },
		parameters: ['aiogram.types.CallbackQuery'],
	},
	{
		role: 'a Telethon handler',
		checkedAgainst: 'Telethon 1.37.0',
		asyncRunsOn: 'loop',
		syncRunsOn: 'refused',
		decoratorMethods: { 'telethon.TelegramClient': ['on'] },
		// What events of new messages pass on to the message; other events answer to the same names.
		parameters: ['telethon.tl.custom.Message'],
	},
	{
		role: 'a Pyrogram handler of messages',
		checkedAgainst: 'pyrogram 2.0.106',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'pyrogram.Client': ['on_message', 'on_edited_message'] },
		parameters: ['pyrogram.Client', 'pyrogram.types.Message'],
	},
	{
		role: 'a Pyrogram handler of buttons',
		checkedAgainst: 'pyrogram 2.0.106',
		asyncRunsOn: 'loop',
		syncRunsOn: 'worker-thread',
		decoratorMethods: { 'pyrogram.Client': ['on_callback_query'] },
		parameters: ['pyrogram.Client', 'pyrogram.types.CallbackQuery'],
	},
];
