// A ledger takes entries by signal and by update, notes each with an activity, and returns them in the order they came.
import { condition, defineSignal, defineUpdate, proxyActivities, setHandler } from '@temporalio/workflow';

const { note } = proxyActivities<{ note(entry: string): Promise<void> }>({ startToCloseTimeout: '5s' });

export const add = defineSignal<[string]>('add');
export const put = defineUpdate<number, [string]>('put');
export const close = defineSignal('close');

export async function ledger(): Promise<string[]> {
  const entries: string[] = [];
  let closed = false;
  setHandler(add, entry => { entries.push(entry); });
  setHandler(put, entry => entries.push(entry));
  setHandler(close, () => { closed = true; });

  for (let noted = 0; ; noted++) {
    await condition(() => noted < entries.length || closed);
    if (noted === entries.length) return entries;
    await note(entries[noted]);
  }
}
