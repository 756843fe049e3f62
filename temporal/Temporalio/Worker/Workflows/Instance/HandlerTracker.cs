using System.Text.Json;
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
    public void WarnOfUnfinished(ILogger logger, string workflowId)
    {
        var unfinished = _running.Where(handler => handler.Policy == HandlerUnfinishedPolicy.WarnAndAbandon);
        foreach (var kind in unfinished.GroupBy(handler => handler.Kind))
        {
            Logs.UnfinishedHandlers(logger, workflowId, kind.Key, Describe(kind));
        }
    }

    /// <summary>Lists the handlers as the official SDK does, in JSON: updates one by one, signals by name.</summary>
    private static string Describe(IEnumerable<Handler> handlers)
    {
        var updates = handlers.Where(handler => handler.Id != null)
            .Select(handler => $"{{\"name\":{Quote(handler.Name)},\"id\":{Quote(handler.Id!)}}}");
        var signals = handlers.Where(handler => handler.Id == null)
            .GroupBy(handler => handler.Name)
            .Select(named => $"{{\"name\":{Quote(named.Key)},\"count\":{named.Count()}}}");
        return $"[{string.Join(",", updates.Concat(signals))}]";
    }

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    internal sealed record Handler(string Kind, string Name, string? Id, HandlerUnfinishedPolicy Policy);
}
