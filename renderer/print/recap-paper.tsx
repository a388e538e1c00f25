import type { Recap } from '#shared/recap/recap.ts';
import { useDesk, useReference } from '../data/react.ts';
import { officePolicy } from '../features/recap/office-policy.ts';
import { countedRows } from '../features/recap/recap-lines.ts';
import print from '../i18n/id/print.ts';
import recapWords from '../i18n/id/recap.ts';
import { useOfficeZone } from '../ui/office-format.ts';
import classes from './paper.module.css';
import { paperOpd, placeAndDate } from './paper-facts.ts';
import { fill, usePaperWords } from './paper-words.ts';
import { BreakdownRows, ComparedRows, StatusRows } from './recap-tables.tsx';
import { AttainmentNotes, AttainmentRows, BreachRows, CapacityNotes } from './recap-targets.tsx';
import { Chapter, Sheet } from './sheet.tsx';
import { Signatures } from './signatures.tsx';

const text = print.recap;
const noteLines = ['one', 'two', 'three', 'four'];

/** The monthly recap on paper, with letterhead and the signature of the office's head. */
export function RecapPaper({ recap, now }: { readonly recap: Recap; readonly now: number }) {
  const { me } = useDesk();
  const reference = useReference();
  const timeZone = useOfficeZone(recap.opd ?? undefined);
  const words = usePaperWords(officePolicy(reference, recap.opd ?? me.opd) ?? null, timeZone);
  const { labels, date } = words;
  const opd = paperOpd(reference, recap.opd ?? me.opd);
  const { chapters } = text;
  const { totals } = recap;
  const under = [
    fill(text.period, { period: recap.period.label, zone: date.zoneName }),
    recap.opd === null ? text.allOpds : labels.opd(recap.opd),
  ];
  const priority = (key: string) => (key === 'none' ? recapWords.noPriority : labels.priority(Number(key)));
  return (
    <Sheet opd={opd} title={text.title} under={under}>
      {now < recap.period.to && (
        <p className={classes.small}>{fill(text.running, { time: date.long(now) })}</p>
      )}
      <Chapter>{chapters.totals}</Chapter>
      <ComparedRows recap={recap} words={words} />
      <p className={classes.small}>{text.identity}</p>
      <CapacityNotes recap={recap} words={words} />
      <Chapter>{chapters.attainment}</Chapter>
      <AttainmentRows recap={recap} words={words} />
      <AttainmentNotes recap={recap} words={words} />
      <Chapter>{chapters.category}</Chapter>
      <BreakdownRows
        rows={recap.byCategory}
        totals={totals}
        words={words}
        name={(key) => labels.category(key as Parameters<typeof labels.category>[0])}
      />
      <Chapter>{chapters.kind}</Chapter>
      <BreakdownRows
        rows={recap.byKind}
        totals={totals}
        words={words}
        name={(key) => labels.kind(key as Parameters<typeof labels.kind>[0])}
      />
      <Chapter>{chapters.priority}</Chapter>
      <BreakdownRows rows={recap.byPriority} totals={totals} words={words} name={priority} />
      <Chapter>{chapters.channel}</Chapter>
      <BreakdownRows
        rows={countedRows(recap.byChannel)}
        totals={totals}
        words={words}
        name={(key) => labels.channel(key as Parameters<typeof labels.channel>[0])}
      />
      <Chapter>{chapters.opd}</Chapter>
      <BreakdownRows rows={countedRows(recap.byOpd)} totals={totals} words={words} name={labels.opd} />
      <Chapter>{chapters.status}</Chapter>
      <StatusRows recap={recap} words={words} />
      <Chapter>{chapters.breaches}</Chapter>
      <BreachRows recap={recap} words={words} />
      {recap.worstBreaches.length > 0 && <p className={classes.small}>{recapWords.breach.note}</p>}
      <div className={classes.closing}>
        <Chapter>{chapters.notes}</Chapter>
        {noteLines.map((line) => (
          <span key={line} className={classes.blank} />
        ))}
        <Signatures
          left={null}
          right={{
            place: placeAndDate(opd, words.plainDay(now)),
            role: opd.head.title,
            name: opd.head.name,
            nip: opd.head.nip,
          }}
        />
      </div>
    </Sheet>
  );
}
