using System.Diagnostics;

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
                "Workflow stack traces are not recorded, set WorkflowStackTrace in the worker options");
        }
        return string.Join("\n\n", _waits.Select(w => w.ToString().Trim()));
    }

    internal readonly struct Wait(LinkedListNode<StackTrace>? node) : IDisposable
    {
        public void Dispose() => node?.List?.Remove(node);
    }
}
