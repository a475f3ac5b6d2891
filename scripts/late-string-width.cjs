/**
 * In the place of `string-width` in the program's bundle: the same, loaded when it is first asked. It makes ready for the emoji of all the world as
 * it is loaded, which takes longer than all else that a start of the program waits for, and most texts have none.
 */
module.exports = (text) => require('string-width-itself').default(text);
