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

    private static void Terminate(Transition t, string reason) =>
        RunMachine.Terminate(t, reason, null, WorkflowTaskMachine.ServerIdentity);
}
