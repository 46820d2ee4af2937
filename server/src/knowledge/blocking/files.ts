import { type AsyncAlternative, type BlockingFamily, dots, words } from './entry.ts';

const aiofiles = (text: string): readonly AsyncAlternative[] => [
	{ library: 'aiofiles', text: `aiofiles.${text}` },
	{ library: 'anyio', text: 'anyio.Path' },
];

/** Files and folders of the standard library. Local disks answer fast, so these are hints. */
export const fileAccess: readonly BlockingFamily[] = [
	{
		group: 'file-io',
		cost: 'disk',
		waitsFor: 'the disk',
		alternatives: [
			{ library: 'aiofiles', text: 'aiofiles.open' },
			{ library: 'anyio', text: 'anyio.open_file' },
		],
		functions: ['builtins.open', 'io.open', 'io.open_code', 'os.open', 'os.fdopen', 'codecs.open', 'gzip.open', 'bz2.open', 'lzma.open'],
		methods: {
			'io.TextIOWrapper': words('read readline readlines write writelines flush truncate'),
			'io.BufferedReader': words('read read1 readinto readline readlines peek'),
			'io.BufferedWriter': words('write writelines flush'),
			'io.BufferedRandom': words('read readline readlines write writelines flush'),
			// A file by its annotation only.
			'typing.IO': words('read readline readlines write writelines flush'),
			'typing.BinaryIO': words('read readline readlines write writelines flush'),
			'typing.TextIO': words('read readline readlines write writelines flush'),
			'io.FileIO': words('read readall readinto readline readlines write writelines truncate'),
		},
	},
	{
		group: 'file-io',
		cost: 'disk',
		waitsFor: 'the disk',
		alternatives: aiofiles('os'),
		functions: [
			...dots('os', 'access chmod chown fdatasync fsync ftruncate link listdir lstat makedirs mkdir pread pwrite read readlink'),
			...dots('os', 'remove removedirs rename renames replace rmdir scandir sendfile stat statvfs symlink sync truncate unlink utime walk fwalk write'),
			...dots('os.path', 'exists lexists getatime getctime getmtime getsize isdir isfile islink ismount realpath samefile'),
		],
	},
	{
		group: 'file-io',
		cost: 'disk',
		waitsFor: 'the disk',
		alternatives: [{ library: 'anyio', text: 'anyio.Path' }],
		methods: {
			'pathlib.Path': [
				...words('chmod exists glob group is_block_device is_char_device is_dir is_fifo is_file is_mount is_socket is_symlink iterdir lchmod'),
				...words('lstat mkdir open owner read_bytes read_text rename replace resolve rglob rmdir samefile stat symlink_to touch unlink'),
				...words('write_bytes write_text'),
			],
		},
	},
	{ group: 'file-io', cost: 'disk', waitsFor: 'the disk', since: 9, methods: { 'pathlib.Path': ['readlink'] } },
	{ group: 'file-io', cost: 'disk', waitsFor: 'the disk', since: 10, methods: { 'pathlib.Path': ['hardlink_to'] } },
	{ group: 'file-io', cost: 'disk', waitsFor: 'the disk', since: 12, methods: { 'pathlib.Path': ['walk'] } },
	{ group: 'file-io', cost: 'disk', waitsFor: 'the disk', since: 11, functions: ['hashlib.file_digest'] },
	{
		group: 'file-io',
		cost: 'disk',
		waitsFor: 'the disk',
		functions: [
			...dots('shutil', 'copy copy2 copyfile copyfileobj copymode copystat copytree disk_usage make_archive move rmtree unpack_archive which'),
			...dots('glob', 'glob iglob'),
			...dots('tempfile', 'NamedTemporaryFile TemporaryDirectory TemporaryFile mkdtemp mkstemp'),
			...dots('filecmp', 'cmp cmpfiles'),
			...dots('linecache', 'getline getlines'),
		],
		methods: { 'configparser.RawConfigParser': ['read'] },
	},
	{
		group: 'file-io',
		cost: 'disk',
		waitsFor: 'the disk and the processor',
		functions: ['zipfile.ZipFile', 'zipfile.is_zipfile', 'tarfile.open', 'tarfile.is_tarfile'],
		methods: {
			'zipfile.ZipFile': words('extract extractall read write writestr testzip'),
			'tarfile.TarFile': words('add addfile extract extractall getmembers getnames getmember next'),
		},
	},
];
