import courier from './courier.ts';
import domain from './domain.ts';
import everywhere from './everywhere.ts';
import files from './files.ts';
import forms from './forms.ts';
import keys from './keys.ts';
import older from './older.ts';
import print from './print.ts';
import recap from './recap.ts';
import refusal from './refusal.ts';
import rescue from './rescue.ts';
import review from './review.ts';
import session from './session.ts';
import settings from './settings.ts';
import shell from './shell.ts';
import storage from './storage.ts';
import tasks from './tasks.ts';
import ticket from './ticket.ts';
import tickets from './tickets.ts';
import why from './why.ts';

/** Every Indonesian sentence by area. A new area is one file here and one in `../en`. */
export const id = {
  everywhere,
  courier,
  domain,
  files,
  forms,
  keys,
  older,
  print,
  recap,
  refusal,
  rescue,
  review,
  session,
  settings,
  shell,
  storage,
  tasks,
  ticket,
  tickets,
  why,
};
