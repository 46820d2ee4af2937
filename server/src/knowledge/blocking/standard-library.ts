import { asyncHttpClients, type BlockingFamily, dots, inAsyncio, words } from './entry.ts';

const sleeping: readonly BlockingFamily[] = [
	{
		group: 'sleep',
		cost: 'sleep',
		waitsFor: 'the time to pass',
		alternatives: inAsyncio('asyncio.sleep'),
		functions: ['time.sleep'],
		returnsAtOnceWith: [{ position: 0, keyword: 'secs', value: '0' }],
	},
];

const web: readonly BlockingFamily[] = [
	{
		group: 'http',
		cost: 'network',
		waitsFor: 'a network answer',
		alternatives: asyncHttpClients,
		functions: ['urllib.request.urlopen', 'urllib.request.urlretrieve'],
		methods: {
			'urllib.request.OpenerDirector': ['open'],
			'urllib.robotparser.RobotFileParser': ['read'],
			'http.client.HTTPConnection': words('connect request getresponse send endheaders'),
			'http.client.HTTPResponse': words('read readinto readline'),
		},
	},
	{ group: 'http', cost: 'network', waitsFor: 'a network answer', everyMethodOf: { 'xmlrpc.client.ServerProxy': [] } },
];

const network: readonly BlockingFamily[] = [
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the name server',
		alternatives: inAsyncio('loop.getaddrinfo'),
		functions: ['socket.getaddrinfo'],
		returnsAtOnceWith: ['socket.AI_NUMERICHOST', 'socket.AI_PASSIVE'].map((value) => ({ position: 5, keyword: 'flags', value })),
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the name server',
		alternatives: inAsyncio('loop.getaddrinfo'),
		functions: dots('socket', 'gethostbyname gethostbyname_ex gethostbyaddr getnameinfo getfqdn'),
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the network',
		alternatives: inAsyncio('asyncio.open_connection'),
		functions: ['socket.create_connection', 'ssl.get_server_certificate'],
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the network',
		alternatives: inAsyncio('asyncio.open_connection'),
		caveat: 'not after setblocking(False)',
		unlessMentioned: ['setblocking', 'settimeout'],
		methods: {
			'socket.socket': words('accept connect connect_ex recv recv_into recvfrom recvfrom_into recvmsg send sendall sendto sendfile'),
			'ssl.SSLSocket': words('do_handshake read write unwrap'),
		},
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the mail server',
		alternatives: [{ library: 'aiosmtplib', text: 'aiosmtplib.send' }],
		functions: ['smtplib.SMTP', 'smtplib.SMTP_SSL'],
		methods: { 'smtplib.SMTP': words('connect login sendmail send_message quit starttls ehlo helo noop docmd mail rcpt data verify') },
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the mail server',
		functions: ['imaplib.IMAP4', 'imaplib.IMAP4_SSL', 'poplib.POP3', 'poplib.POP3_SSL'],
		methods: {
			'imaplib.IMAP4': words('login logout select search fetch store append copy expunge list lsub uid noop status create delete rename starttls'),
			'poplib.POP3': words('user pass_ stat list retr dele noop quit top uidl stls'),
		},
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the file server',
		alternatives: [{ library: 'aioftp', text: 'aioftp.Client' }],
		functions: ['ftplib.FTP', 'ftplib.FTP_TLS'],
		methods: {
			'ftplib.FTP': words(
				'connect login retrbinary retrlines storbinary storlines cwd dir nlst mlsd delete mkd rmd rename size pwd quit sendcmd voidcmd transfercmd',
			),
		},
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the other side',
		removed: 13,
		functions: ['telnetlib.Telnet'],
		methods: { 'telnetlib.Telnet': words('open read_until read_all read_some write interact expect') },
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'requests, for ever',
		methods: { 'socketserver.BaseServer': words('serve_forever handle_request') },
	},
	{ group: 'call', cost: 'network', waitsFor: 'the mail server', methods: { 'logging.handlers.SMTPHandler': ['emit'] } },
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'the log server',
		methods: {
			'logging.handlers.HTTPHandler': ['emit'],
			'logging.handlers.SocketHandler': ['emit'],
		},
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'a file descriptor or signal to be ready',
		alternatives: inAsyncio('loop.add_reader'),
		functions: ['select.select'],
		returnsAtOnceWith: [{ position: 3, keyword: 'timeout', value: '0' }],
	},
	{
		group: 'call',
		cost: 'network',
		waitsFor: 'a file descriptor or signal to be ready',
		alternatives: inAsyncio('loop.add_reader'),
		functions: [...dots('signal', 'pause sigwait sigwaitinfo sigtimedwait')],
		methods: { 'select.poll': ['poll'], 'select.epoll': ['poll'], 'selectors.BaseSelector': ['select'] },
	},
];

