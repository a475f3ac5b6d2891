/** All dialects, the ones that mark their lines plainly first. A new dialect is a file and a line here. */
import { aiosmtpd } from './aiosmtpd.ts';
import { bashX } from './bash-x.ts';
import { capture } from './capture.ts';
import { curl } from './curl.ts';
import { curlTrace } from './curl-trace.ts';
import type { Dialect } from './dialect.ts';
import { esaDebug } from './esa.ts';
import { exchange, exchange55 } from './exchange.ts';
import { exim } from './exim.ts';
import { gnutlsCli } from './gnutls-cli.ts';
import { hexdump } from './hexdump.ts';
import { iis } from './iis.ts';
import { javaMail } from './javamail.ts';
import { labelled } from './labelled.ts';
import { mailEnable } from './mailenable.ts';
import { msmtp } from './msmtp.ts';
import { msmtpServerInfo } from './msmtp-serverinfo.ts';
import { mxToolbox } from './mxtoolbox.ts';
import { netSmtp } from './net-smtp.ts';
import { ngrep } from './ngrep.ts';
import { nmap } from './nmap.ts';
import { nodemailer } from './nodemailer.ts';
import { notice } from './notice.ts';
import { openssl } from './openssl.ts';
import { opensslTrimmed } from './openssl-trimmed.ts';
import { phpMailer } from './php-mailer.ts';
import { postfix } from './postfix.ts';
import { posttlsFinger } from './posttls-finger.ts';
import { prefixed } from './prefixed.ts';
import { ruby } from './ruby.ts';
import { sNail } from './s-nail.ts';
import { bounce, sendmail, sendmailTraffic } from './sendmail.ts';
import { smtpSource } from './smtp-source.ts';
import { smtplib } from './smtplib.ts';
import { socat } from './socat.ts';
import { ssmtp } from './ssmtp.ts';
import { swaks } from './swaks.ts';
import { tcpdump } from './tcpdump.ts';
import { tcpflow } from './tcpflow.ts';
import { netcat, raw, telnet } from './terminal.ts';
import { together } from './together.ts';
import { tsharkDetails, tsharkFollow, tsharkSummary } from './tshark.ts';

export const DIALECTS: readonly Dialect[] = [
  together,
  capture,
  swaks,
  smtplib,
  curl,
  nodemailer,
  netSmtp,
  phpMailer,
  ruby,
  msmtp,
  msmtpServerInfo,
  exim,
  posttlsFinger,
  sNail,
  ssmtp,
  smtpSource,
  javaMail,
  openssl,
  opensslTrimmed,
  gnutlsCli,
  nmap,
  postfix,
  notice,
  aiosmtpd,
  exchange,
  exchange55,
  iis,
  mailEnable,
  esaDebug,
  bounce,
  sendmail,
  sendmailTraffic,
  curlTrace,
  socat,
  ngrep,
  tcpflow,
  tcpdump,
  tsharkFollow,
  tsharkSummary,
  tsharkDetails,
  hexdump,
  bashX,
  labelled,
  telnet,
  netcat,
  mxToolbox,
  raw,
  prefixed,
];
