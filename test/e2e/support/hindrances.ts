import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Violations that hinder a person who uses a screen reader or the keyboard; the words say where and what. */
export async function hindrances(page: Page): Promise<string[]> {
  // What is still moving has the colours of neither end.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
  );
  const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  // Nothing found is worth something only where much was looked at.
  expect(passes.length).toBeGreaterThan(10);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n${node.failureSummary}`));
}
