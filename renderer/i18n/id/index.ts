import common from './common.ts';
import domain from './domain.ts';
import refusal from './refusal.ts';
import shell from './shell.ts';

/** Every Indonesian sentence by area. A new area is one file here and one in `../en`. */
export const id = { common, domain, refusal, shell };
