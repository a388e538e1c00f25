import { useTranslation } from 'react-i18next';
import editorClasses from './editor.module.css';
import { useFormWords, usePackEditor, withItem } from './editor-context.tsx';
import { PartFault, PlaceLines, PlaceText } from './editor-fields.tsx';
import { matrixShape } from './matrix-shape.ts';
import classes from './settings.module.css';
import viewClasses from './view.module.css';

/** The matrix of priorities, and the criteria shown beside each choice. */
export function PriorityTab() {
  const { t } = useTranslation('settings');
  const { form, edit } = usePackEditor();
  const words = useFormWords();
  const { rows, columns, keyOf } = matrixShape(form.cells.map(({ key }) => key));
  const by = form.priorityBy;
  const cell = (row: string, column: string) => {
    const key = keyOf(row, column);
    const at = form.cells.findIndex((entry) => entry.key === key);
    const entry = form.cells[at];
    if (entry === undefined) return null;
    return (
      <PlaceText
        place={`priority.cells.${key}`}
        label={words.key(by, key)}
        isLabelHidden
        value={entry.value}
        onChange={(value) => edit({ cells: withItem(form.cells, at, { value }) })}
      />
    );
  };
  return (
    <div className={editorClasses.wide}>
      <h3 className={classes.part}>{t('place.cells')}</h3>
      <p className={classes.hint}>{t('help.cells')}</p>
      <table className={viewClasses.matrix}>
        <thead>
          <tr>
            <th scope="col">{by.slice(0, -1).map(words.fact).join(', ')}</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {words.key(by.slice(-1), column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row">{row === '' ? '' : words.key(by, row)}</th>
              {columns.map((column) => (
                <td key={column}>{cell(row, column)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <PartFault place="priority.cells" />
      <h3 className={classes.part}>{t('place.criteria')}</h3>
      <p className={classes.hint}>{t('help.criteria')}</p>
      <div className={editorClasses.triple}>
        {form.criteria.map(({ fact, value, lines }, at) => (
          <PlaceLines
            key={`${fact}/${value}`}
            place={`criteria.${fact}.${value}`}
            label={`${words.fact(fact)}: ${words.value(fact, value)}`}
            value={lines}
            onChange={(text) => edit({ criteria: withItem(form.criteria, at, { lines: text }) })}
          />
        ))}
      </div>
    </div>
  );
}
