// Stands in for VS Code's compiled log writer: appends lines to files, without rotation.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'critical'];

class Logger {
	constructor(file) {
		this.file = file;
		this.level = levels.indexOf('info');
		this.formatted = true;
		mkdirSync(dirname(file), { recursive: true });
		appendFileSync(file, '');
	}
	write(level, message) {
		if (level < this.level) return;
		const line = this.formatted ? `${new Date().toISOString()} [${levels[level]}] ${message}\n` : message;
		try {
			appendFileSync(this.file, line);
		} catch {
			// The folder is removed when a test run ends; a last line may come later.
		}
	}
	getLevel() {
		return this.level;
	}
	setLevel(level) {
		this.level = level;
	}
	clearFormatters() {
		this.formatted = false;
	}
	setPattern() {}
	flush() {}
	drop() {}
}
levels.forEach((name, level) => {
	Logger.prototype[name] = function (message) {
		this.write(level, message);
	};
});

// Assigned one by one: an ES module that imports this file sees only such names.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = async (_name, file) => new Logger(file);
exports.createAsyncRotatingLogger = async (_name, file) => new Logger(file);
