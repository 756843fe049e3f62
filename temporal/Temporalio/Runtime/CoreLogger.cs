using Microsoft.Extensions.Logging;

namespace Temporalio.Runtime;

/// <summary>Hands log lines about connections and pollers to the logger that a runtime was given for them.</summary>
internal sealed class CoreLogger(ILogger target, LogLevel minimum, bool includeFields) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => target.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && target.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }
        if (includeFields)
        {
            target.Log(logLevel, eventId, state, exception, formatter);
        }
        else
        {
            target.Log(logLevel, eventId, formatter(state, exception), exception, static (text, _) => text);
        }
    }
}
