namespace Temporal.DevServer;

/// <summary>Log lines of this project. 1000-1099 gRPC, 1100-1199 host, 1200-1299 persistence, 1300-1399 front end.</summary>
internal static partial class Logs
{
    [LoggerMessage(1000, LogLevel.Error, "Call {Path} failed unexpectedly (reference {Reference})")]
    public static partial void CallFailed(ILogger logger, string path, string reference, Exception exception);

    [LoggerMessage(1100, LogLevel.Information, "Temporal server ready: gRPC {Address}, store {Store}")]
    public static partial void Ready(ILogger logger, string address, string store);

    [LoggerMessage(1101, LogLevel.Information, "Temporal server stopping: long polls are answered, calls in hand finish")]
    public static partial void Stopping(ILogger logger);
}
