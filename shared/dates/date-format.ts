/** Languages in which instants are written. */
type Language = 'id' | 'en';

/** Texts of instants (UTC ms) in a named zone; the zone of the PC is never asked. */
export interface DateFormat {
  /** `20 Nov 14.05`; with the year where it is not the year of `now`. */
  short(at: number, now?: number): string;
  /** `Jumat, 20 November 2026, 14.05 WIB`. */
  long(at: number): string;
  /** `14.05`. */
  clock(at: number): string;
  /** `Jumat, 20 November 2026`. */
  day(at: number): string;
  /** `Jum, 20 Nov`. */
  dayShort(at: number): string;
  /** `WIB`, `WITA`, `WIT`, or the offset of any other zone. */
  readonly zoneName: string;
}

const localeOf: Readonly<Record<Language, string>> = { id: 'id-ID', en: 'en-GB' };

/** The three Indonesian zones by the names printed on letters. */
const zoneNames: Readonly<Record<string, string>> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
};

type Part = 'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute';

function reader(locale: string, timeZone: string, width: 'long' | 'short') {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: width,
    day: 'numeric',
    month: width,
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return (at: number): Readonly<Record<Part, string>> => {
    const parts = { weekday: '', day: '', month: '', year: '', hour: '', minute: '' };
    for (const { type, value } of format.formatToParts(at)) {
      if (type in parts) parts[type as Part] = value;
    }
    return parts;
  };
}

function nameOfZone(timeZone: string, locale: string): string {
  const known = zoneNames[timeZone];
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' });
  return format.formatToParts(0).find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

function buildFormat(language: Language, timeZone: string): DateFormat {
  const locale = localeOf[language];
  const readLong = reader(locale, timeZone, 'long');
  const readShort = reader(locale, timeZone, 'short');
  const mark = language === 'id' ? '.' : ':';
  const zoneName = nameOfZone(timeZone, locale);
  const clock = (at: number) => {
    const { hour, minute } = readShort(at);
    return `${hour}${mark}${minute}`;
  };
  const day = (at: number) => {
    const { weekday, day: date, month, year } = readLong(at);
    return `${weekday}, ${date} ${month} ${year}`;
  };
  return {
    short(at, now) {
      const parts = readShort(at);
      const isOtherYear = now !== undefined && readShort(now).year !== parts.year;
      const year = isOtherYear ? ` ${parts.year}` : '';
      return `${parts.day} ${parts.month}${year} ${parts.hour}${mark}${parts.minute}`;
    },
    long: (at) => `${day(at)}, ${clock(at)} ${zoneName}`,
    clock,
    day,
    dayShort(at) {
      const parts = readShort(at);
      return `${parts.weekday}, ${parts.day} ${parts.month}`;
    },
    zoneName,
  };
}

/** Keyed by language and zone: building an Intl formatter costs more than a list row may. */
const built = new Map<string, DateFormat>();

/** Formatters of a language for a zone (IANA name). Throws RangeError for an unknown zone. */
export function dateFormat(language: Language, timeZone: string): DateFormat {
  const key = `${language} ${timeZone}`;
  const known = built.get(key);
  if (known !== undefined) return known;
  const format = buildFormat(language, timeZone);
  built.set(key, format);
  return format;
}
