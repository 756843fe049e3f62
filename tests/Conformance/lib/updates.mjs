// Updates by bare calls: the client's request, and the messages with which a worker answers it.
import { jsonPayload } from './context.mjs';
import { COMMAND } from './commands.mjs';

export const STAGE = { UNSET: 0, ADMITTED: 1, ACCEPTED: 2, COMPLETED: 3 };

const anyOf = (ctx, name, value) => ({
  type_url: `type.googleapis.com/temporal.api.update.v1.${name}`,
  value: ctx.proto.temporal.api.update.v1[name].encode(value).finish(),
});

const request = (updateId, value) => ({
  meta: { updateId, identity: 'conformance-client' },
  input: { name: 'set', args: { payloads: [jsonPayload(value)] } },
});

/** Sends an update; answers when it has come to the stage. */
export const update = (ctx, updateId, { stage = STAGE.COMPLETED, runId, value = updateId } = {}) =>
  ctx.raw.updateWorkflowExecution({
    namespace: ctx.namespace,
    workflowExecution: { workflowId: ctx.id(), runId },
    waitPolicy: { lifecycleStage: stage },
    request: request(updateId, value),
  });

/** Asks how far an update is. */
export const pollUpdate = (ctx, updateId, { stage = STAGE.UNSET, runId } = {}) =>
  ctx.raw.pollWorkflowExecutionUpdate({
    namespace: ctx.namespace,
    updateRef: { workflowExecution: { workflowId: ctx.id(), runId }, updateId },
    waitPolicy: { lifecycleStage: stage },
  });

/** The task completes with these messages, each placed by a command, then with the commands. */
export const answer = (ctx, task, messages, commands = [], more = {}) =>
  ctx.completeWorkflowTask(
    task,
    [...messages.map((m) => ({ commandType: COMMAND.PROTOCOL_MESSAGE, protocolMessageCommandAttributes: { messageId: m.id } })), ...commands],
    { messages, ...more }
  );

export const accept = (ctx, updateId, sequencingEventId, value = updateId) => ({
  id: `${updateId}/request/accept`,
  protocolInstanceId: updateId,
  body: anyOf(ctx, 'Acceptance', {
    acceptedRequestMessageId: `${updateId}/request`,
    acceptedRequestSequencingEventId: sequencingEventId,
    acceptedRequest: request(updateId, value),
  }),
});

export const respond = (ctx, updateId, result) => ({
  id: `${updateId}/request/complete`,
  protocolInstanceId: updateId,
  body: anyOf(ctx, 'Response', { meta: { updateId }, outcome: { success: { payloads: [jsonPayload(result)] } } }),
});

export const outcomeOf = (response) => JSON.parse(Buffer.from(response.outcome?.success?.payloads[0].data ?? 'null').toString());
