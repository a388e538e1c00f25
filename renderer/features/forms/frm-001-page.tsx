import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isInScope } from '#shared/domain/reference.ts';
import { staffRoles } from '#shared/mutations/access.ts';
import { useDesk, useReference } from '../../data/react.ts';
import { paths } from '../../ui/paths.ts';
import { FormMessage } from './form-message.tsx';
import { NewReport } from './frm-001-new.tsx';

/** FRM-001 Pelaporan, filled in while the reporter telephones or stands at the counter. */
export default function Frm001Page() {
  const { t } = useTranslation('forms');
  const { me } = useDesk();
  const reference = useReference();
  const [turn, setTurn] = useState(0);
  if (!(staffRoles as readonly string[]).includes(me.role))
    return <FormMessage text={t('notAllowed')} backTo={paths.tickets} />;
  const scope = reference.opds().filter((opd) => isInScope(me, opd.code));
  const first = scope.find((opd) => opd.code === me.opd) ?? scope[0];
  if (first === undefined) return <FormMessage text={t('noOpd')} backTo={paths.tickets} />;
  return <NewReport key={turn} opd={first.code} onAnother={() => setTurn(turn + 1)} />;
}
