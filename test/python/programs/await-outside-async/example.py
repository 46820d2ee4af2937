# raises SyntaxError: 'await' outside async function
# mended prints: a
