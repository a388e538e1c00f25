import type { Category } from '../domain/codes.ts';
import { serviceItemsOf } from '../domain/service-items.ts';
import type { PolicyPack } from './pack.ts';

/**
 * The services a form offers for a category: those of the catalogue (SOP-Dinkominfo-001) and, whatever the category, those
 * the office's pack counts against a capacity (Tangerang: password reset, data correction).
 */
export function offeredServices(category: Category, pack: PolicyPack | undefined): readonly string[] {
  const counted = pack?.capacity.flatMap(({ serviceItems }) => serviceItems) ?? [];
  return [...new Set([...serviceItemsOf(category), ...counted])];
}
