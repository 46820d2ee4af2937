import { type BlockingFamily, dots, words } from './entry.ts';

const local = { group: 'call', cost: 'disk', waitsFor: 'the disk and the processor' } as const;

/** Tables, arrays and pictures in files. Local disks answer fast, so these are hints; what asks a database is not. */
export const dataFiles: readonly BlockingFamily[] = [
	{ ...local, checkedAgainst: 'pillow 9.4.0, in its sources', functions: ['PIL.Image.open'], methods: { 'PIL.Image.Image': words('load save') } },
	{ ...local, checkedAgainst: 'opencv 4.6.0, in its signatures', functions: dots('cv2', 'imread imreadmulti imwrite imwritemulti') },
	{
		...local,
		checkedAgainst: 'pandas 1.5.3, in its sources',
		functions: dots(
			'pandas',
			'read_csv read_excel read_feather read_fwf read_hdf read_html read_json read_orc read_parquet read_pickle read_sas read_spss read_stata read_table read_xml',
		),
		methods: { 'pandas.DataFrame': words('to_csv to_excel to_feather to_hdf to_json to_orc to_parquet to_pickle to_stata to_xml') },
	},
	{
		...local,
		group: 'database',
		cost: 'network',
		waitsFor: 'the database',
		checkedAgainst: 'pandas 1.5.3, in its sources',
		functions: dots('pandas', 'read_gbq read_sql read_sql_query read_sql_table'),
		methods: { 'pandas.DataFrame': words('to_gbq to_sql') },
	},
	{
		...local,
		checkedAgainst: 'pyarrow, in the names that public code uses',
		functions: [
			...dots('pyarrow.parquet', 'ParquetDataset ParquetFile read_metadata read_schema read_table write_table write_to_dataset'),
			...dots('pyarrow.feather', 'read_feather read_table write_feather'),
			...['pyarrow.csv.read_csv', 'pyarrow.csv.write_csv', 'pyarrow.json.read_json'],
		],
		methods: { 'pyarrow.parquet.ParquetFile': words('read read_row_group read_row_groups'), 'pyarrow.parquet.ParquetDataset': ['read'] },
	},
	{
		...local,
		checkedAgainst: 'numpy 1.24.2',
		functions: dots('numpy', 'fromfile genfromtxt load loadtxt save savetxt savez savez_compressed'),
	},
	{
		...local,
		checkedAgainst: 'openpyxl 3.0.9, in its sources',
		functions: ['openpyxl.load_workbook'],
		methods: { 'openpyxl.Workbook': ['save'] },
	},
];
