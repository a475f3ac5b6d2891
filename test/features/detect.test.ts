/** What a file is, where its name does not say: ours, a relative's, a program's. The look-alikes are of our own making. */
import { describe, expect, it } from 'vitest';
import { detectLanguage } from '../../server/src/features/detect.ts';

const lines = (...texts: string[]) => `${texts.join('\n')}\n`;

const NOT_OURS: Readonly<Record<string, string>> = {
  'IOS router': lines(
    'version 15.7',
    'service timestamps debug datetime msec',
    'hostname edge1',
    'boot-start-marker',
    'boot-end-marker',
    'enable secret 5 $1$abcd$abcdefghijklmnop',
    'ip cef',
    'object-group network MAIL',
    ' host 192.0.2.25',
    'class-map match-any VOICE',
    ' match access-group name VOICE',
    'policy-map SHAPE',
    ' class VOICE',
    '  priority percent 20',
    'interface GigabitEthernet0/0',
    ' ip address 192.0.2.1 255.255.255.0',
    ' ip nat outside',
    ' service-policy output SHAPE',
    'ip nat inside source static tcp 10.0.0.25 25 192.0.2.25 25',
    'ip route 0.0.0.0 0.0.0.0 192.0.2.254',
    'access-list 101 permit tcp any host 192.0.2.25 eq smtp',
    'line vty 0 4',
    ' login local',
    'end',
  ),
  'IOS switch, a short piece': lines('hostname sw1', 'interface Gi0/1', ' ip address 10.0.0.2 255.255.255.0', ' no shutdown', 'end'),
  'IOS-XR': lines(
    '!! IOS XR Configuration 7.5.2',
    'hostname core1',
    'interface GigabitEthernet0/0/0/0',
    ' ipv4 address 192.0.2.1 255.255.255.0',
    'route-policy PASS',
    '  pass',
    'end-policy',
    'router bgp 64496',
    ' neighbor 192.0.2.2',
    '  remote-as 64497',
    'end',
  ),
  'NX-OS': lines(
    'version 9.3(5)',
    'hostname leaf1',
    'feature bgp',
    'ip access-list MAIL',
    '  10 permit tcp any 192.0.2.25/32 eq smtp',
    'interface Ethernet1/1',
    '  no switchport',
    '  ip address 192.0.2.1/24',
    'vrf context management',
  ),
  EOS: lines(
    'hostname spine1',
    'spanning-tree mode mstp',
    'interface Ethernet1',
    '   ip address 192.0.2.1/31',
    'ip routing',
    'router bgp 64496',
    'management api http-commands',
    'end',
  ),
  'Junos, with braces': lines(
    'system {',
    '    host-name fw1;',
    '    services {',
    '        ssh;',
    '    }',
    '}',
    'interfaces {',
    '    ge-0/0/0 {',
    '    }',
    '}',
  ),
  'Junos, as set lines': lines(
    'set system host-name fw1',
    'set interfaces ge-0/0/0 unit 0 family inet address 192.0.2.1/24',
    'set security nat source',
  ),
  ssh_config: lines(
    'Host jump',
    '  HostName jump.example.com',
    '  User admin',
    '  IdentityFile ~/.ssh/id',
    'host *',
    '  user admin',
    '  port 22',
  ),
  shell: lines('#!/bin/sh', 'set -e', 'route add -net 10.0.0.0/8 gw 192.0.2.1', 'clear', 'help', 'exit 0'),
  'a shell script that holds a firewall': lines('#!/bin/sh', 'cat <<EOT', 'ASA Version 9.8(4)', 'nameif outside', 'inspect esmtp', 'EOT'),
  Ruby: lines("require 'net/smtp'", 'module Mail', 'class Firewall', '  def inspect(name)', '    object network', '  end', 'end'),
  'Python with a quoted IOS text': lines(
    'import re',
    'from parser import Configuration',
    'CONFIG = """',
    'hostname r1',
    'interface FastEthernet0/0',
    ' ip address 192.0.2.1 255.255.255.0',
    'policy-map QOS',
    ' class VOICE',
    '  police 8000',
    'access-list OUT permit tcp any any',
    '"""',
    'def test_it():',
    '    assert Configuration(CONFIG)',
  ),
  nginx: lines('http {', '  server {', '    listen 25;', '    access_log off;', '  }', '}'),
  'a letter': lines('Dear all,', 'the firewall drops our mail since Monday.', 'No access to the server. Please inspect.'),
  'output of another device': lines('Interface  IP-Address  OK? Method Status Protocol', 'Gi0/0  192.0.2.1  YES NVRAM up up'),
};

