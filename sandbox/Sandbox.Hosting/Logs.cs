using Microsoft.Extensions.Logging;

namespace Sandbox.Hosting;

internal static partial class Logs
{
    [LoggerMessage(9001, LogLevel.Information, "{Sandbox} sandbox ready at {Address}; {Storage}")]
    public static partial void Ready(ILogger logger, string sandbox, string address, string storage);

    [LoggerMessage(9002, LogLevel.Error, "{Sandbox} sandbox could not answer {Method} {Path}")]
    public static partial void Unanswered(
        ILogger logger, string sandbox, string method, string path, Exception exception);
}
