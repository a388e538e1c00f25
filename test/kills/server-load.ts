import { password } from '../../server/contract/world.ts';
import { Replica } from '../races/support/replica.ts';
import { work } from '../support/device-work.ts';
import { RemoteDevice } from '../support/remote-device.ts';
import { effectsIn, upTo } from '../support/server-judgement.ts';
import { FileSender } from './file-sender.ts';

const people = ['super', 'ana', 'teknisi', 'super'];

/** Four devices that push, one that sends files and one that reads, all against one server, until they are told to end. */
export class ServerLoad {
  readonly reader: Replica;
  readonly sender: FileSender;
  readonly #writers: readonly RemoteDevice[];
  readonly #carrier: RemoteDevice;
  readonly #listener: RemoteDevice;
  readonly #newcomer: RemoteDevice;
  #isOver = false;
  #rest: PromiseWithResolvers<void> | null = null;
  #everybody: Promise<unknown> = Promise.resolve();

  private constructor(origin: string, devices: readonly RemoteDevice[]) {
    const [carrier, listener, newcomer, ...writers] = devices;
    if (carrier === undefined || listener === undefined || newcomer === undefined)
      throw new Error('no devices');
    this.#carrier = carrier;
    this.#listener = listener;
    this.#newcomer = newcomer;
    this.#writers = writers;
    this.reader = new Replica(listener, 200);
    this.sender = new FileSender(carrier, origin);
  }

  /** Enrols the devices, one after the other. */
  static async open(origin: string): Promise<ServerLoad> {
    const devices: RemoteDevice[] = [];
    for (const person of ['super', 'super', 'super', ...people])
      devices.push(await RemoteDevice.login([origin], person, password));
    return new ServerLoad(origin, devices);
  }

  begin(seed: number): void {
    const isOver = () => this.#isOver;
    const writing = this.#writers.map(async (device, at) => {
      const offices = people[at] === 'ana' ? ['DINKES'] : ['DINKES', 'DISDIK'];
      for (let turn = 0; !isOver(); turn += 1) {
        await work(device, { mutations: 10, offices, seed: seed + 1000 * at + turn });
        await this.#rest?.promise;
      }
    });
    const sending = async () => {
      for (let turn = 1; !isOver(); turn += 1) {
        await this.sender.sendNext(turn, isOver);
        await this.#rest?.promise;
      }
    };
    const reading = async () => {
      while (!isOver()) {
        await this.reader.catchUp();
        await this.#rest?.promise;
      }
    };
    this.#everybody = Promise.all([...writing, sending(), reading()]);
    this.#everybody.catch(() => undefined);
  }

  /** Nobody begins anything new until `look` is done: what is looked at would grow faster than it can be looked at. */
  async whileResting<T>(look: () => Promise<T>): Promise<T> {
    const rest = Promise.withResolvers<void>();
    this.#rest = rest;
    return look().finally(rest.resolve);
  }

  /** Mutations acknowledged so far. */
  get sum(): number {
    return this.#senders.reduce((all, { acknowledged }) => all + acknowledged, 0);
  }

  /** What has been acknowledged so far, by name. */
  get acknowledged(): string[] {
    return this.#senders.flatMap((device) => upTo(device, device.acknowledged));
  }

  /** All that was ever made. */
  get made(): string[] {
    return this.#senders.flatMap((device) => upTo(device, device.lastId));
  }

  /** What a device that has nothing yet is given. */
  async everything(): Promise<Replica> {
    const replica = new Replica(this.#newcomer, 1000);
    await replica.catchUp();
    return replica;
  }

  /** What the reader has been shown so far, by name. */
  get shown(): string[] {
    return [...effectsIn(this.reader.rows.keys())];
  }

  /** Everybody ends what they are at; then the reader reads the rest. Throws what went wrong for one of them. */
  async end(): Promise<void> {
    this.#isOver = true;
    await this.#everybody;
    await this.reader.catchUp();
  }

  /** Ends at once, answers or not. */
  giveUp(): void {
    this.#isOver = true;
    this.#rest?.resolve();
    for (const device of [...this.#senders, this.#listener, this.#newcomer]) device.giveUp();
  }

  get #senders(): readonly RemoteDevice[] {
    return [...this.#writers, this.#carrier];
  }
}
