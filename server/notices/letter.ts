/** A mail as it is thought of, before it becomes plain text and HTML. Every text may hold what people typed. */
export interface Letter {
  readonly subject: string;
  /** Name of the person greeted. */
  readonly greeting: string;
  readonly parts: readonly LetterPart[];
}

export type LetterPart =
  | { readonly text: string }
  | { readonly facts: readonly Fact[] }
  | { readonly link: string; readonly label: string };

export type Fact = readonly [label: string, value: string];

const subjectLength = 180;
/** Longer labels stand out of the column instead of widening it. */
const widestLabel = 16;
const farewell = 'Surat elektronik ini dikirim otomatis oleh Tanggap. Mohon tidak membalas surat ini.';

/**
 * Typed text on one line: nothing that ends a line, steers a terminal or turns the direction of writing. A header made of
 * it has no second line, and a fact cannot pass for another.
 */
export function onOneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu, ' ')
    .trim();
}

/** The subject on one line and not too long. */
export function subjectOf({ subject }: Letter): string {
  const line = [...onOneLine(subject)];
  return line.length > subjectLength ? `${line.slice(0, subjectLength - 1).join('')}…` : line.join('');
}

/** The letter as plain text. */
export function textOf({ greeting, parts }: Letter): string {
  const blocks = parts.map((part) => {
    if ('text' in part) return onOneLine(part.text);
    if ('link' in part) return `${part.label}: ${part.link}`;
    const width = Math.min(widestLabel, Math.max(...part.facts.map(([label]) => label.length)));
    return part.facts.map(([label, value]) => `${label.padEnd(width)} : ${onOneLine(value)}`).join('\n');
  });
  return `${[`Yth. ${onOneLine(greeting)},`, ...blocks, farewell].join('\n\n')}\n`;
}

function escaped(text: string): string {
  return onOneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** The letter as simple HTML: no pictures, no styles from elsewhere, nothing that asks a server. */
export function htmlOf({ greeting, parts }: Letter): string {
  const blocks = parts.map((part) => {
    if ('text' in part) return `<p>${escaped(part.text)}</p>`;
    if ('link' in part) return `<p><a href="${escaped(part.link)}">${escaped(part.label)}</a></p>`;
    const rows = part.facts.map(
      ([label, value]) =>
        `<tr><th align="left" valign="top">${escaped(label)}</th><td>${escaped(value)}</td></tr>`,
    );
    return `<table cellpadding="4">${rows.join('')}</table>`;
  });
  const body = [`<p>Yth. ${escaped(greeting)},</p>`, ...blocks, `<p><small>${farewell}</small></p>`];
  return `<!doctype html><html lang="id"><head><meta charset="utf-8"></head><body>${body.join('\n')}</body></html>\n`;
}
