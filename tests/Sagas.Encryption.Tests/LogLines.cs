using Microsoft.Extensions.Logging;

namespace Sagas.Encryption.Tests;

/// <summary>A worker's log, to wait for a line of it.</summary>
internal sealed class LogLines(string awaited) : ILoggerFactory, ILogger
{
    private readonly TaskCompletionSource<string> _found = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first line, its exception included, that has the awaited text.</summary>
    public Task<string> Found => _found.Task;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("Lines go nowhere else.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = $"{formatter(state, exception)} {exception}";
        if (line.Contains(awaited, StringComparison.Ordinal))
        {
            _found.TrySetResult(line);
        }
    }

    public void Dispose()
    {
    }
}
