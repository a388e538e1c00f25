import { useEffect, useState } from 'react';
import type { ReviewItem } from '../../data/contract.ts';
import { useDesk } from '../../data/react.ts';
import type { ReviewProspects } from '../../data/review-contract.ts';

/** What may become of an item now; looked at again when its ticket changes. Undefined until the first look. */
export function useProspects(item: ReviewItem): ReviewProspects | undefined {
  const desk = useDesk();
  const [prospects, setProspects] = useState<ReviewProspects>();
  useEffect(() => {
    let isCurrent = true;
    let asked = 0;
    const look = () => {
      asked += 1;
      const turn = asked;
      desk.review.prospects(item).then(
        (found) => {
          if (isCurrent && turn === asked) setProspects(found);
        },
        // Where the ticket cannot be read, the item can still be let go or copied.
        () => isCurrent && setProspects({ ticket: undefined, obstacle: { code: 'failed' }, mayNote: false }),
      );
    };
    look();
    const stop = [desk.watchTicket(item.ticketId, look), desk.reference.subscribe(look)];
    return () => {
      isCurrent = false;
      for (const end of stop) end();
    };
  }, [desk, item]);
  return prospects;
}
