import { ReturningDevice } from './returning-device.ts';
import type { DevicePlan } from './returning-plan.ts';

// A process full of devices: gets their plans as one message, answers with what became of them, and ends.
process.once('message', async ({ plans, patienceMs }: { plans: DevicePlan[]; patienceMs: number }) => {
  const devices = plans.map((plan) => new ReturningDevice(plan));
  const start = performance.now();
  const patience = AbortSignal.timeout(patienceMs);
  const reports = await Promise.all(devices.map((device) => device.live(start, patience)));
  process.send?.(reports, () => process.disconnect());
});
