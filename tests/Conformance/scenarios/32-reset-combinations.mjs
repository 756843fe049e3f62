// What a reset does to everything else a run may have. This project's own scenarios: only their facts count.
import { status } from '@grpc/grpc-js';
import { COMMAND, begun, complete, continueAsNew, scheduleActivity, seconds, startChild, startTimer } from '../lib/commands.mjs';
import { eventTypeName, jsonPayload } from '../lib/context.mjs';
import { STAGE, accept, answer, outcomeOf, pollUpdate, respond, update } from '../lib/updates.mjs';

const EXCLUDE = { SIGNAL: 1, UPDATE: 2 };
const LEGACY = { SIGNAL: 1, NONE: 2, ALL: 3 };

const reset = async (ctx, runId, workflowTaskFinishEventId, fields = {}) => {
  const made = await ctx.raw.resetWorkflowExecution({
    namespace: ctx.namespace,
    workflowExecution: { workflowId: ctx.id(), runId },
    reason: 'again',
    requestId: ctx.uuid(),
    workflowTaskFinishEventId,
    ...fields,
  });
  ctx.track(ctx.id(), made.runId);
  return made.runId;
};
const signal = (ctx, signalName = 'go', more = {}) =>
  ctx.raw.signalWorkflowExecution({ namespace: ctx.namespace, workflowExecution: { workflowId: ctx.id() }, signalName, ...more });
const describe = (ctx, runId) => ctx.raw.describeWorkflowExecution(ctx.execution(ctx.id(), runId));
const after = async (ctx, runId, id) => (await ctx.events(ctx.id(), runId)).filter((e) => Number(e.eventId) > id).map((e) => eventTypeName(e.eventType));

/** One task completed with commands (events 1 to 4 and theirs), then a signal whose task is in hand. */
async function signalled(ctx, commands = [startTimer('t')], options = {}) {
  const first = await begun(ctx, options);
  await ctx.completeWorkflowTask(first.task, commands);
  await signal(ctx);
  return { runId: first.runId, task: await ctx.pollWorkflowTask() };
}

