export { type DateFormat, dateFormat } from '#shared/dates/date-format.ts';
