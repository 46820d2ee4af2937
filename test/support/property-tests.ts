import fc from 'fast-check';

// The same examples in every run, so that a failure is about the change at hand; `FUZZ=1 npm run test:unit` draws new ones.
if (!process.env.FUZZ) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_121 });
