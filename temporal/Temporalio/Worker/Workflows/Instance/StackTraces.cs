using System.Diagnostics;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Where the workflow's code waits, if recording is on.</summary>
internal sealed class StackTraces(WorkflowStackTrace mode)
{
    private readonly LinkedList<StackTrace> _waits = new();

    /// <summary>Records the caller's stack until the result is disposed.</summary>
    public Wait Enter() => mode == WorkflowStackTrace.None
        ? default
        : new(_waits.AddLast(new StackTrace(1, mode == WorkflowStackTrace.Normal)));

    public string Describe()
    {
        if (mode == WorkflowStackTrace.None)
        {
            throw new InvalidOperationException(
                "Workflow stack traces are not enabled on this worker");
        }
        return string.Join("\n\n", _waits.Select(w => CodeOfWorkflow(w.ToString())));
    }

    /// <summary>
    /// Keeps what the reader can do something about: from the call that waits down to the workflow's outermost method,
    /// without the frames that only carry it.
    /// </summary>
    private static string CodeOfWorkflow(string trace)
    {
        var frames = trace.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var own = frames.TakeWhile(frame => !IsEventLoop(frame)).Where(frame => !IsCarrier(frame));
        return $"Task waiting at:\n{string.Join('\n', own.Select(frame => $"   {frame}"))}";
    }

    private static bool IsEventLoop(string frame) =>
        frame.StartsWith($"at {typeof(Scheduling.WorkflowScheduler).FullName}.", StringComparison.Ordinal) ||
        frame.StartsWith($"at {typeof(WorkflowInstance).FullName}.", StringComparison.Ordinal);

    private static bool IsCarrier(string frame) =>
        frame.StartsWith("at System.", StringComparison.Ordinal) ||
        frame.StartsWith("at Temporalio.Worker.", StringComparison.Ordinal) ||
        frame.StartsWith($"at {typeof(WorkflowMethod).FullName}.", StringComparison.Ordinal);

    internal readonly struct Wait(LinkedListNode<StackTrace>? node) : IDisposable
    {
        public void Dispose() => node?.List?.Remove(node);
    }
}
