/** Made by bundle.mjs: every file of suite/. */
declare module 'suites' {}
declare module 'mocha/mocha.js' {}
