/**
 * Runs `work` in one window of the profile at a time, as the worker of the exchange is chosen: when this window goes, the
 * next one takes over. `work` ends with its signal. Returns "stop".
 */
export function inOnlyWindow(name: string, work: (signal: AbortSignal) => Promise<void>): () => void {
  const end = new AbortController();
  const { signal } = end;
  navigator.locks
    .request(name, { signal }, () => (signal.aborted ? undefined : work(signal)))
    .catch((error: unknown) => {
      // Stopped while another window had it.
      if (!signal.aborted) throw error;
    });
  return () => end.abort();
}
