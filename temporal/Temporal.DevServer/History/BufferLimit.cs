using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// Events must not pile up behind a worker that holds a workflow task: over the limit the task is failed by the server
/// and the buffer written, so that no event is refused or lost.
/// </summary>
internal static class BufferLimit
{
    /// <summary>Fails the started task when the buffer is over its limit.</summary>
    public static void Enforce(Transition t)
    {
        var state = t.State;
        if (state.Buffer.Count > Limits.BufferedEventsMax || state.BufferBytes > Limits.BufferedBytesMax)
        {
            WorkflowTaskMachine.FailByServer(t, WorkflowTaskFailedCause.ForceCloseCommand);
            WorkflowTaskMachine.ScheduleTransient(t);

            // The buffer was news: whoever takes the task finds it out of place and starts it as a first attempt.
            state.Task.ScheduledId = 0;
        }
    }
}
