/**
 * The text of `show capture NAME dump` of an ASA: a line for each packet with its time, below it the octets in hexadecimal. They begin with
 * the Ethernet header, or, as some versions print them, with that of IP.
 */
import { itemAt } from '../text/at.ts';
import { Capture, type CaptureText } from './capture.ts';

const ETHERNET = 1;
const RAW = 101;

const HEAD = /^ *\d+: (?:\d{4}-\d\d-\d\d )?(\d\d:\d\d:\d\d\.\d{1,9})\b/;
const ROW = /^ *0x([0-9a-f]{4,8})[ \t]+((?:[0-9a-f]{2,4} ?){1,16})/i;

/** Whether a text holds such a dump. */
export function isAsaDump(text: string): boolean {
  let head = false;
  for (const line of text.split(/\r\n|\r|\n/, 400)) {
    if (ROW.test(line) && head) return true;
    head = HEAD.test(line) || (head && line.trim() === '');
  }
  return false;
}

/** A packet as `show capture NAME` prints it: the time, a VLAN, both ends, and of what it holds the numbers alone. */
const SUMMARY =
  /^ *\d+: (?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{1,9} +(?:802\.1Q vlan#\d+ P\d +)?[\da-f:]+[.:][\da-f.:]+ > [\da-f:]+[.:][\da-f.:]+ /im;

/** Whether a text holds packets without what they carry. */
export function isAsaSummary(text: string): boolean {
  return SUMMARY.test(text) && !isAsaDump(text);
}

/** What to do about such a text: the end of a sentence. */
export const WITHOUT_OCTETS =
  'the packets of a capture without what they carry: "show capture NAME dump" prints that, "copy /pcap capture:NAME" saves it';

export function readAsaDump(text: string): CaptureText {
  const capture = new Capture();
  let time = '';
  let octets: number[] = [];
  const finish = () => {
    if (octets.length > 0) capture.packet(linkOf(octets), Uint8Array.from(octets), time);
    octets = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    const head = HEAD.exec(line);
    if (head !== null) {
      finish();
      time = itemAt(head, 1);
      continue;
    }
    const row = ROW.exec(line);
    if (row === null || Number.parseInt(itemAt(row, 1), 16) !== octets.length) continue;
    const digits = itemAt(row, 2).replace(/ /g, '');
    for (let at = 0; at + 1 < digits.length; at += 2) octets.push(Number.parseInt(digits.slice(at, at + 2), 16));
  }
  finish();
  return capture.end();
}

function linkOf(octets: readonly number[]): number {
  if (isWholeIp(octets)) return RAW;
  const type = (octets[12] ?? 0) * 256 + (octets[13] ?? 0);
  return type === 0x0800 || type === 0x86dd || type === 0x8100 ? ETHERNET : RAW;
}

/** An IP header that counts as many octets as there are: where it begins, the type of an Ethernet frame would be a part of an address. */
function isWholeIp(octets: readonly number[]): boolean {
  const version = (octets[0] ?? 0) >> 4;
  const at = (place: number) => (octets[place] ?? 0) * 256 + (octets[place + 1] ?? 0);
  return (version === 4 && at(2) === octets.length) || (version === 6 && at(4) + IPV6_HEADER === octets.length);
}

const IPV6_HEADER = 40;
