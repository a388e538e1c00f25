import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { useDesk, useReference } from '../../data/react.ts';
import { useZoneOf } from '../../ui/office-format.ts';
import { paths } from '../../ui/paths.ts';
import { FormMessage } from './form-message.tsx';
import { NewReport } from './frm-001-new.tsx';
import { NewFrm002 } from './frm-002-new.tsx';
import { refusedForm } from './refused-registration.ts';

/** A refused registration in the form it came from. The item leaves the review list when the new one is saved, not before. */
export default function ReviewFormPage() {
  const { t } = useTranslation('forms');
  const { id = '' } = useParams<{ id: string }>();
  const { review } = useDesk();
  const zoneOf = useZoneOf();
  useReference();
  // As it was when the form was opened: saved, it is gone from the list, and the form still says so.
  const [form] = useState(() => {
    const item = review.items().find((one) => one.id === decodeURIComponent(id));
    return item === undefined ? null : refusedForm(item, zoneOf);
  });
  if (form === null) return <FormMessage text={t('refusedGone')} backTo={paths.review} />;
  const onAnother = () => undefined;
  return form.code === 'FRM-001' ? (
    <NewReport opd={form.refused.opd} refused={form.refused} onAnother={onAnother} />
  ) : (
    <NewFrm002 refused={form.refused} onAnother={onAnother} />
  );
}
