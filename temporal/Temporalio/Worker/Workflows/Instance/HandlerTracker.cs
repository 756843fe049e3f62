using Microsoft.Extensions.Logging;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Knows which signal and update handlers are running.</summary>
internal sealed class HandlerTracker
{
    private readonly LinkedList<Handler> _running = new();

    public bool AllFinished => _running.Count == 0;

    public LinkedListNode<Handler> Enter(string kind, string name, string? id, HandlerUnfinishedPolicy policy) =>
        _running.AddLast(new Handler(kind, name, id, policy));

    public void Leave(LinkedListNode<Handler> handler) => _running.Remove(handler);

    /// <summary>Warns of handlers that the end of the workflow leaves unfinished.</summary>
    public void OnWorkflowClosing(RunState run)
    {
        foreach (var handler in _running)
        {
            if (handler.Policy == HandlerUnfinishedPolicy.WarnAndAbandon)
            {
                Logs.UnfinishedHandler(run.Logger, handler.Kind, handler.Name, handler.Id ?? "-");
            }
        }
    }

    internal sealed record Handler(string Kind, string Name, string? Id, HandlerUnfinishedPolicy Policy);
}
