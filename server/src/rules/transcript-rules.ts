/** The rules about transcripts and logs, in the order of the catalogue. */
import { rule as answeredByProxy } from './answered-by-proxy.ts';
import { rule as bareLineFeed } from './bare-line-feed.ts';
import { rule as commandNotInspectable } from './command-not-inspectable.ts';
import { rule as commandTooShort } from './command-too-short.ts';
import { rule as deliveryTimedOut } from './delivery-timed-out.ts';
import { rule as ehloRefused } from './ehlo-refused.ts';
import { rule as firewallClosedSession } from './firewall-closed-session.ts';
import { rule as firewallDroppedMail } from './firewall-dropped-mail.ts';
import { rule as firewallRewroteAddress } from './firewall-rewrote-address.ts';
import { rule as longBodyLine } from './long-body-line.ts';
import { rule as longCommandLine } from './long-command-line.ts';
import { rule as longHeaderLine } from './long-header-line.ts';
import { rule as longMimeFilename } from './long-mime-filename.ts';
import { rule as longSenderAddress } from './long-sender-address.ts';
import { rule as lostAfterData } from './lost-after-data.ts';
import { rule as maskedBanner } from './masked-banner.ts';
import { rule as maskedCommand } from './masked-command.ts';
import { rule as maskedEhloKeyword } from './masked-ehlo-keyword.ts';
import { rule as maskedSessionTypedByHand } from './masked-session-typed-by-hand.ts';
import { rule as pipeInAddress } from './pipe-in-address.ts';
import { rule as pipelinedCommand } from './pipelined-command.ts';
import { rule as pixWorkaroundsEnabled } from './pix-workarounds-enabled.ts';
import { rule as receivingAborted } from './receiving-aborted.ts';
import { rule as repeatedSignatureHeaders } from './repeated-signature-headers.ts';
import type { TranscriptRule } from './rule.ts';
import { rule as sessionDiffersInside } from './session-differs-inside.ts';
import { rule as sizeViolation } from './size-violation.ts';
import { rule as starttlsRefused } from './starttls-refused.ts';
import { rule as tlsRequiredNotOffered } from './tls-required-not-offered.ts';
import { rule as tooManyRecipients } from './too-many-recipients.ts';
import { rule as truncatedCommand } from './truncated-command.ts';
import { rule as unexpectedReply } from './unexpected-reply.ts';

export const transcriptRules: readonly TranscriptRule[] = [
  maskedBanner,
  maskedEhloKeyword,
  maskedCommand,
  maskedSessionTypedByHand,
  starttlsRefused,
  ehloRefused,
  answeredByProxy,
  commandNotInspectable,
  commandTooShort,
  bareLineFeed,
  pipelinedCommand,
  truncatedCommand,
  unexpectedReply,
  pipeInAddress,
  longCommandLine,
  tooManyRecipients,
  longHeaderLine,
  longBodyLine,
  longSenderAddress,
  longMimeFilename,
  repeatedSignatureHeaders,
  lostAfterData,
  pixWorkaroundsEnabled,
  tlsRequiredNotOffered,
  receivingAborted,
  deliveryTimedOut,
  firewallDroppedMail,
  firewallRewroteAddress,
  firewallClosedSession,
  sizeViolation,
  sessionDiffersInside,
];
