using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;

namespace Temporal.DevServer.Grpc;

/// <summary>
/// Closes connections that say nothing, or only the beginning of their greeting: each takes a place that a client could
/// have. The greeting is the preface of HTTP/2, or as many bytes of that of TLS; it is looked at and left where it is.
/// </summary>
internal static class PrefaceDeadline
{
    private const int PrefaceBytes = 24;

    /// <summary>Gives new connections a time for their greeting.</summary>
    public static void UsePrefaceDeadline(this IConnectionBuilder listen, TimeSpan max) =>
        listen.Use(next => async connection =>
        {
            if (await ArrivesAsync(connection.Transport.Input, max).ConfigureAwait(false))
            {
                await next(connection).ConfigureAwait(false);
            }
        });

    private static async Task<bool> ArrivesAsync(PipeReader input, TimeSpan max)
    {
        using var late = new CancellationTokenSource(max);
        try
        {
            while (true)
            {
                var read = await input.ReadAsync(late.Token).ConfigureAwait(false);
                var isDone = read.Buffer.Length >= PrefaceBytes || read.IsCompleted;
                input.AdvanceTo(read.Buffer.Start, isDone ? read.Buffer.Start : read.Buffer.End);
                if (isDone)
                {
                    return true;
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            return false;
        }
    }
}
