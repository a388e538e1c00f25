import type { CourierMeans } from '#shared/sync/courier-means.ts';
import type { LocalStore } from '../local/mutate.ts';
import type { Announcement } from '../sync/announcement.ts';

/** What the taking in of an answer file stands on. */
export interface TakeDeps {
  readonly store: LocalStore;
  readonly means: CourierMeans;
  announce(announcement: Announcement): void;
  /** True where so many bytes of attachments may be kept beside rows and outbox. */
  hasRoom(bytes: number): Promise<boolean>;
}
