/** What changed in which version. Versions are compared number by number: 9.1(5)12 is [9, 1, 5, 12], 8.4(7.25) is [8, 4, 7, 25]. */
import { type Fact, fact } from './fact.ts';

export type Platform = 'PIX' | 'ASA' | 'FWSM' | 'FTD';

/** `ASA Version 9.1(5)12`: `numbers` is [9, 1, 5, 12]. */
export interface Release {
  readonly platform: Platform;
  readonly text: string;
  readonly numbers: readonly number[];
}

/** `ASA 9.1(5)` */
export function versionText({ platform, text }: Pick<Release, 'platform' | 'text'>): string {
  return `${platform} ${text}`;
}

/** The numbers of a version text: `9.1(5)12`, `8.4(7.25)`, `7.2(3)`. */
export function versionNumbers(text: string): readonly number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

/** Negative when `a` is older. What is not written counts as zero: 9.4 is 9.4(0). */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * The ASA release whose rules a platform follows. FTD numbers its own releases, and its firewall engine is an ASA of 9.6 or later;
 * FWSM 3.x follows PIX 7.0 and FWSM 4.x PIX 7.2; older FWSM are PIX 6.x with `fixup`.
 */
const SCALES: Readonly<Record<Release['platform'], Fact<(numbers: readonly number[]) => readonly number[]>>> = {
  PIX: fact((numbers) => numbers, 'documented', ['CG8']),
  ASA: fact((numbers) => numbers, 'documented', ['CG8', 'CG9']),
  FWSM: fact(([major = 0]) => (major < 3 ? [6, 3] : major < 4 ? [7, 0] : [7, 2]), 'unverified', []),
  FTD: fact(() => [9, 6], 'unverified', []),
};

/** The version on the ASA's scale of releases; undefined when the file names none. */
export function release(version: Release | undefined): readonly number[] | undefined {
  return version && SCALES[version.platform].value(version.numbers);
}

/** The release whose rules a platform that numbers its own releases follows: `7.2`; undefined for PIX and ASA. */
export function followedRelease({ platform, numbers }: Release): Fact<string> | undefined {
  const scale = SCALES[platform];
  return platform === 'PIX' || platform === 'ASA' ? undefined : { ...scale, value: scale.value(numbers).join('.') };
}

/** Whether the version is `text` or later; undefined when the file names no version, or one that is not exact enough: 9.4 for 9.4(1). */
export function isAtLeast(version: Release | undefined, text: string): boolean | undefined {
  const numbers = release(version);
  return numbers && reaches(numbers, versionNumbers(text));
}

/** `9.4` written alone stands for any 9.4, as people say it: it is 9.4(0) or later, and may be 9.4(1). Its build says nothing: 9.1(5) is a release. */
function reaches(numbers: readonly number[], from: readonly number[]): boolean | undefined {
  const isTrain = numbers.length < RELEASE_NUMBERS && numbers.length < from.length && numbers.every((number, i) => number === from[i]);
  return isTrain && from.slice(numbers.length).some((number) => number > 0) ? undefined : compareVersions(numbers, from) >= 0;
}

/** Major, minor and maintenance number tell a release. */
const RELEASE_NUMBERS = 3;

/** From this version on, inspections are told by `inspect` in a policy map; before, by `fixup`. */
export const MODULAR_POLICIES = fact('7.0', 'documented', ['CG8']);

/** What tells them by `fixup`, for a sentence. */
export const WITH_FIXUP = fact('PIX up to 6.x', 'documented', ['CG8']);

/** From this version on, an inspection has a map, of one's own or the default one. */
export const INSPECTION_MAPS = fact('7.2', 'unverified', []);

/** From this version on, ACLs in class maps name real addresses; before, translated ones. */
export const REAL_ADDRESSES = fact('8.3', 'documented', ['MIG83', 'CG90', 'CG84']);

/** From this version on, `any` in an extended ACL means IPv4 and IPv6, and `any4` and `any6` exist; before, it means IPv4. */
export const ANY_IS_BOTH_FAMILIES = fact('9.0', 'documented', ['CG9']);

/** PIX before this version ends sessions on repeated headers (DKIM, DomainKeys). */
export const HEADER_BUG_FIXED = fact('7.2(3)', 'documented', ['TAC 118550']);

/** Whether the device has the PIX bug with repeated headers; undefined when the file names no version. */
export function hasHeaderBug(version: Release | undefined): boolean | undefined {
  if (version === undefined) return undefined;
  if (version.platform !== 'PIX') return false;
  const fixed = isAtLeast(version, HEADER_BUG_FIXED.value);
  return fixed === undefined ? undefined : !fixed;
}

/** The first release of each train in which the command `allow-tls` exists; every train after the last has it. */
export const ALLOW_TLS_COMMAND = fact<readonly FirstOfTrain[]>(
  [
    { train: '7.2', from: '7.2(3)' },
    { train: '8.0', from: '8.0(3)' },
  ],
  'documented',
  ['CSM'],
);

/**
 * From this version on it cannot be told from the version whether `_default_esmtp_map` allows TLS; before, the guides say `no allow-tls`
 * ("Encrypted connections are not allowed").
 */
export const ALLOW_TLS_DEFAULT_OPEN = fact(
  '9.5',
  'unverified',
  ['CG9', 'CG93', 'CG94', 'captures'],
  'The guides up to 9.4 say that the default map does not allow TLS; a show tech of a 9.8(1) shows allow-tls in it. From which release on, ' +
    'and what an upgrade keeps, is told by no source at hand: show service-policy inspect esmtp tells.',
);

/** Whether the version is one whose default map does not allow TLS; undefined where the version does not tell. */
export function forbidsTlsByDefault(version: Release | undefined): true | undefined {
  return isAtLeast(version, ALLOW_TLS_DEFAULT_OPEN.value) === false ? true : undefined;
}

export interface FirstOfTrain {
  /** The releases that begin with these numbers; the most exact train decides. */
  readonly train: string;
  readonly from: string;
}

/** Whether the version has what a table of trains says; undefined when the file names no version, or one that is not exact enough. */
export function isIn(version: Release | undefined, trains: readonly FirstOfTrain[]): boolean | undefined {
  const numbers = release(version);
  if (numbers === undefined) return undefined;
  const own = trains
    .map(({ train, from }) => ({ train: versionNumbers(train), from: versionNumbers(from) }))
    .filter(({ train }) => train.every((number, i) => numbers[i] === number))
    .sort((a, b) => b.train.length - a.train.length)[0];
  if (own !== undefined) return reaches(numbers, own.from);
  // A major number alone is not told from any of its trains.
  if (trains.some(({ train }) => numbers.every((number, i) => number === versionNumbers(train)[i]))) return undefined;
  const newest = trains.at(-1);
  return newest !== undefined && compareVersions(numbers, versionNumbers(newest.train)) > 0;
}
