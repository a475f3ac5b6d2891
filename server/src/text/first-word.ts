/** What stands before the first blank; all of it where there is none. */
export function firstWord(text: string): string {
  const blank = text.indexOf(' ');
  return blank < 0 ? text : text.slice(0, blank);
}
