// Load for a server that is killed meanwhile: keeps ledgers and says on standard output, fact by fact, what it was told.
// Ends when its standard input does, after the ledgers that are open.
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client, Connection, WorkflowExecutionAlreadyStartedError, WorkflowNotFoundError } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';

const { TEMPORAL_ADDRESS: address, CLIENTS: clients, ENTRIES: entriesMax } = process.env;
const taskQueue = 'ledgers-typescript';
const pauseMs = 100;

// Standard output is for facts: what the native core says goes to the logger, which writes to standard error.
Runtime.install({
  logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
});
const connection = await Connection.connect({ address });
const client = new Client({ connection });
const native = await NativeConnection.connect({ address });
const worker = await Worker.create({
  connection: native, taskQueue, activities: { note: async () => {} },
  workflowsPath: fileURLToPath(new URL('../workflows/ledger.ts', import.meta.url)),
});
const running = worker.run();

let stopping = false;
createInterface({ input: process.stdin }).on('close', () => { stopping = true; });

const tell = fact => console.log(JSON.stringify(fact));

/** Calls until there is an answer. The client itself has tried often by the time it gives up. */
async function answered(call, isAnswer = () => false) {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (isAnswer(error)) return undefined;
      await new Promise(resolve => setTimeout(resolve, pauseMs));
    }
  }
}

async function keepLedger(id) {
  await answered(
    () => client.workflow.start('ledger', { taskQueue, workflowId: id }),
    error => error instanceof WorkflowExecutionAlreadyStartedError);
  const handle = client.workflow.getHandle(id);
  tell({ workflow: id });
  for (let i = 0; i < entriesMax; i++) {
    const entry = `${i % 2 ? 'update' : 'signal'}-${i}`;
    if (i % 2) {
      const position = await answered(() => handle.executeUpdate('put', { args: [entry], updateId: entry }));
      tell({ workflow: id, entry, position });
    } else {
      // Not sent again: a second call would be a second signal. What became of one without an answer is not known.
      await handle.signal('add', entry).then(() => tell({ workflow: id, entry }), () => {});
    }
  }

  // A close of which the answer was lost may have been carried out: sent again, it finds a closed workflow.
  await answered(() => handle.signal('close'), error => error instanceof WorkflowNotFoundError);
  tell({ workflow: id, result: await answered(() => handle.result()) });
}

await Promise.all(Array.from({ length: Number(clients) }, async (_, n) => {
  for (let i = 0; !stopping; i++) await keepLedger(`typescript-${n}-${i}`);
}));
worker.shutdown();
await running;
await native.close();
await connection.close();
process.exit(0);