export default {
  theme: 'reset',
  scenarios: [
    {
      name: 'reset-legacy-reapply-types',
      proves: 'The older field says what is written again: nothing, signals only, or all; the newer one leaves out by kind.',
      history: 'none',
      async run(ctx) {
        const { task, runId } = await signalled(ctx);
        const sent = update(ctx, 'u', { stage: STAGE.ACCEPTED });
        await ctx.completeWorkflowTask(task, []);
        const next = await ctx.pollWorkflowTask();
        await answer(ctx, next, [accept(ctx, 'u', Number(next.messages[0].eventId))]);
        await sent;
        const written = async (fields) => (await after(ctx, await reset(ctx, runId, 4, fields), 4)).slice(0, -1);
        ctx.equal(await written({ resetReapplyType: LEGACY.NONE }), [], 'nothing');
        ctx.equal(await written({ resetReapplyType: LEGACY.SIGNAL }), ['WORKFLOW_EXECUTION_SIGNALED'], 'signals');
        const both = ['WORKFLOW_EXECUTION_SIGNALED', 'WORKFLOW_EXECUTION_UPDATE_ADMITTED'];
        ctx.equal(await written({ resetReapplyType: LEGACY.ALL }), both, 'all');
        ctx.equal(await written({}), both, 'unset is all');
        ctx.equal(await written({ resetReapplyExcludeTypes: [EXCLUDE.UPDATE] }), both.slice(0, 1), 'without updates');
        ctx.equal(await written({ resetReapplyExcludeTypes: [EXCLUDE.SIGNAL] }), both.slice(1), 'without signals');
        ctx.equal(await written({ resetReapplyExcludeTypes: [EXCLUDE.SIGNAL, EXCLUDE.UPDATE] }), [], 'without both');
      },
    },
    {
      name: 'reset-readmits-an-accepted-update',
      proves: 'An update accepted after the point is admitted again: no message for it, its accepted event refers to the admitted one.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await signalled(ctx);
        const sent = update(ctx, 'u', { stage: STAGE.ACCEPTED });
        await ctx.completeWorkflowTask(task, []);
        const next = await ctx.pollWorkflowTask();
        await answer(ctx, next, [accept(ctx, 'u', Number(next.messages[0].eventId)), respond(ctx, 'u', 'old')]);
        await sent;
        const fresh = await reset(ctx, runId, 4);
        ctx.equal((await pollUpdate(ctx, 'u', { runId: fresh })).stage, STAGE.ADMITTED, 'it is admitted');
        ctx.equal(outcomeOf(await pollUpdate(ctx, 'u', { runId })), 'old', 'the old run keeps its outcome');
        const again = await ctx.pollWorkflowTask();
        ctx.equal(again.messages.length, 0, 'the worker takes it from the event');
        const admitted = again.history.events.find((e) => e.workflowExecutionUpdateAdmittedEventAttributes);
        ctx.equal(admitted?.workflowExecutionUpdateAdmittedEventAttributes.origin, 1, 'of which the origin is REAPPLY');
        await answer(ctx, again, [accept(ctx, 'u', Number(admitted.eventId)), respond(ctx, 'u', 'new')]);
        ctx.equal(outcomeOf(await pollUpdate(ctx, 'u', { runId: fresh, stage: STAGE.COMPLETED })), 'new', 'the new outcome');
        const accepted = (await ctx.events(ctx.id(), fresh)).find((e) => e.workflowExecutionUpdateAcceptedEventAttributes);
        ctx.equal(accepted?.workflowExecutionUpdateAcceptedEventAttributes.acceptedRequest ?? null, null, 'without the request');
        const twice = await reset(ctx, fresh, 4);
        ctx.equal((await after(ctx, twice, 4)).filter((t) => /UPDATE/.test(t)), ['WORKFLOW_EXECUTION_UPDATE_ADMITTED'], 'a second reset takes it once');
      },
    },
    {
      name: 'reset-keeps-updates-before-the-point',
      proves: 'An update completed before the point keeps its outcome in the new run; one only accepted can be completed there.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const sent = [update(ctx, 'done'), update(ctx, 'open', { stage: STAGE.ACCEPTED })];
        const second = await ctx.pollWorkflowTask();
        const both = second.messages.length === 2 ? second : undefined;
        const take = both ?? second;
        const messages = take.messages.flatMap((m) => {
          const id = m.protocolInstanceId;
          return id === 'done' ? [accept(ctx, id, Number(m.eventId)), respond(ctx, id, 'old')] : [accept(ctx, id, Number(m.eventId))];
        });
        await answer(ctx, take, messages);
        if (!both) {
          const third = await ctx.pollWorkflowTask();
          await answer(ctx, third, third.messages.flatMap((m) => {
            const id = m.protocolInstanceId;
            return id === 'done' ? [accept(ctx, id, Number(m.eventId)), respond(ctx, id, 'old')] : [accept(ctx, id, Number(m.eventId))];
          }));
        }
        await Promise.all(sent);
        await signal(ctx);
        const last = await ctx.pollWorkflowTask();
        await answer(ctx, last, [respond(ctx, 'open', 'late')]);
        const finish = (await ctx.events(ctx.id(), runId)).filter((e) => e.workflowTaskCompletedEventAttributes).at(-1).eventId;
        const fresh = await reset(ctx, runId, Number(finish));
        const done = await pollUpdate(ctx, 'done', { runId: fresh });
        ctx.equal([done.stage, outcomeOf(done)], [STAGE.COMPLETED, 'old'], 'the completed one');
        ctx.equal((await pollUpdate(ctx, 'open', { runId: fresh })).stage, STAGE.ACCEPTED, 'the accepted one');
        await answer(ctx, await ctx.pollWorkflowTask(), [respond(ctx, 'open', 'new')]);
        ctx.equal(outcomeOf(await pollUpdate(ctx, 'open', { runId: fresh, stage: STAGE.COMPLETED })), 'new', 'is completed in the new run');
        const repeated = await update(ctx, 'done', { value: 'ignored' });
        ctx.equal([repeated.stage, outcomeOf(repeated)], [STAGE.COMPLETED, 'old'], 'the same id again is the same update');
      },
    },
    {
      name: 'reset-ends-updates-in-flight',
      proves: 'A reset answers whoever waits: an update not accepted is aborted, an accepted one has failed with its run.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await begun(ctx);
        const accepted = update(ctx, 'accepted', { stage: STAGE.COMPLETED });
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const second = await ctx.pollWorkflowTask();
        await answer(ctx, second, [accept(ctx, 'accepted', Number(second.messages[0].eventId))]);
        const waiting = ctx.attempt('not accepted', () => update(ctx, 'waiting', { stage: STAGE.ACCEPTED }));
        const held = await ctx.pollWorkflowTask();
        ctx.equal(held.messages.map((m) => m.protocolInstanceId), ['waiting'], 'one is with a worker');
        await reset(ctx, runId, 4);
        const { error } = await waiting;
        ctx.equal([error?.code, error?.details], [status.NOT_FOUND, 'workflow update was aborted by closing workflow'], 'it is aborted');
        const failed = await accepted;
        ctx.equal([failed.stage, failed.outcome?.failure?.applicationFailureInfo?.type], [STAGE.COMPLETED, 'AcceptedUpdateCompletedWorkflow'], 'the other has failed');
      },
    },
    {
      name: 'reset-of-a-chain-collects-its-signals',
      proves: 'A reset of a run that continued as new writes again the signals of the runs after it, and ends the open one.',
      history: 'none',
      timeout: 40,
      async run(ctx) {
        const { runId, task } = await signalled(ctx);
        await ctx.completeWorkflowTask(task, [continueAsNew(ctx)]);
        const second = await ctx.pollWorkflowTask();
        const secondRun = second.workflowExecution.runId;
        ctx.track(ctx.id(), secondRun);
        await ctx.completeWorkflowTask(second, [startTimer('t')]);
        await signal(ctx, 'later');
        const fresh = await reset(ctx, runId, 4);
        const names = (await ctx.events(ctx.id(), fresh)).map((e) => e.workflowExecutionSignaledEventAttributes?.signalName).filter(Boolean);
        ctx.equal(names, ['go', 'later'], 'the signals of both runs');
        ctx.equal((await ctx.eventTypes(ctx.id(), secondRun)).at(-1), 'WORKFLOW_EXECUTION_TERMINATED', 'the open run ends');
        ctx.equal((await ctx.eventTypes(ctx.id(), runId)).at(-1), 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW', 'the first stays as it was');
        ctx.equal((await describe(ctx, runId)).workflowExtendedInfo.resetRunId, fresh, 'and knows the run it was reset to');
      },
    },
    {
      name: 'reset-of-an-older-run',
      proves: 'A closed run can be reset more than once; the run of an earlier reset is terminated, and what came to it is lost.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await signalled(ctx);
        await ctx.completeWorkflowTask(task, [complete()]);
        const one = await reset(ctx, runId, 4);
        await signal(ctx, 'only to the second');
        const two = await reset(ctx, runId, 4);
        const names = (await ctx.events(ctx.id(), two)).map((e) => e.workflowExecutionSignaledEventAttributes?.signalName).filter(Boolean);
        ctx.equal(names, ['go'], 'the signals of the base run');
        ctx.equal((await ctx.events(ctx.id(), one)).at(-1).workflowExecutionTerminatedEventAttributes?.identity, 'history-resetter', 'the second run ends');
        ctx.equal((await describe(ctx, runId)).workflowExecutionInfo.status, 2, 'the base run stays completed');
        ctx.equal((await describe(ctx, runId)).workflowExtendedInfo.resetRunId, two, 'it knows the latest');
        ctx.equal((await describe(ctx)).workflowExecutionInfo.execution.runId, two, 'which is the current one');
      },
    },
    {
      name: 'reset-points-of-one-task',
      proves: 'A reset may name the started, completed or failed event of a task, not the events of its commands.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await signalled(ctx, [startTimer('t'), startTimer('u')]);
        await ctx.completeWorkflowTask(task, [complete()]);
        const refused = (id) => ({ code: status.INVALID_ARGUMENT, message: new RegExp(`StateRebuilder unable to Rebuild mutable state to event ID: ${id - 1}, version: 0, this event must be at the boundary`) });
        await ctx.fails('first command', () => reset(ctx, runId, 5), refused(5));
        await ctx.fails('second command', () => reset(ctx, runId, 6), refused(6));
        await ctx.fails('after the task', () => reset(ctx, runId, 7), {
          code: status.INVALID_ARGUMENT,
          message: /Can only reset workflow to event ID in range \[WorkflowTaskScheduled \+1, WorkflowTaskStarted \+ 1\]: 7/,
        });
        await ctx.fails('zero', () => reset(ctx, runId, 0), { code: status.INVALID_ARGUMENT, message: /Workflow task finish ID must be > 1 && <= workflow last event ID\./ });
        const started = await reset(ctx, runId, 3);
        ctx.equal(await after(ctx, started, 2), ['WORKFLOW_TASK_STARTED', 'WORKFLOW_TASK_FAILED', 'WORKFLOW_EXECUTION_SIGNALED', 'WORKFLOW_TASK_SCHEDULED'], 'a started event is written anew');
      },
    },
    {
      name: 'reset-takes-attributes-back',
      proves: 'Search attributes and memo set after the point are not those of the new run.',
      history: 'none',
      async run(ctx) {
        const upsert = (value) => ({
          commandType: COMMAND.UPSERT,
          upsertWorkflowSearchAttributesCommandAttributes: { searchAttributes: { indexedFields: { ConfKeyword: jsonPayload(value) } } },
        });
        const memo = { commandType: 16, modifyWorkflowPropertiesCommandAttributes: { upsertedMemo: { fields: { late: jsonPayload(1) } } } };
        const { runId, task } = await signalled(ctx, [upsert('early')]);
        await ctx.completeWorkflowTask(task, [upsert('late'), memo]);
        const finish = (await ctx.events(ctx.id(), runId)).filter((e) => e.workflowTaskCompletedEventAttributes).at(-1).eventId;
        const fresh = await reset(ctx, runId, Number(finish));
        const { workflowExecutionInfo: info } = await describe(ctx, fresh);
        ctx.equal(Buffer.from(info.searchAttributes.indexedFields.ConfKeyword.data).toString(), '"early"', 'the earlier attribute');
        ctx.equal(Object.keys(info.memo.fields ?? {}), [], 'no memo');
      },
    },
    {
      name: 'reset-keeps-the-time-of-timers',
      proves: 'A timer started before the point fires when it would have fired without the reset.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await signalled(ctx, [startTimer('t', 4)]);
        await ctx.completeWorkflowTask(task, []);
        const finish = (await ctx.events(ctx.id(), runId)).filter((e) => e.workflowTaskCompletedEventAttributes).at(-1).eventId;
        await ctx.sleep(2000);
        const fresh = await reset(ctx, runId, Number(finish));
        await ctx.waitEvent(ctx.id(), 'TIMER_FIRED', { runId: fresh });
        const events = await ctx.events(ctx.id(), fresh);
        const at = (e) => Number(e.eventTime.seconds) + e.eventTime.nanos / 1e9;
        const took = at(events.find((e) => e.timerFiredEventAttributes)) - at(events.find((e) => e.timerStartedEventAttributes));
        ctx.check(took > 3.5 && took < 5.9, 'four seconds after it was started', { took });
      },
    },
    {
      name: 'reset-forgets-a-later-cancel-request',
      proves: 'A request to cancel after the point is not written again; one before it stays.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await signalled(ctx);
        await ctx.completeWorkflowTask(task, []);
        const completed = async () => Number((await ctx.events(ctx.id(), runId)).filter((e) => e.workflowTaskCompletedEventAttributes).at(-1).eventId);
        const before = await completed();
        await ctx.raw.requestCancelWorkflowExecution({ namespace: ctx.namespace, workflowExecution: { workflowId: ctx.id() }, requestId: ctx.uuid() });
        await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), []);
        const later = await completed();
        const kept = await reset(ctx, runId, later);
        ctx.equal((await describe(ctx, kept)).workflowExtendedInfo.cancelRequested, true, 'before the point');
        const gone = await reset(ctx, runId, before);
        ctx.equal((await describe(ctx, gone)).workflowExtendedInfo.cancelRequested, false, 'after the point');
        await ctx.raw.requestCancelWorkflowExecution({ namespace: ctx.namespace, workflowExecution: { workflowId: ctx.id() }, requestId: ctx.uuid() });
        ctx.equal(await ctx.countEvents(ctx.id(), 'WORKFLOW_EXECUTION_CANCEL_REQUESTED', gone), 1, 'it can be asked for again');
      },
    },
    {
      name: 'reset-schedules-activities-anew',
      proves: 'A running activity with failed attempts begins at attempt one in the new run, without its heartbeat; its old token is of no use.',
      history: 'none',
      async run(ctx) {
        const retryPolicy = { initialInterval: { nanos: 1_000_000 } };
        const { runId, task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [scheduleActivity(ctx, 'a', { retryPolicy, heartbeatTimeout: seconds(20) })]);
        const first = await ctx.pollActivityTask();
        await ctx.raw.recordActivityTaskHeartbeat({ namespace: ctx.namespace, taskToken: first.taskToken, details: { payloads: [jsonPayload('half')] } });
        await ctx.raw.respondActivityTaskFailed({ namespace: ctx.namespace, taskToken: first.taskToken, failure: { message: 'x', applicationFailureInfo: {} } });
        const second = await ctx.pollActivityTask();
        await signal(ctx);
        await ctx.completeWorkflowTask(await ctx.pollWorkflowTask(), []);
        const finish = (await ctx.events(ctx.id(), runId)).filter((e) => e.workflowTaskCompletedEventAttributes).at(-1).eventId;
        const fresh = await reset(ctx, runId, Number(finish));
        const again = await ctx.pollActivityTask();
        ctx.equal([again.attempt, again.heartbeatDetails ?? null, again.workflowExecution.runId], [1, null, fresh], 'the first attempt of the new run');
        await ctx.fails('old token', () => ctx.raw.respondActivityTaskCompleted({ namespace: ctx.namespace, taskToken: second.taskToken }), {
          code: status.NOT_FOUND,
          message: /workflow execution already completed/,
        });
        await ctx.raw.respondActivityTaskCompletedById({ namespace: ctx.namespace, workflowId: ctx.id(), activityId: 'a', identity: 'by-id' });
        ctx.equal(await ctx.countEvents(ctx.id(), 'ACTIVITY_TASK_COMPLETED', fresh), 1, 'by id the new one is meant');
      },
    },
    {
      name: 'reset-signal-without-its-sender',
      proves: 'A signal of another workflow is written again with its identity, without the sender.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startTimer('t')]);
        const sender = await begun(ctx, { suffix: 'sender' });
        await ctx.completeWorkflowTask(sender.task, [
          { commandType: COMMAND.SIGNAL_EXTERNAL, signalExternalWorkflowExecutionCommandAttributes: { execution: { workflowId: ctx.id() }, signalName: 'go' } },
        ]);
        await ctx.waitEvent(ctx.id(), 'WORKFLOW_EXECUTION_SIGNALED');
        const fresh = await reset(ctx, runId, 4);
        const found = async (run) => (await ctx.events(ctx.id(), run)).find((e) => e.workflowExecutionSignaledEventAttributes).workflowExecutionSignaledEventAttributes;
        ctx.equal((await found(runId)).externalWorkflowExecution?.workflowId, ctx.id('sender'), 'the original has a sender');
        const again = await found(fresh);
        ctx.equal([again.identity, again.externalWorkflowExecution ?? null], ['history-service', null], 'the new one has none');
      },
    },
    {
      name: 'reset-before-a-child-leaves-it-running',
      proves: 'A child started after the point goes on; the new run cannot start it again while it runs.',
      history: 'none',
      async run(ctx) {
        const { runId, task } = await begun(ctx);
        await ctx.completeWorkflowTask(task, [startChild(ctx, ctx.id('child'))]);
        await ctx.waitEvent(ctx.id(), 'CHILD_WORKFLOW_EXECUTION_STARTED');
        ctx.track(ctx.id('child'));
        await reset(ctx, runId, 4);
        const again = await ctx.pollWorkflowTask();
        ctx.equal((await ctx.raw.describeWorkflowExecution(ctx.execution(ctx.id('child')))).workflowExecutionInfo.status, 1, 'it runs on');
        await ctx.completeWorkflowTask(again, [startChild(ctx, ctx.id('child'))]);
        await ctx.waitEvent(ctx.id(), 'START_CHILD_WORKFLOW_EXECUTION_FAILED');
        const events = await ctx.events(ctx.id());
        ctx.equal(events.find((e) => e.startChildWorkflowExecutionFailedEventAttributes).startChildWorkflowExecutionFailedEventAttributes.cause, 1, 'WORKFLOW_ALREADY_EXISTS');
      },
    },
  ],
};
