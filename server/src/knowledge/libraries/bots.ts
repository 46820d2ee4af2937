import { type LibraryTable, methodsOf } from './entry.ts';

const aiogram = 'aiogram 3.30.0, in its sources';

/** Methods of aiogram's objects give a request, which is sent when it is awaited. */
export const botLibraries: LibraryTable = {
	'aiogram.types.Message': { kind: 'class', checkedAgainst: aiogram },
	...methodsOf(
		'aiogram.types.Message',
		'answer answer_animation answer_audio answer_contact answer_dice answer_document answer_game answer_invoice answer_location answer_media_group answer_photo answer_poll answer_sticker answer_venue answer_video answer_video_note answer_voice reply reply_animation reply_audio reply_contact reply_dice reply_document reply_game reply_invoice reply_location reply_media_group reply_photo reply_poll reply_sticker reply_venue reply_video reply_video_note reply_voice send_copy copy_to edit_text edit_media edit_reply_markup delete_reply_markup edit_live_location stop_live_location edit_caption forward delete pin unpin react',
		{ kind: 'awaitable', checkedAgainst: aiogram },
	),
	'aiogram.types.CallbackQuery': { kind: 'class', checkedAgainst: aiogram },
	'aiogram.types.CallbackQuery.answer': { kind: 'awaitable', checkedAgainst: aiogram },
};
