/** Which pattern of `files.associations` takes a file and its like in one folder. */

export interface Association {
  /** A key of `files.associations`. */
  readonly pattern: string;
  /** What a person is shown: `*.cfg`. */
  readonly like: string;
}

/**
 * Devices and collectors name their files by an extension (`fw1.cfg`) or by an ending (`fw1-confg`); a file that has neither is meant alone.
 *
 * @param path of the file, with `/`
 * @param inFolder the settings that are written are those of the folder that the file is in; else its whole path is in the pattern
 * @returns undefined where no pattern can say it: VS Code's patterns cannot quote their own signs
 */
export function associationFor(path: string, inFolder: boolean): Association | undefined {
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  const ending = /[^.](\.[^.]+)$/.exec(name)?.[1] ?? /[^-](-[^-.]+)$/.exec(name)?.[1];
  const like = ending === undefined ? name : `*${ending}`;
  const folder = inFolder ? '' : `${path.slice(0, slash)}/`;
  return name === '' || SPECIAL.test(folder) || SPECIAL.test(ending ?? name) ? undefined : { pattern: `${folder}${like}`, like };
}

const SPECIAL = /[*?{}[\],]/;
