// Run by the official TypeScript worker against our server: activities, a timer, a signal, a query, an update, a child.
import {
  CancellationScope, condition, defineQuery, defineSignal, defineUpdate, executeChild, isCancellation, proxyActivities,
  setHandler, sleep,
} from '@temporalio/workflow';

interface Activities {
  greet(name: string): Promise<string>;
  failTwice(key: string): Promise<number>;
  undo(name: string): Promise<void>;
}

const { greet, failTwice, undo } = proxyActivities<Activities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '50ms', maximumInterval: '200ms', maximumAttempts: 5 },
});

export const approve = defineSignal<[string]>('approve');
export const progress = defineQuery<string>('progress');
export const rename = defineUpdate<string, [string]>('rename');

export async function order(name: string): Promise<string> {
  let approvedBy: string | undefined;
  let state = 'started';
  setHandler(approve, by => { approvedBy = by; });
  setHandler(progress, () => state);
  setHandler(rename, next => {
    const before = name;
    name = next;
    return before;
  }, { validator: next => { if (!next) throw new Error('a name is needed'); } });

  const attempts = await failTwice(name);
  state = 'waiting';
  await condition(() => approvedBy !== undefined, '1 minute');
  state = 'sleeping';
  await sleep('200ms');
  const child = await executeChild(shout, { args: [name] });
  return `${await greet(child)} approved by ${approvedBy} after ${attempts} attempts`;
}

export async function shout(name: string): Promise<string> {
  return name.toUpperCase();
}

export async function undoable(name: string): Promise<string> {
  try {
    await sleep('1 hour');
    return 'done';
  } catch (error) {
    if (isCancellation(error)) {
      await CancellationScope.nonCancellable(() => undo(name));
    }
    throw error;
  }
}
