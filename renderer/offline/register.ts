/**
 * Lets a plain browser open the app without a server (the desktop app carries its files itself). Does nothing where the
 * browser has no service workers, as on an address without TLS.
 */
export async function keepAppOnDevice(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/service-worker.js', { scope: '/' });
}
