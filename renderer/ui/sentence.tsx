import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface SentenceProps {
  readonly title: string;
  /** What the user can do now. */
  readonly next?: string;
  readonly children?: ReactNode;
  /** It is the whole page, and its title the page's heading. */
  readonly isPage?: boolean;
  /** Told to screen readers at once: errors. */
  readonly alert?: boolean;
}

/** An empty, loading or failed place of the screen: what is so, and the next step. Never a blank. */
export function Sentence({ title, next, children, isPage = false, alert = false }: SentenceProps) {
  return (
    <Stack gap={6} align="flex-start" p="xl" maw={560} role={alert ? 'alert' : 'status'}>
      <Title order={isPage ? 1 : 2}>{title}</Title>
      {next !== undefined && (
        <Text size="sm" c="dimmed">
          {next}
        </Text>
      )}
      {children}
    </Stack>
  );
}
