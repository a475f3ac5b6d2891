/** What the program loads when it is asked for more than its version or the language server: the commands, and what their threads do. */
export { check } from './commands/check.ts';
export { compare } from './commands/compare.ts';
export { completion } from './commands/completion.ts';
export { explain } from './commands/explain.ts';
export { lab } from './commands/lab.ts';
export { merge } from './commands/merge.ts';
export { note } from './commands/note.ts';
export { picture } from './commands/picture.ts';
export { predict } from './commands/predict.ts';
export { remedy } from './commands/remedy.ts';
export { rules } from './commands/rules.ts';
export { scrub } from './commands/scrub.ts';
export { survey } from './commands/survey.ts';
export { unmask } from './commands/unmask.ts';
export { serve } from './threads/serve.ts';
