using Microsoft.Extensions.Logging;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>
/// A workflow's logger: adds the identity of the run, and of the update that its code works on, and says nothing while
/// history is replayed.
/// </summary>
internal sealed class ReplaySafeLogger(ILogger inner, RunState run) : ILogger
{
    private readonly Dictionary<string, object> _scope = run.Info.LoggerScope;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => !run.IsReplayingHistoryEvents && inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (run.IsReplayingHistoryEvents)
        {
            return;
        }
        if (WorkflowInstance.Current is not { } instance)
        {
            Write(logLevel, eventId, state, exception, formatter);
            return;
        }
        // A logger may hand its lines to a thread of its own.
        instance.Untraced(() =>
        {
            Write(logLevel, eventId, state, exception, formatter);
            return default(ValueTuple);
        });
    }

    private Dictionary<string, object> WithUpdate(WorkflowUpdateInfo update) => new(_scope)
    {
        ["UpdateId"] = update.Id,
        ["UpdateName"] = update.Name,
    };

    private void Write<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        using (inner.BeginScope(WorkflowUpdateInfo.Current is { } update ? WithUpdate(update) : _scope))
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
