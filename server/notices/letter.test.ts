import { describe, expect, it } from 'vitest';
import { htmlOf, type Letter, onOneLine, subjectOf, textOf } from './letter.ts';
import { readMailSettings } from './mail-settings.ts';
import { addressOf } from './people.ts';

const letter: Letter = {
  subject: 'Satu\r\nBcc: x@y.id',
  greeting: 'Siti\n<script>',
  parts: [
    { text: 'Tenggat\r\n.\r\nDATA' },
    {
      facts: [
        ['Judul', 'a\nTenggat : palsu'],
        ['Perangkat daerah', '"A" & <b>'],
      ],
    },
    { link: 'https://tanggap.kota.go.id/tiket/t%22', label: 'Buka tiket' },
  ],
};

describe('letters', () => {
  it('keep typed text on one line', () => {
    expect(onOneLine(' a\u0000\r\n\tb\u2028\u202Ec\u{1F600} \uD800')).toBe('a b c\u{1F600} \uFFFD');
    expect(subjectOf(letter)).toBe('Satu Bcc: x@y.id');
    const long = subjectOf({ ...letter, subject: '\u{1F600}'.repeat(500) });
    expect([...long]).toHaveLength(180);
    expect(long.isWellFormed()).toBe(true);
  });

  it('are plain text in which no fact can pass for another', () => {
    expect(textOf(letter)).toBe(
      [
        'Yth. Siti <script>,\n',
        'Tenggat . DATA\n',
        'Judul            : a Tenggat : palsu',
        'Perangkat daerah : "A" & <b>\n',
        'Buka tiket: https://tanggap.kota.go.id/tiket/t%22\n',
        'Surat elektronik ini dikirim otomatis oleh Tanggap. Mohon tidak membalas surat ini.\n',
      ].join('\n'),
    );
  });

  it('are HTML in which typed text stays text', () => {
    const html = htmlOf(letter);
    expect(html).not.toContain('<script>');
    expect(html).toContain('&quot;A&quot; &amp; &lt;b&gt;');
    expect(html).toContain('<a href="https://tanggap.kota.go.id/tiket/t%22">Buka tiket</a>');
  });
});

describe('addresses', () => {
  it('are one address or none', () => {
    expect(addressOf(' Siti@Warga.ID ')).toBe('siti@warga.id');
    for (const wrong of [
      undefined,
      '',
      'siti',
      'a@b.id, c@d.id',
      'Siti <a@b.id>',
      'a@b.id\r\nBcc: c@d.id',
      'a@b.id\u0000',
    ])
      expect(addressOf(wrong)).toBeNull();
  });
});

describe('settings of mail', () => {
  const right = { smtpUrl: 'smtps://user:s3cret@relay.kota.go.id:465', mailFrom: 'Tanggap <T@kota.go.id>' };
  const wrongField = (change: object) => {
    const read = readMailSettings({ ...right, ...change });
    return read.ok ? null : read.error;
  };

  it('are read from options', () => {
    expect(readMailSettings({ ...right, publicUrl: 'https://tanggap.kota.go.id/app/' })).toEqual({
      ok: true,
      value: {
        mail: { smtpUrl: right.smtpUrl, from: { name: 'Tanggap', address: 't@kota.go.id' } },
        publicUrl: 'https://tanggap.kota.go.id/app',
      },
    });
    expect(readMailSettings({ ...right, mailFrom: 't@kota.go.id' })).toMatchObject({
      value: { mail: { from: { name: '', address: 't@kota.go.id' } }, publicUrl: null },
    });
    expect(readMailSettings({ smtpUrl: '', publicUrl: 'http://10.0.0.5:8080' })).toMatchObject({
      value: { mail: null, publicUrl: 'http://10.0.0.5:8080' },
    });
  });

  it('name the option at fault, and never quote it', () => {
    expect(wrongField({ smtpUrl: '' })?.field).toBe('smtp-url');
    expect(wrongField({ smtpUrl: 'https://user:s3cret@relay' })?.field).toBe('smtp-url');
    expect(wrongField({ mailFrom: '' })?.field).toBe('mail-from');
    expect(wrongField({ mailFrom: 'a@b.id, c@d.id' })?.field).toBe('mail-from');
    expect(wrongField({ mailFrom: 'X\r\nBcc: a@b.id <a@b.id>' })).toBeNull();
    expect(wrongField({ publicUrl: 'javascript:alert(1)' })?.field).toBe('public-url');
    expect(JSON.stringify(wrongField({ smtpUrl: 'ftp://user:s3cret@relay' }))).not.toContain('s3cret');
  });
});
