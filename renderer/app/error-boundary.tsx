import { Button, Stack, Text, Title } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

function PageFailed() {
  const { t } = useTranslation('everywhere');
  return (
    <Stack p="xl" gap="sm" align="flex-start" role="alert">
      <Title order={1}>{t('pageFailed')}</Title>
      <Text size="sm">{t('pageFailedNext')}</Text>
      <Button onClick={() => location.reload()}>{t('reload')}</Button>
    </Stack>
  );
}

interface Props {
  /** A new key (the address) gives the page another chance. */
  readonly resetKey: string;
  readonly children: ReactNode;
}

/** Keeps the frame and the status bar true when a page breaks. */
export class ErrorBoundary extends Component<Props, { failedAt: string | null }> {
  override state = { failedAt: null };

  static getDerivedStateFromError(): { failedAt: string | null } {
    return { failedAt: '' };
  }

  override componentDidUpdate(previous: Props): void {
    if (previous.resetKey !== this.props.resetKey && this.state.failedAt !== null)
      this.setState({ failedAt: null });
  }

  override render(): ReactNode {
    return this.state.failedAt === null ? this.props.children : <PageFailed />;
  }
}
