namespace Temporal.DevServer.History;

/// <summary>A history that grows beyond bounds ends its run: no worker could replay it any more.</summary>
internal static class HistoryLimit
{
    /// <summary>Terminates the run when its history is over a limit.</summary>
    public static void Enforce(Transition t)
    {
        var state = t.State;
        if (!t.Run.IsRunning)
        {
            return;
        }

        if (state.NextEventId - 1 > Limits.HistoryEventsMax)
        {
            Terminate(t, "Workflow history count exceeds limit.");
        }
        else if (state.HistorySizeBytes > Limits.HistoryBytesMax)
        {
            Terminate(t, "Workflow history size exceeds limit.");
        }
    }

    /// <summary>Logs what a transition wrote that is large, and once for each run that its history has become long.</summary>
    public static void Warn(ILogger log, Transition t)
    {
        var (state, history) = (t.State, t.History);
        if (history.Largest is { } largest && history.LargestBytes > Limits.BlobBytesWarn)
        {
            Logs.LargeEvent(log, state.WorkflowId, state.RunId, largest.EventType, history.LargestBytes, Limits.BlobBytesWarn);
        }

        var events = state.NextEventId - 1;
        if (events > Limits.HistoryEventsWarn && events - history.Written.Count <= Limits.HistoryEventsWarn)
        {
            Logs.LongHistory(log, state.WorkflowId, state.RunId, Limits.HistoryEventsWarn, Limits.HistoryEventsMax);
        }

        var bytes = state.HistorySizeBytes;
        if (bytes > Limits.HistoryBytesWarn && bytes - history.WrittenBytes <= Limits.HistoryBytesWarn)
        {
            Logs.LargeHistory(log, state.WorkflowId, state.RunId, Limits.HistoryBytesWarn, Limits.HistoryBytesMax);
        }
    }

    private static void Terminate(Transition t, string reason) =>
        RunMachine.Terminate(t, reason, null, WorkflowTaskMachine.ServerIdentity);
}
