import type { Catalogue } from '../catalogue.ts';
import type { id } from '../id/index.ts';
import common from './common.ts';
import domain from './domain.ts';
import refusal from './refusal.ts';
import shell from './shell.ts';

export const en = { common, domain, refusal, shell } satisfies Catalogue<typeof id>;
