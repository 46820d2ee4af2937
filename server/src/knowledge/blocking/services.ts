import { clouds } from './clouds.ts';
import { dataFiles } from './data-files.ts';
import { devices } from './devices.ts';
import type { BlockingFamily } from './entry.ts';
import { languageModels } from './language-models.ts';
import { messaging } from './messaging.ts';
import { remoteMachines } from './remote-machines.ts';

/** Everything else that people call from coroutines: cloud services, brokers, remote machines, browsers, devices, data files. */
export const services: readonly BlockingFamily[] = [...clouds, ...languageModels, ...messaging, ...remoteMachines, ...devices, ...dataFiles];