const OURS: Readonly<Record<string, string>> = {
  'a whole configuration': lines(': Saved', ':', 'ASA Version 9.8(4)', 'hostname fw1', 'interface Gi0/0', ' nameif outside', ': end'),
  'PIX 6': lines(
    'PIX Version 6.3(5)',
    'nameif ethernet0 outside security0',
    'fixup protocol smtp 25',
    'ip address outside 192.0.2.1 255.255.255.0',
  ),
  FWSM: lines('FWSM Version 3.1(1) <context>', 'hostname ctx1', 'interface Vlan300', ' nameif inside', 'names'),
  'the LINA part of FTD': lines(
    'NGFW Version 7.0.1',
    'hostname firepower',
    'interface Ethernet1/1',
    ' nameif outside',
    ' security-level 0',
  ),
  'ASA with routing, which shares much with IOS': lines(
    'ASA Version 9.12(4)',
    'hostname fw1',
    'interface GigabitEthernet0/0',
    ' nameif outside',
    ' security-level 0',
    ' ip address 192.0.2.1 255.255.255.0',
    'router ospf 1',
    ' network 192.0.2.0 255.255.255.0 area 0',
    'service-policy global_policy global',
  ),
  'one line of an access-list': lines('access-list outside_in extended permit tcp any host 192.0.2.25 eq smtp'),
  'a policy alone': lines('policy-map global_policy', ' class inspection_default', '  inspect esmtp'),
  'show service-policy': lines(
    'Global policy:',
    '  Service-policy: global_policy',
    '    Class-map: inspection_default',
    '      Inspect: esmtp _default_esmtp_map, packet 5, drop 0',
  ),
  'show service-policy flow behind a prompt': lines(
    'fw1# show service-policy flow tcp host 192.0.2.1 host 192.0.2.25 eq 25',
    'Global policy:',
    '  Service-policy: global_policy',
    '    Class-map: inspection_default',
    '      Match: default-inspection-traffic',
    '      Action:',
    '        Input flow:  inspect esmtp',
  ),
  'packet-tracer': lines(
    'Phase: 1',
    'Type: ACCESS-LIST',
    'Result: ALLOW',
    'Phase: 2',
    'Type: INSPECT',
    'Subtype: inspect-smtp',
    'Result: ALLOW',
  ),
  'a show tech whose configuration begins far below': `${lines('------------------ show version ------------------', 'Cisco Adaptive Security Appliance Software Version 9.8(4)')}${'  0: Int: Internal-Data0/0 : address is 0000.0000.0000, irq 11\n'.repeat(2500)}${lines('------------------ show running-config ------------------', ': Saved', 'ASA Version 9.8(4)')}`,
};

describe('what a file is by its text', () => {
  it.each(Object.entries(NOT_OURS))('%s is none of ours', (_, text) => {
    expect(detectLanguage('notes.txt', text)).toBeUndefined();
    expect(detectLanguage('notes.txt', text.replaceAll('\n', '\r\n'))).toBeUndefined();
  });

  it.each(Object.entries(OURS))('%s is ours', (_, text) => {
    expect(detectLanguage('notes.txt', text)).toBe('cisco-asa');
    expect(detectLanguage('notes.txt', text.replaceAll('\n', '\r\n'))).toBe('cisco-asa');
  });

  it('what a person names .asa is read as one whatever it holds', () => {
    for (const text of Object.values(NOT_OURS)) expect(detectLanguage('r1.ASA', text)).toBe('cisco-asa');
  });

  it('quoted in a mail, it is told as well', () => {
    const quoted = OURS['a whole configuration']!.replace(/^(?=.)/gm, '> ');
    expect(detectLanguage('mail.txt', `Hello,\n\n${quoted}`)).toBe('cisco-asa');
  });
});
