import { type AsyncAlternative, type BlockingFamily, words } from './entry.ts';

const network = { group: 'call', cost: 'network' } as const;
const instead = (library: string, text: string, module?: string): readonly AsyncAlternative[] => [{ library, text, ...(module !== undefined && { module }) }];

const shells: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the remote machine',
		alternatives: instead('asyncssh', 'asyncssh.connect'),
		checkedAgainst: 'paramiko 2.12.0, in its sources',
		functions: ['paramiko.Transport', 'paramiko.SFTPClient.from_transport'],
		methods: {
			'paramiko.SSHClient': words('connect exec_command invoke_shell open_sftp'),
			'paramiko.Transport': words('auth_interactive auth_password auth_publickey connect open_channel open_session open_sftp_client start_client'),
			'paramiko.Channel': words('exec_command get_pty invoke_shell recv recv_exit_status recv_stderr send sendall'),
			'paramiko.ChannelFile': words('read readline readlines'),
			'paramiko.SFTPClient': [
				...words('chdir chmod chown get getfo listdir listdir_attr listdir_iter lstat mkdir normalize open posix_rename put putfo readlink'),
				...words('remove rename rmdir stat symlink truncate unlink utime'),
			],
		},
	},
	{
		...network,
		waitsFor: 'the remote machine',
		alternatives: instead('asyncssh', 'asyncssh.connect'),
		checkedAgainst: 'fabric 2.6.0, in its sources',
		methods: { 'fabric.Connection': words('get local open put run shell sudo') },
	},
	{
		group: 'call',
		cost: 'process',
		waitsFor: 'the program to answer',
		checkedAgainst: 'pexpect 4.8.0',
		returnsAtOnceWith: [{ keyword: 'async_', position: 4, value: 'True' }],
		caveat: 'not with async_=True, which gives something to await',
		methods: { 'pexpect.spawn': words('expect expect_exact expect_list') },
	},
	{
		group: 'call',
		cost: 'process',
		waitsFor: 'the program to end',
		checkedAgainst: 'pexpect 4.8.0',
		functions: ['pexpect.run'],
		methods: { 'pexpect.spawn': words('read readline readlines wait interact') },
	},
];

const containerEngine: BlockingFamily = {
	...network,
	waitsFor: 'the container engine',
	alternatives: instead('aiodocker', 'aiodocker.Docker'),
	checkedAgainst: 'docker 5.0.3, in its sources',
	methods: {
		'docker.DockerClient': words('df events info login ping version'),
		'docker.models.containers.ContainerCollection': words('create get list prune run'),
		'docker.models.containers.Container': [
			...words('attach attach_socket commit diff exec_run export get_archive kill logs pause put_archive reload remove rename resize restart'),
			...words('start stats stop top unpause update wait'),
		],
		'docker.models.images.ImageCollection': words('build get get_registry_data list load prune pull push remove search'),
		'docker.models.images.Image': words('history reload save tag'),
		'docker.models.networks.NetworkCollection': words('create get list prune'),
		'docker.models.networks.Network': words('connect disconnect reload remove'),
		'docker.models.volumes.VolumeCollection': words('create get list prune'),
		'docker.models.volumes.Volume': words('reload remove'),
	},
};

const remoteCalls: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the remote procedure',
		alternatives: instead('grpcio', 'grpc.aio', 'grpc'),
		checkedAgainst: 'grpcio 1.51.1, in its sources',
		capitalMethodsWait: true,
		everyMethodOf: { 'grpc.Stub': [] },
	},
	{
		...network,
		waitsFor: 'the remote server',
		alternatives: instead('grpcio', 'grpc.aio', 'grpc'),
		checkedAgainst: 'grpcio 1.51.1, in its sources',
		methods: { 'grpc.Future': words('exception result traceback'), 'grpc.Server': ['wait_for_termination'] },
	},
	{
		...network,
		waitsFor: 'the other side',
		alternatives: instead('websockets', 'websockets.connect'),
		checkedAgainst: 'websocket-client 1.2.3',
		functions: ['websocket.create_connection'],
		methods: { 'websocket.WebSocket': words('connect recv recv_data close'), 'websocket.WebSocketApp': ['run_forever'] },
	},
	{
		...network,
		waitsFor: 'the directory server',
		alternatives: instead('bonsai', 'bonsai.LDAPClient'),
		checkedAgainst: 'ldap3 2.9.1',
		methods: { 'ldap3.Connection': words('abandon add bind compare delete extended modify modify_dn rebind search start_tls unbind') },
	},
	{
		...network,
		waitsFor: 'the name server',
		alternatives: instead('dnspython', 'dns.asyncresolver.resolve', 'dns'),
		checkedAgainst: 'dnspython 2.3.0',
		functions: ['dns.resolver.resolve', 'dns.resolver.query'],
		methods: { 'dns.resolver.Resolver': words('canonical_name query resolve resolve_address') },
	},
	{
		...network,
		waitsFor: 'the remote repository',
		checkedAgainst: 'GitPython 3.1.30, in its sources',
		functions: ['git.Repo.clone_from'],
		methods: { 'git.Repo': ['clone'], 'git.Remote': words('fetch pull push') },
	},
];

/** Other machines and what runs on them: shells, containers, remote procedures, directories. */
export const remoteMachines: readonly BlockingFamily[] = [...shells, containerEngine, ...remoteCalls];
