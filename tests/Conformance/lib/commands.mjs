// Commands and calls of a worker played by hand, for scenarios that need no workflow code.

export const COMMAND = {
  SCHEDULE_ACTIVITY: 1, CANCEL_ACTIVITY: 2, START_TIMER: 3, COMPLETE: 4, FAIL: 5, CANCEL_TIMER: 6, CANCEL: 7, CANCEL_EXTERNAL: 8,
  RECORD_MARKER: 9, CONTINUE_AS_NEW: 10, START_CHILD: 11, SIGNAL_EXTERNAL: 12, UPSERT: 13, PROTOCOL_MESSAGE: 14,
};

export const seconds = (n) => ({ seconds: Math.floor(n), nanos: Math.round((n % 1) * 1e9) });

export const startTimer = (timerId, after = 60) => ({
  commandType: COMMAND.START_TIMER,
  startTimerCommandAttributes: { timerId, startToFireTimeout: seconds(after) },
});

export const scheduleActivity = (ctx, activityId, more = {}) => ({
  commandType: COMMAND.SCHEDULE_ACTIVITY,
  scheduleActivityTaskCommandAttributes: {
    activityId,
    activityType: { name: 'echo' },
    taskQueue: { name: ctx.taskQueue, kind: 1 },
    startToCloseTimeout: seconds(30),
    ...more,
  },
});

export const startChild = (ctx, workflowId, more = {}) => ({
  commandType: COMMAND.START_CHILD,
  startChildWorkflowExecutionCommandAttributes: {
    workflowId,
    workflowType: { name: 'child' },
    taskQueue: { name: ctx.queue('children'), kind: 1 },
    ...more,
  },
});

export const complete = (result) => ({
  commandType: COMMAND.COMPLETE,
  completeWorkflowExecutionCommandAttributes: result ? { result: { payloads: [result] } } : {},
});

export const cancelRun = () => ({ commandType: COMMAND.CANCEL, cancelWorkflowExecutionCommandAttributes: {} });

export const continueAsNew = (ctx, more = {}) => ({
  commandType: COMMAND.CONTINUE_AS_NEW,
  continueAsNewWorkflowExecutionCommandAttributes: {
    workflowType: { name: 'anything' },
    taskQueue: { name: ctx.taskQueue, kind: 1 },
    ...more,
  },
});

/** A run whose first workflow task is in hand. */
export async function begun(ctx, options) {
  const { runId } = await ctx.rawStart('anything', options);
  return { runId, execution: { workflowId: ctx.id(options?.suffix), runId }, task: await ctx.pollWorkflowTask() };
}
