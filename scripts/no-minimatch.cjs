/**
 * In the place of `minimatch` in the client's bundle, and of what that needs. The language client asks it one thing: which files a server is told of
 * that a person creates, renames or deletes. Ours asks for none (a test holds that); patterns of watched files are VS Code's own.
 */
exports.Minimatch = class {
  constructor(/** @type {string} */ pattern) {
    throw new Error(`the server asks for no files by a pattern: ${pattern}`);
  }
};
