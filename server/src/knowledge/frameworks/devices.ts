import { type FrameworkEntry, words } from './entry.ts';

const gpiozeroDevices = words('Button DigitalInputDevice LineSensor MotionSensor LightSensor DistanceSensor RotaryEncoder SmoothedInputDevice');

/** Libraries for pins, keys and sound, which call back in threads of their own. */
export const devices: readonly FrameworkEntry[] = [
	{
		role: 'a callback of a pin, called in the thread that waits for it',
		checkedAgainst: 'RPi.GPIO 0.7.1',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		argumentsOf: {
			'RPi.GPIO.add_event_detect': { position: 2, keyword: 'callback' },
			'RPi.GPIO.add_event_callback': { position: 1, keyword: 'callback' },
		},
	},
	{
		role: 'a callback of a device, called in the thread that watches its pin',
		checkedAgainst: 'gpiozero 1.6.2',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		assignedTo: Object.fromEntries(
			gpiozeroDevices.map((device) => [
				`gpiozero.${device}`,
				words(
					'when_activated when_deactivated when_held when_pressed when_released when_motion when_no_motion when_line when_no_line when_light when_dark when_in_range when_out_of_range when_rotated',
				),
			]),
		),
	},
	{
		role: 'a callback of a key, called in the thread that listens',
		checkedAgainst: 'keyboard 0.13.5',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		argumentsOf: {
			'keyboard.add_hotkey': { position: 1, keyword: 'callback' },
			'keyboard.hook': { position: 0, keyword: 'callback' },
			'keyboard.on_press': { position: 0, keyword: 'callback' },
			'keyboard.on_release': { position: 0, keyword: 'callback' },
			'keyboard.on_press_key': { position: 1, keyword: 'callback' },
			'keyboard.on_release_key': { position: 1, keyword: 'callback' },
		},
	},
	{
		role: 'a callback of a sound stream, called in its thread',
		checkedAgainst: 'sounddevice 0.5.6',
		asyncRunsOn: 'never-awaited',
		syncRunsOn: 'worker-thread',
		argumentsOf: Object.fromEntries(
			words('Stream InputStream OutputStream RawStream RawInputStream RawOutputStream').map((name) => [`sounddevice.${name}`, { keyword: 'callback' }]),
		),
	},
];
