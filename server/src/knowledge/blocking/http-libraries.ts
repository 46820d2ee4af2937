import { asyncHttpClients, type BlockingFamily, dots, words } from './entry.ts';

const verbs = 'delete get head options patch post put request';

const httpCall = { group: 'http', cost: 'network', waitsFor: 'a network answer', alternatives: asyncHttpClients } as const;

/** HTTP clients. `Session.close()` and building a `Request` do not block and are not here. */
export const httpLibraries: readonly BlockingFamily[] = [
	{
		...httpCall,
		checkedAgainst: 'requests 2.28.1',
		functions: [...dots('requests', verbs), ...dots('requests.api', verbs)],
		methods: { 'requests.Session': [...words(verbs), 'send'] },
	},
	{
		...httpCall,
		checkedAgainst: 'urllib3 1.26.12; urllib3.request in the sources of version 2',
		functions: ['urllib3.request'],
		methods: {
			'urllib3.PoolManager': words('request request_encode_body request_encode_url urlopen'),
			'urllib3.HTTPConnectionPool': words('request request_encode_body request_encode_url urlopen'),
		},
	},
	{
		...httpCall,
		alternatives: [{ library: 'httpx', text: 'httpx.AsyncClient' }],
		checkedAgainst: 'httpx 0.23.3',
		functions: dots('httpx', `${verbs} stream`),
		methods: { 'httpx.Client': [...words(verbs), 'send', 'stream'], 'httpx.Response': words('read iter_bytes iter_lines iter_raw iter_text') },
	},
];