const processes: readonly BlockingFamily[] = [
	{
		group: 'subprocess',
		cost: 'process',
		waitsFor: 'the program to end',
		alternatives: inAsyncio('asyncio.create_subprocess_exec'),
		functions: dots('subprocess', 'run call check_call check_output'),
		methods: { 'subprocess.Popen': words('wait communicate __exit__') },
	},
	{
		group: 'subprocess',
		cost: 'process',
		waitsFor: 'the program to write something',
		alternatives: inAsyncio('asyncio.create_subprocess_exec'),
		checkedAgainst: 'CPython 3.12, on a running Popen',
		methods: { 'subprocess.Popen.stdout': words('read readline readlines __next__'), 'subprocess.Popen.stderr': words('read readline readlines __next__') },
	},
	{
		group: 'subprocess',
		cost: 'process',
		waitsFor: 'the command to end',
		alternatives: inAsyncio('asyncio.create_subprocess_shell'),
		functions: ['subprocess.getoutput', 'subprocess.getstatusoutput', 'os.system'],
	},
	{
		group: 'subprocess',
		cost: 'process',
		waitsFor: 'the program to start',
		alternatives: inAsyncio('asyncio.create_subprocess_exec'),
		functions: ['subprocess.Popen'],
	},
	{
		group: 'subprocess',
		cost: 'process',
		waitsFor: 'the command to start, and to end when it is read or closed',
		alternatives: inAsyncio('asyncio.create_subprocess_shell'),
		functions: ['os.popen'],
	},
	{
		group: 'subprocess',
		cost: 'process',
		waitsFor: 'a child process to end',
		alternatives: inAsyncio('asyncio.create_subprocess_exec'),
		returnsAtOnceWith: [0, 1, 2, 3].map((position) => ({ keyword: 'options', position, value: 'os.WNOHANG' })),
		functions: dots('os', 'wait wait3 wait4 waitid waitpid'),
	},
	{
		group: 'subprocess',
		cost: 'process',
		waitsFor: 'the program to end',
		alternatives: inAsyncio('asyncio.create_subprocess_exec'),
		returnsAtOnceWith: [{ keyword: 'mode', position: 0, value: 'os.P_NOWAIT' }],
		functions: dots('os', 'spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe'),
	},
	{ group: 'subprocess', cost: 'process', waitsFor: 'the program to end', functions: ['pty.spawn'] },
	{
		group: 'call',
		cost: 'cpu',
		waitsFor: 'the browser to start',
		caveat: 'most browsers are started and left to themselves',
		functions: dots('webbrowser', 'open open_new open_new_tab'),
	},
];

const terminal: readonly BlockingFamily[] = [
	{
		group: 'input',
		cost: 'terminal',
		waitsFor: 'somebody to type',
		functions: ['builtins.input', 'getpass.getpass', ...dots('sys.stdin', 'read readline readlines __next__')],
	},
];

const processor: readonly BlockingFamily[] = [{ group: 'call', cost: 'cpu', waitsFor: 'the processor', functions: ['hashlib.pbkdf2_hmac', 'hashlib.scrypt'] }];

/** What blocks in the standard library, files and waiting for threads apart. */
export const standardLibrary: readonly BlockingFamily[] = [...sleeping, ...web, ...network, ...processes, ...terminal, ...processor];
