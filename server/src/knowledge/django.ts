/**
 * The part of Django's ORM that queries the database when it is called. Read in Django 5.2's sources; async twins begin with `a` since
 * 4.1 (those of instances since 4.2).
 */

/** Methods of managers and querysets that run a query, with the type of what they give: an instance of the model, or nothing known. */
export const queryMethods: Readonly<Record<string, 'instance' | 'other'>> = {
	aggregate: 'other',
	bulk_create: 'other',
	bulk_update: 'other',
	contains: 'other',
	count: 'other',
	create: 'instance',
	delete: 'other',
	earliest: 'instance',
	exists: 'other',
	explain: 'other',
	first: 'instance',
	get: 'instance',
	get_or_create: 'other',
	in_bulk: 'other',
	last: 'instance',
	latest: 'instance',
	update: 'other',
	update_or_create: 'other',
};

/** Methods of managers and querysets that only build a query. */
export const lazyMethods: ReadonlySet<string> = new Set(
	'alias all annotate complex_filter dates datetimes defer difference distinct exclude extra filter get_queryset intersection none only order_by prefetch_related reverse select_for_update select_related union using values values_list'.split(
		' ',
	),
);

/** Methods that managers of related objects have besides, with async forms since 4.2. */
export const relatedMethods: ReadonlySet<string> = new Set(['add', 'clear', 'remove', 'set']);

/** Fields whose attribute is another row, fetched when it is first read. */
export const rowFields: ReadonlySet<string> = new Set(['django.db.models.ForeignKey', 'django.db.models.OneToOneField']);

/** Functions that render a template on the spot, and so go through the querysets they are given. */
export const renderers: ReadonlySet<string> = new Set(['django.shortcuts.render', 'django.template.loader.render_to_string']);

/** Methods of model instances that run a query. */
export const instanceMethods: ReadonlySet<string> = new Set(['delete', 'refresh_from_db', 'save']);

/** Functions that go through what they are given. */
export const consumers: ReadonlySet<string> = new Set(
	[
		'all',
		'any',
		'bool',
		'dict',
		'enumerate',
		'filter',
		'frozenset',
		'iter',
		'len',
		'list',
		'map',
		'max',
		'min',
		'reversed',
		'set',
		'sorted',
		'sum',
		'tuple',
		'zip',
	].map((name) => `builtins.${name}`),
);

/** Shortcuts that run a query, with the async form (Django 5.0+). */
export const shortcuts: Readonly<Record<string, string>> = {
	'django.shortcuts.get_object_or_404': 'aget_object_or_404',
	'django.shortcuts.get_list_or_404': 'aget_list_or_404',
};

/** Shortcuts that give one row of the model or query they are handed first, some when they are awaited. */
export const rowShortcuts: ReadonlySet<string> = new Set(['django.shortcuts.get_object_or_404', 'django.shortcuts.aget_object_or_404']);

/** Releases at which async forms came; a declared specifier is judged by which of these it allows. */
export const djangoReleases: readonly string[] = ['2.2', '3.0', '3.1', '3.2', '4.0', '4.1', '4.2', '5.0', '5.1', '5.2'];
