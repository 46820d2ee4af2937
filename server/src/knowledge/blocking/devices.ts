import { type AsyncAlternative, type BlockingFamily, dots, words } from './entry.ts';

const network = { group: 'call', cost: 'network' } as const;
const instead = (library: string, text: string): readonly AsyncAlternative[] => [{ library, text }];

const browsers: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the browser',
		alternatives: instead('playwright', 'playwright.async_api.async_playwright'),
		checkedAgainst: 'playwright 1.62.0, in its sources',
		caveat: 'it raises on a running loop: It looks like you are using Playwright Sync API inside the asyncio loop.',
		functions: ['playwright.sync_api.sync_playwright'],
	},
	{
		...network,
		waitsFor: 'the browser',
		alternatives: instead('playwright', 'playwright.async_api.Page'),
		checkedAgainst: 'playwright 1.62.0, in its sources',
		methods: {
			'playwright.sync_api.Page': [
				...words('check click close content dblclick evaluate fill get_attribute go_back go_forward goto hover inner_html inner_text pdf press'),
				...words('query_selector query_selector_all reload screenshot select_option set_content tap text_content title type uncheck'),
				...words('wait_for_function wait_for_load_state wait_for_selector wait_for_timeout wait_for_url'),
			],
		},
	},
	{
		...network,
		waitsFor: 'the browser',
		alternatives: instead('playwright', 'playwright.async_api'),
		checkedAgainst: 'selenium 4.8.3',
		functions: dots('selenium.webdriver', 'Chrome Edge Firefox Ie Remote Safari'),
		methods: {
			'selenium.webdriver.remote.webdriver.WebDriver': [
				...words('add_cookie back close delete_all_cookies execute_async_script execute_script find_element find_elements forward get get_cookie'),
				...words('get_cookies get_log get_screenshot_as_base64 get_screenshot_as_file get_screenshot_as_png maximize_window quit refresh'),
				...words('save_screenshot set_window_size'),
			],
			'selenium.webdriver.remote.webelement.WebElement': [
				...words('clear click find_element find_elements get_attribute get_dom_attribute get_property is_displayed is_enabled is_selected screenshot'),
				...words('send_keys submit value_of_css_property'),
			],
			'selenium.webdriver.support.wait.WebDriverWait': words('until until_not'),
		},
	},
];

const hardware: readonly BlockingFamily[] = [
	{
		...network,
		waitsFor: 'the serial line',
		alternatives: instead('pyserial-asyncio', 'serial_asyncio.open_serial_connection'),
		checkedAgainst: 'pyserial 3.5',
		methods: { 'serial.Serial': words('flush read read_until readline readlines write') },
	},
	{
		...network,
		waitsFor: 'the next picture',
		checkedAgainst: 'opencv 4.6.0, in its signatures',
		methods: { 'cv2.VideoCapture': words('grab read') },
	},
	{
		...network,
		cost: 'sleep',
		waitsFor: 'a key or the time to pass',
		checkedAgainst: 'opencv 4.6.0, in its signatures',
		functions: dots('cv2', 'waitKey waitKeyEx'),
	},
];

/** Browsers, cameras, serial lines. */
export const devices: readonly BlockingFamily[] = [...browsers, ...hardware];
