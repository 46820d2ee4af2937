import { type AsyncAlternative, type BlockingFamily, dots, words } from './entry.ts';

const model = { group: 'call', cost: 'network', waitsFor: 'the language model' } as const;
const instead = (library: string, text: string): readonly AsyncAlternative[] => [{ library, text }];
const harmless = words('with_options copy close');

/** Clients of language models. Their asynchronous twins come with the same distribution. */
export const languageModels: readonly BlockingFamily[] = [
	{
		...model,
		alternatives: instead('openai', 'openai.AsyncOpenAI'),
		checkedAgainst: 'openai 3.3.1, in its sources',
		everyMethodOf: { 'openai.OpenAI': harmless },
		functions: dots(
			'openai',
			'chat.completions.create completions.create embeddings.create responses.create images.generate moderations.create models.list files.create',
		),
	},
	{
		...model,
		alternatives: instead('openai', 'openai.AsyncAzureOpenAI'),
		checkedAgainst: 'openai 3.3.1, in its sources',
		everyMethodOf: { 'openai.AzureOpenAI': harmless },
	},
	{
		...model,
		alternatives: instead('anthropic', 'anthropic.AsyncAnthropic'),
		checkedAgainst: 'anthropic 0.121.0, in its sources',
		everyMethodOf: { 'anthropic.Anthropic': harmless, 'anthropic.AnthropicBedrock': harmless, 'anthropic.AnthropicVertex': harmless },
	},
	{
		...model,
		alternatives: [{ library: 'google-genai', module: 'google.genai', text: 'the aio attribute of the client' }],
		checkedAgainst: 'google-genai of 2025, in its sources',
		methods: { 'google.genai.models.Models': words('count_tokens embed_content generate_content generate_content_stream generate_images get list') },
	},
];
