/** Captures as transcripts: every layer and file format, and whatever networks and captures do to a connection. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAsaDump } from '../../server/src/captures/asa-dump.ts';
import { Capture, isCaptureFile } from '../../server/src/captures/capture.ts';
import { flowOf } from '../../server/src/path/flow-of.ts';
import { printFlow } from '../../server/src/policy/verdict.ts';
import { octetsOf } from '../../server/src/smtp/octets.ts';
import { readTranscript } from '../../server/src/smtp/read.ts';
import { Lines } from '../../server/src/text/lines.ts';
import { asaDump, FIN, fragmented, IPV4, IPV6, type Layer, LINKS, packetsOf, pcap, pcapng, RST, type Sent, SYN } from './write.ts';

const SESSION: Sent[] = [
  { by: 'C', flags: SYN },
  { by: 'S', flags: SYN },
  { by: 'S', text: '220 mx.example.com ESMTP Postfix\r\n' },
  { by: 'C', text: 'EHLO client.example.net\r\n' },
  { by: 'S', text: '250-mx.example.com\r\n250-SIZE 10240000\r\n' },
  { by: 'S', text: '250 XXXXXXXA\r\n' },
  { by: 'C', text: 'QUIT\r\n' },
  { by: 'S', text: '221 2.0.0 Bye\r\n' },
  { by: 'S', flags: FIN },
  { by: 'C', flags: FIN },
];
const SAID = [
  'S: 220 mx.example.com ESMTP Postfix',
  'C: EHLO client.example.net',
  'S: 250-mx.example.com',
  'S: 250-SIZE 10240000',
  'S: 250 XXXXXXXA',
  'C: QUIT',
  'S: 221 2.0.0 Bye',
];

function textOf(file: Uint8Array, sizes: readonly number[] = [file.length]): string {
  const capture = new Capture();
  for (let at = 0, i = 0; at < file.length; i++) {
    const size = sizes[i % sizes.length]!;
    capture.read(file.slice(at, at + size));
    at += size;
  }
  return capture.end().text;
}

/** What was said, without times and without what the capture tells of itself. */
function saidIn(text: string): string[] {
  return text.split('\n').flatMap((line) => /[CS]: .*$/.exec(line)?.[0] ?? (line.endsWith('C:') ? 'C:' : []));
}

function sessionIn(text: string) {
  const { sessions } = readTranscript(Lines.read(text));
  expect(sessions.length).toBe(1);
  return sessions[0]!;
}

describe('every layer, in both file formats and byte orders', () => {
  test.each(Object.keys(LINKS) as Layer[])('%s', (layer) => {
    for (const ends of [IPV4, IPV6]) {
      for (const write of [pcap, pcapng]) {
        for (const little of [true, false]) {
          const file = write(packetsOf(SESSION, ends, layer), layer, little);
          expect(isCaptureFile(file)).toBe(true);
          expect(saidIn(textOf(file))).toEqual(SAID);
        }
      }
    }
  });
});

test('addresses, times and the end are told, and the transcript is read as one', () => {
  const text = textOf(pcap(packetsOf(SESSION)));
  expect(text.split('\n').slice(0, 2)).toEqual([
    '# capture: tcp 203.0.113.9:40000 -> 192.0.2.25:25',
    '2026-11-22 01:44:58.250000 S: 220 mx.example.com ESMTP Postfix',
  ]);
  const session = sessionIn(text);
  expect(printFlow(flowOf(session)!)).toBe('tcp 203.0.113.9:40000 -> 192.0.2.25:25');
  expect([session.host, session.offers[0]!.keywords.map(({ name }) => name)]).toEqual(['192.0.2.25', ['SIZE', 'XXXXXXXA']]);
  expect(session.notes.map(({ note }) => note)).toContain('closed');
  const six = sessionIn(textOf(pcap(packetsOf(SESSION, IPV6))));
  expect(printFlow(flowOf(six)!)).toBe('tcp [2001:db8::9]:40000 -> [2001:db8::25]:25');
});

