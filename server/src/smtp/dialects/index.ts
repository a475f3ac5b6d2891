/** All dialects, the ones that mark their lines plainly first. A new dialect is a file and a line here. */
import { curl } from './curl.ts';
import type { Dialect } from './dialect.ts';
import { exim } from './exim.ts';
import { javaMail } from './javamail.ts';
import { labelled } from './labelled.ts';
import { msmtp } from './msmtp.ts';
import { netSmtp } from './net-smtp.ts';
import { nodemailer } from './nodemailer.ts';
import { openssl } from './openssl.ts';
import { phpMailer } from './php-mailer.ts';
import { posttlsFinger } from './posttls-finger.ts';
import { ruby } from './ruby.ts';
import { sNail } from './s-nail.ts';
import { smtpSource } from './smtp-source.ts';
import { smtplib } from './smtplib.ts';
import { ssmtp } from './ssmtp.ts';
import { swaks } from './swaks.ts';
import { netcat, raw, telnet } from './terminal.ts';

export const DIALECTS: readonly Dialect[] = [
  swaks,
  smtplib,
  curl,
  nodemailer,
  netSmtp,
  phpMailer,
  ruby,
  msmtp,
  exim,
  posttlsFinger,
  sNail,
  ssmtp,
  smtpSource,
  javaMail,
  openssl,
  labelled,
  telnet,
  netcat,
  raw,
];
