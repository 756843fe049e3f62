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

    /// <summary>Warns, once for each kind, of handlers that still run and are not declared abandoned.</summary>
    public void WarnOfUnfinished(ILogger logger)
    {
        var unfinished = _running.Where(handler => handler.Policy == HandlerUnfinishedPolicy.WarnAndAbandon);
        foreach (var kind in unfinished.GroupBy(handler => handler.Kind))
        {
            Logs.UnfinishedHandlers(logger, kind.Key, string.Join(", ", kind.Select(Describe)));
        }
    }

    private static string Describe(Handler handler) =>
        handler.Id == null ? handler.Name : $"{handler.Name} (id {handler.Id})";

    internal sealed record Handler(string Kind, string Name, string? Id, HandlerUnfinishedPolicy Policy);
}