test('however the file is cut into chunks', () => {
  for (const file of [pcap(packetsOf(SESSION)), pcapng(packetsOf(SESSION))]) {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 9 }), (sizes) => {
        expect(textOf(file, sizes)).toBe(textOf(file));
      }),
    );
  }
});

test('a chunk may be written over once it is read, as those of a file are', () => {
  const file = Buffer.from(pcap(packetsOf(SESSION)));
  for (const size of [60, 100, 130, 310, 555]) {
    const buffer = Buffer.alloc(size);
    const capture = new Capture();
    for (let at = 0; at < file.length; at += size) capture.read(buffer.subarray(0, file.copy(buffer, 0, at, at + size)));
    expect(capture.end()).toEqual({ text: textOf(file), remarks: [] });
  }
});

test('any octets are read as far as they go', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(600), (noise, at) => {
      const file = Buffer.concat([pcap(packetsOf(SESSION)).subarray(0, at), noise]);
      expect(() => textOf(file)).not.toThrow();
    }),
  );
});

describe('a file that was cut off, or damaged', () => {
  const files = { pcap: pcap(packetsOf(SESSION)), pcapng: pcapng(packetsOf(SESSION)), IPv6: pcapng(packetsOf(SESSION, IPV6)) };
  const all = Object.entries(files);

  test.each(all)('%s, at every octet: what stands before it is said, and nothing else', (_, file) => {
    for (let length = 0; length < file.length; length++) {
      const said = saidIn(textOf(file.subarray(0, length), [length || 1]));
      expect([length, said]).toEqual([length, SAID.slice(0, said.length)]);
    }
  });

  test.each(all)('%s, in any bits: it is read as far as it goes', (_, file) => {
    const flips = fc.array(fc.tuple(fc.nat(file.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(flips, (flipped) => {
        const damaged = Uint8Array.from(file);
        for (const [at, bits] of flipped) damaged[at] = damaged[at]! ^ bits;
        const text = textOf(damaged);
        expect(text.length).toBeLessThan(10 * file.length);
        readTranscript(Lines.read(text));
      }),
      { numRuns: 150 },
    );
  });
});

describe('what networks and captures do', () => {
  const message: Sent[] = [
    ...SESSION.slice(0, 4),
    { by: 'S', text: '250 mx.example.com\r\n' },
    { by: 'C', text: 'MAIL FROM:<a@exam' },
    { by: 'C', text: 'ple.net>\r\n' },
    { by: 'S', text: '250 2.1.0 Ok\r\n' },
  ];
  const whole = [...SAID.slice(0, 2), 'S: 250 mx.example.com', 'C: MAIL FROM:<a@example.net>', 'S: 250 2.1.0 Ok'];
  const packets = packetsOf(message);

  test('segments out of order', () => {
    const swapped = [...packets.slice(0, 5), packets[6]!, packets[5]!, ...packets.slice(7)];
    expect(saidIn(textOf(pcap(swapped)))).toEqual(whole);
  });

  test('segments sent twice', () => {
    expect(saidIn(textOf(pcap(packets.flatMap((packet) => [packet, packet]))))).toEqual(whole);
  });

  test('a segment that was lost is told, and the lines around it are not joined', () => {
    const text = textOf(pcap(packets.filter((_, i) => i !== 6)));
    expect(text).toContain('C: MAIL FROM:<a@exam\n');
    const more = packetsOf([...message, { by: 'C', text: 'RCPT TO:<b@example.com>\r\n' }]);
    expect(textOf(pcap(more.filter((_, i) => i !== 6)))).toContain('10 octets of the client are not in the capture');
  });

  test('the start is missing', () => {
    expect(saidIn(textOf(pcap(packets.slice(3))))).toEqual(whole.slice(1));
  });

  test('packets are cut short', () => {
    const cut = packetsOf([
      ...SESSION.slice(0, 3),
      { by: 'C', text: 'EHLO client.example.net\r\n', kept: 10 },
      { by: 'S', text: '250 ok\r\n' },
    ]);
    const text = textOf(pcap(cut));
    expect(saidIn(text)).toEqual([SAID[0], 'C: EHLO clien', 'S: 250 ok']);
    expect(text).toContain('= 15 octets of the client are not in the capture');
  });

  test('a reset ends the session', () => {
    const reset = sessionIn(textOf(pcap(packetsOf([...message, { by: 'S', flags: RST }]))));
    expect(reset.notes.map(({ note }) => note)).toContain('reset');
  });

  test('a line that the connection cuts off is told from one that the capture cuts off', () => {
    const begun = [...SESSION.slice(0, 4), { by: 'S', text: '250 mx.example.com\r\n' }, { by: 'C', text: 'NOOP' }] as const;
    const ends = (sent: readonly Sent[]) => sessionIn(textOf(pcap(packetsOf(sent)))).commands.map(({ utterance }) => utterance.wireEnd);
    expect(ends(begun)).toEqual(['crlf', 'crlf']);
    expect(ends([...begun, { by: 'C', flags: FIN }])).toEqual(['crlf', 'none']);
    expect(saidIn(textOf(pcap(packetsOf([...begun, { by: 'C', flags: FIN }])))).at(-1)).toBe('C: NOOP\\c');
  });

  test('a command that was typed key by key is told from one that was sent whole, and mail data is neither', () => {
    const typed = (text: string): Sent[] => [...Array.from(text, (key): Sent => ({ by: 'C', text: key })), { by: 'C', text: '\r\n' }];
    const sent: Sent[] = [
      ...SESSION.slice(0, 3),
      ...typed('EHLO me'),
      { by: 'S', text: '250 mx.example.com\r\n' },
      { by: 'C', text: 'DATA\r\n' },
      { by: 'S', text: '354 go on\r\n' },
      ...typed('Subject: x'),
      ...typed(''),
      ...typed('.'),
      { by: 'S', text: '250 ok\r\n' },
    ];
    const text = textOf(pcap(packetsOf(sent)));
    expect(text.match(/= the next line begins with a packet of one octet.*\n.*/g)).toEqual([expect.stringContaining('C: EHLO me')]);
    expect(sessionIn(text).commands.map(({ utterance }) => utterance.byKeys)).toEqual([true, false]);
  });

  test('TLS is named and not read', () => {
    const hello = '\x16\x03\x01\x00\x05hello\r\n250 no\r\n';
    const tls = packetsOf([
      ...SESSION.slice(0, 4),
      { by: 'S', text: '250-mx.example.com\r\n250 STARTTLS\r\n' },
      { by: 'C', text: 'STARTTLS\r\n' },
      { by: 'S', text: '220 2.0.0 Ready to start TLS\r\n' },
      { by: 'C', text: hello },
      { by: 'S', text: hello },
    ]);
    const text = textOf(pcap(tls));
    expect(saidIn(text).at(-1)).toBe('S: 220 2.0.0 Ready to start TLS');
    expect(text).toContain('= TLS begins: what the client says in it is not read');
  });

  test('a port that is used again is another connection', () => {
    const again = packetsOf(SESSION);
    expect(readTranscript(Lines.read(textOf(pcap([...again, ...again])))).sessions.length).toBe(2);
  });

  test('a capture that begins within a message shows what comes behind it', () => {
    const begun = packetsOf([
      { by: 'C', text: 'half a line\r\nMAIL was never sent\r\n.\r\n' },
      { by: 'S', text: '250 2.0.0 Ok: queued\r\n' },
      { by: 'C', text: 'QUIT\r\n' },
      { by: 'S', text: '221 2.0.0 Bye\r\n' },
    ]);
    const text = textOf(pcap(begun));
    expect(saidIn(text)).toEqual(['S: 250 2.0.0 Ok: queued', 'C: QUIT', 'S: 221 2.0.0 Bye']);
    expect(text).toContain('= the beginning is not in the capture; what the client said before this, 3 lines, is not shown');
  });

  test('of a long message the longest lines are shown, and the others counted', () => {
    const lines = Array.from({ length: 500 }, (_, i) => (i === 450 ? 'y'.repeat(999) : `line ${i} of it`));
    const sent = packetsOf([
      ...SESSION.slice(0, 4),
      { by: 'S', text: '250 mx.example.com\r\n' },
      { by: 'C', text: 'DATA\r\n' },
      { by: 'S', text: '354 go ahead\r\n' },
      ...lines.map((line, i): Sent => ({ by: 'C', text: `${i === 0 ? 'Subject: x\r\n\r\n' : ''}${line}\r\n` })),
      { by: 'C', text: '.\r\nQUIT\r\n' },
      { by: 'S', text: '250 ok\r\n221 bye\r\n' },
    ]);
    const text = textOf(pcap(sent));
    const session = sessionIn(text);
    expect(session.messages[0]!.body.map(({ text: line }) => line)).toEqual([...lines.slice(0, 200), lines[450]]);
    expect(text.match(/= .* not shown/g)).toEqual(['= 250 lines of the message are not shown', '= 49 lines of the message are not shown']);
    expect(session.commands.at(-1)!.reply!.code).toBe(221);
  });

  describe.each([
    ['IPv4', IPV4],
    ['IPv6', IPV6],
  ])('packets in pieces: %s', (_, ends) => {
    const frames = packetsOf(SESSION, ends);
    const pieces = frames.flatMap((frame, i) => fragmented(frame, 24, i));

    test('in order, in the reverse order, and with pieces that come twice', () => {
      expect(pieces.length).toBeGreaterThan(frames.length);
      const reversed = frames.flatMap((frame, i) => fragmented(frame, 24, i).reverse());
      for (const packets of [pieces, reversed, pieces.flatMap((piece) => [piece, piece])])
        expect(saidIn(textOf(pcap(packets)))).toEqual(SAID);
    });

    test('a piece that is missing takes its packet with it', () => {
      const at = frames.slice(0, 3).flatMap((frame, i) => fragmented(frame, 24, i)).length;
      const text = textOf(pcap(pieces.toSpliced(at + 1, 1)));
      expect(saidIn(text)).toEqual(SAID.filter((line) => !line.includes('EHLO')));
      expect(text).toContain('25 octets of the client are not in the capture');
    });
  });

  test.each([80, 10025, 61234])('mail on port %i is told by how it begins, wherever the capture does', (serverPort) => {
    const frames = packetsOf(SESSION, { ...IPV4, serverPort });
    expect(saidIn(textOf(pcap(frames)))).toEqual(SAID);
    expect(saidIn(textOf(pcap(frames.slice(3))))).toEqual(SAID.slice(1));
  });

  test('connections that are no mail are passed over, though they begin as mail does', () => {
    const others: Sent[][] = [
      [
        { by: 'S', text: '220 ftp.example.com ready\r\n' },
        { by: 'C', text: 'USER a\r\n' },
        { by: 'S', text: '331 Password\r\n' },
      ],
      [
        { by: 'C', text: 'GET / HTTP/1.1\r\n\r\n' },
        { by: 'S', text: 'HTTP/1.1 200 OK\r\n\r\nEHLO a\r\n220 \r\n' },
      ],
    ];
    for (const sent of others) {
      const capture = new Capture();
      capture.read(pcap(packetsOf([...SESSION.slice(0, 2), ...sent], { ...IPV4, serverPort: 8021 })));
      const remark = `a capture of ${2 + sent.length} packets, none of a mail connection in which anything is said`;
      expect(capture.end()).toEqual({ text: '', remarks: [remark] });
    }
  });
});

describe('a hostile capture is bounded', () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  /** Packets into a capture, without a file. */
  function fed(packets: Iterable<Uint8Array>): { readonly text: string; readonly remarks: readonly string[] } {
    const capture = new Capture();
    for (const packet of packets) capture.packet(1, packet, 0);
    return capture.end();
  }
  const held = () => {
    collect();
    return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  };
  /** The same packets of as many clients, each in its turn valid until the next. */
  function* ofClients(count: number, sent: readonly Sent[], kept: (packet: Uint8Array, i: number) => boolean = () => true) {
    const frames = packetsOf(sent).map((frame, i) => ({ frame: Uint8Array.from(frame), at: sent[i]!.by === 'C' ? 26 : 30 }));
    for (let i = 0; i < count; i++) {
      for (const [n, { frame, at }] of frames.entries()) {
        frame.set([10, i >> 16, i >> 8, i], at);
        if (kept(frame, n)) yield frame;
      }
    }
  }

  test('more connections than are held: the oldest are ended, and what was said in them is kept', () => {
    function* packets() {
      yield* packetsOf([
        { by: 'S', text: '220 mx.example.com\r\n' },
        { by: 'C', text: 'EHLO first.example\r\n' },
      ]);
      yield* ofClients(100_001, [{ by: 'C', flags: SYN }]);
    }
    const { text } = fed(packets());
    expect(saidIn(text)).toEqual(['S: 220 mx.example.com', 'C: EHLO first.example']);
  });

  const long = 'x'.repeat(60_000);
  test.each<[string, Sent[], number | undefined]>([
    ['lines without an end', [{ by: 'C', text: long }], undefined],
    [
      'segments that never get their turn',
      [
        { by: 'S', text: '220 x\r\n' },
        { by: 'S', text: 'lost' },
        { by: 'S', text: long },
      ],
      1,
    ],
    ['talk', [{ by: 'S', text: `220 ${long}\r\n` }], undefined],
  ])('%s: no more is held than there is room for', (_, sent, lost) => {
    const capture = new Capture();
    const before = held();
    // 120 MB are said.
    for (const packet of ofClients(2000, sent, (__, n) => n !== lost)) capture.packet(1, packet, 0);
    expect((held() - before) / 2 ** 20).toBeLessThan(60);
    expect(capture.end().text.length).toBeLessThan(24 << 20);
  });

  test('pieces of packets that are never whole', () => {
    const [frame] = packetsOf([{ by: 'C', text: 'x'.repeat(1000) }]);
    function* packets() {
      for (let i = 0; i < 2000; i++) yield fragmented(frame!, 64, i)[1 + (i % 3)]!;
      yield* packetsOf(SESSION);
    }
    expect(saidIn(fed(packets()).text)).toEqual(SAID);
  });
});

test('every octet of a line comes back as it was sent', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 60 }), { minLength: 1, maxLength: 4 }), fc.boolean(), (lines, crlf) => {
      const clean = lines.map((line) => String.fromCharCode(...line).replace(/[\r\n]/g, '.')).map((line) => (line === '.' ? 'x' : line));
      const sent: Sent[] = [
        ...SESSION.slice(0, 4),
        { by: 'S', text: '250 mx.example.com\r\n' },
        { by: 'C', text: 'DATA\r\n' },
        { by: 'S', text: '354 go ahead\r\n' },
        { by: 'C', text: `Subject: x\r\n\r\n${clean.map((line) => line + (crlf ? '\r\n' : '\n')).join('')}.\r\n` },
      ];
      const session = sessionIn(textOf(pcap(packetsOf(sent))));
      const body = session.messages[0]!.body;
      expect(body.map(({ text }) => Buffer.from(octetsOf(text)).toString('latin1'))).toEqual(clean);
      expect(body.map(({ wireEnd }) => wireEnd)).toEqual(clean.map(() => (crlf ? 'crlf' : 'lf')));
    }),
  );
});

describe('what `show capture NAME dump` prints', () => {
  test.each([
    [8, 0],
    [129, 0],
    [134, 221],
  ])('packets from %i.%i., which stands where the type of an Ethernet frame would', (...net) => {
    const { text } = readAsaDump(asaDump(packetsOf(SESSION, { ...IPV4, client: [...net, 69, 9] }, 'raw')));
    expect(saidIn(text)).toEqual(SAID);
  });

  test.each(['ethernet', 'vlan', 'raw'] as const)('%s', (layer) => {
    const { text } = readAsaDump(asaDump(packetsOf(SESSION, IPV4, layer)));
    expect(saidIn(text)).toEqual(SAID);
    expect(text).toContain('\n01:44:12.250000 S: 220 ');
  });
});
