/** Commands beside the configuration that a change of it needs, and where they exist. */
import { type Fact, fact } from './fact.ts';
import { type FirstOfTrain, isAtLeast, isIn, type Release } from './versions.ts';

const FROM_MEMORY = 'The command references tell it in their histories; no copy of that page is at hand.';

/** Shows, from which connection to which, a packet of one flow would go through the device, phase by phase. */
export const PACKET_TRACER: Fact<string> = fact('7.2(1)', 'unverified', [], FROM_MEMORY);

/** Ends the connections that it names, and no others. */
export const CLEAR_CONN: Fact<readonly FirstOfTrain[]> = fact(
  [
    { train: '7.0', from: '7.0(8)' },
    { train: '7.2', from: '7.2(4)' },
    { train: '8.0', from: '8.0(4)' },
  ],
  'unverified',
  [],
  FROM_MEMORY,
);

/** The same for a sentence. */
export const CLEAR_CONN_IN_WORDS = CLEAR_CONN.value.map(({ from }) => from).join(', ');

/** Ends every translation, and with them the connections that use one. */
export const CLEAR_XLATE_ENDS_CONNECTIONS: Fact<true> = fact(true, 'unverified', [], 'Administrators of PIX report it.');

/** Whether the device has packet-tracer; undefined where the version is not in the file. FWSM has none (unverified). */
export function hasPacketTracer(version: Release | undefined): boolean | undefined {
  return version?.platform === 'FWSM' ? false : isAtLeast(version, PACKET_TRACER.value);
}

/** Whether the device has `clear conn` and `show conn port`; undefined where the version does not tell, as that of FWSM. */
export function hasClearConn(version: Release | undefined): boolean | undefined {
  return version?.platform === 'FWSM' ? undefined : isIn(version, CLEAR_CONN.value);
}
