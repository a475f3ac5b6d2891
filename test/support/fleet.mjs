/** A fleet of firewalls, made by their number: most are alike, as real ones are, and no two are the same. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSIONS = ['8.2(5)', '8.4(7)', '9.1(5)', '9.8(2)', '9.12(4)'];

/**
 * @param {number} index which firewall
 * @param {number} lines about so many
 */
export function firewall(index, lines) {
  const version = VERSIONS[index % VERSIONS.length];
  const mail = `192.0.2.${(index % 200) + 20}`;
  const real = `10.${index % 250}.1.25`;
  const isOld = version.startsWith('8.2');
  const head = [
    ': Saved',
    `ASA Version ${version}`,
    `hostname fw${index}`,
    'interface GigabitEthernet0/0',
    ' nameif outside',
    ' security-level 0',
    ' ip address 192.0.2.1 255.255.255.0',
    'interface GigabitEthernet0/1',
    ' nameif inside',
    ' security-level 100',
    ` ip address 10.${index % 250}.1.1 255.255.255.0`,
    ...(isOld
      ? [`static (inside,outside) ${mail} ${real} netmask 255.255.255.255`]
      : ['object network mail', ` host ${real}`, ` nat (inside,outside) static ${mail}`]),
    `access-list outside_in extended permit tcp any host ${isOld ? mail : real} eq smtp`,
    'access-group outside_in in interface outside',
    'route outside 0.0.0.0 0.0.0.0 192.0.2.254 1',
    'class-map inspection_default',
    ' match default-inspection-traffic',
    ...(index % 3 === 1 ? ['policy-map type inspect esmtp mail_map', ' parameters', '  allow-tls', '  no mask-banner'] : []),
    'policy-map global_policy',
    ' class inspection_default',
    '  inspect dns',
    '  inspect ftp',
    ...(index % 3 === 0 ? ['  inspect esmtp'] : index % 3 === 1 ? ['  inspect esmtp mail_map'] : []),
    'service-policy global_policy global',
  ];
  const tail = ['Cryptochecksum:d41d8cd98f00b204e9800998ecf8427e', ': end'];
  const between = Array.from({ length: Math.max(0, lines - head.length - tail.length) }, (_, n) =>
    n % 4 === 3
      ? `logging host inside 10.${index % 250}.2.${n % 250}`
      : `access-list inside_out extended permit tcp host 10.${index % 250}.3.${n % 250} any eq ${[80, 443, 8080][n % 3]}`,
  );
  return `${[...head, ...between, ...tail].join('\n')}\n`;
}

/**
 * @param {string} folder is made; 100 files go into each folder below it
 * @param {number} files
 * @param {number} lines of each, about
 */
export function writeFleet(folder, files, lines) {
  for (let index = 0; index < files; index++) {
    const site = join(folder, `site${String(Math.floor(index / 100)).padStart(3, '0')}`);
    if (index % 100 === 0) mkdirSync(site, { recursive: true });
    writeFileSync(join(site, `fw${String(index).padStart(5, '0')}.asa`), firewall(index, lines));
  }
}
