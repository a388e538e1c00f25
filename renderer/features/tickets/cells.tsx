import type { Category } from '#shared/domain/codes.ts';
import { useReference } from '../../data/react.ts';
import { useLabels } from '../../ui/labels.ts';
import classes from './ticket-table.module.css';

/** The category in words. */
export function CategoryText({ category }: { readonly category: Category }) {
  const text = useLabels().category(category);
  return <span title={text}>{text}</span>;
}

/** The assignee's name, dimmed where there is none. */
export function PersonName({ id }: { readonly id: string | null }) {
  const name = useLabels().person(id);
  return (
    <span className={id === null ? classes.dim : undefined} title={name}>
      {name}
    </span>
  );
}

/** The code of an office with its name in the tooltip. */
export function OpdCode({ code }: { readonly code: string }) {
  return <span title={useReference().opd(code)?.name}>{code}</span>;
}
