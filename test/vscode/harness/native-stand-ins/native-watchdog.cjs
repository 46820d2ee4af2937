// Stands in for a compiled module that ends the extension host when its parent dies. The tests end whole process groups.
exports.start = () => {};
exports.exit = (code) => process.exit(code || 0);
