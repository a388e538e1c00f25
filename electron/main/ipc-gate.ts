import type { IpcMain, IpcMainInvokeEvent, WebContents } from 'electron';
import {
  type IpcAnswer,
  type IpcErrorCode,
  type RequestArgs,
  type RequestName,
  type RequestValue,
  requestNames,
  requests,
} from '#shared/ipc/contract.ts';
import { appOrigin, isAppAddress } from '#shared/web/link-rules.ts';
import { parseAddress } from './address.ts';

/** One handler per request of the contract: a missing one does not compile. */
export type RequestHandlers = {
  readonly [N in RequestName]: (
    args: RequestArgs<N>,
    sender: WebContents,
  ) => Promise<IpcAnswer<RequestValue<N>>>;
};

/** The failure half of an answer. */
export function refused(
  code: IpcErrorCode,
  message: string,
): { ok: false; error: { code: IpcErrorCode; message: string } } {
  return { ok: false, error: { code, message } };
}

/**
 * True only for the top frame of a window that shows a page of the app. Who asks is told by Electron, never by the
 * message; a frame that is gone, or whose address is unknown, is refused.
 */
function isAppPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null) return false;
  return frame.origin === appOrigin && isAppAddress(frame.url, parseAddress);
}

/** The only place that listens to pages: checks who asks, then what they ask, then acts. Never throws across the bridge. */
export function serveRequests(
  ipcMain: IpcMain,
  handlers: RequestHandlers,
  report: (error: unknown) => void,
): void {
  for (const name of requestNames) ipcMain.handle(name, (event, ...args) => answerTo(name, event, args));

  async function answerTo<N extends RequestName>(
    name: N,
    event: IpcMainInvokeEvent,
    args: unknown[],
  ): Promise<IpcAnswer<RequestValue<N>>> {
    try {
      if (!isAppPage(event)) return refused('sender_not_allowed', 'only a page of the app may ask');
      const read = args.length === 1 ? requests[name].args.safeParse(args[0]) : undefined;
      if (!read?.success)
        return refused('arguments_not_valid', `arguments of ${name} do not fit the contract`);
      return await handlers[name](read.data as RequestArgs<N>, event.sender);
    } catch (error) {
      report(error);
      return refused('internal', `${name} failed`);
    }
  }
}
