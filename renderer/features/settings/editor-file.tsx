import { Button, Group, Textarea } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import editorClasses from './editor.module.css';
import { useFaultSentence } from './fault.ts';
import { FileTools } from './file-tools.tsx';
import { usePlaceWords } from './pack-place.ts';
import { type CheckedDraft, type PolicyDraft, textOfDraft, withText } from './policy-draft.ts';
import classes from './settings.module.css';

interface FileTabProps {
  readonly draft: PolicyDraft;
  readonly checked: CheckedDraft;
  change(draft: PolicyDraft): void;
}

/** The whole pack as text: everything can be changed here, also what has no field. */
export function FileTab({ draft, checked, change }: FileTabProps) {
  const { t } = useTranslation('settings');
  const say = useFaultSentence();
  const place = usePlaceWords(draft.form);
  const { faults } = checked;
  return (
    <div className={editorClasses.fileTab}>
      <p className={classes.hint}>{t('file.help')}</p>
      <Group gap="xs">
        <FileTools
          name={`${draft.name}-v${draft.base + 1}.json`}
          text={() => textOfDraft(draft)}
          onLoad={(text) => change(withText(draft, text))}
        />
        {draft.text !== null && faults.length > 0 && (
          <Button variant="default" onClick={() => change({ ...draft, text: null })}>
            {t('file.backToFields')}
          </Button>
        )}
      </Group>
      {faults.length > 0 && (
        <ul className={editorClasses.faults} role="alert">
          {faults.slice(0, 12).map((fault) => (
            <li key={`${fault.path} ${fault.message}`}>
              <strong>{place(fault.path)}</strong>
              {fault.path !== '' && <code> {fault.path}</code>}: {say(fault)}
            </li>
          ))}
        </ul>
      )}
      <Textarea
        aria-label={t('file.text')}
        data-place=""
        classNames={{
          root: editorClasses.fileRoot ?? '',
          wrapper: editorClasses.fileRoot ?? '',
          input: editorClasses.fileText ?? '',
        }}
        spellCheck={false}
        value={textOfDraft(draft)}
        onChange={(event) => change(withText(draft, event.currentTarget.value))}
      />
    </div>
  );
}
