using System.Text;
using Temporalio.Api.Failure.V1;

namespace Temporal.DevServer.History;

/// <summary>What is kept of failures that are too large.</summary>
internal static class FailureLimit
{
    private const string Text = "Failure exceeds size limit.";

    /// <summary>A failure as it is kept until the next attempt of its activity: cut, if it is long.</summary>
    public static Failure? Kept(Failure? failure) => failure?.CalculateSize() > Limits.KeptFailureBytesMax
        ? new Failure { Message = Text, ServerFailureInfo = new(), Cause = Cut(failure, Limits.KeptFailureBytesMax) }
        : failure;

    /// <summary>A failure that a worker reports: as it is, or one of the server's that ends what failed.</summary>
    public static Failure? Reported(Failure? failure) => failure?.CalculateSize() > Limits.BlobBytesMax
        ? new Failure
        {
            Message = Text,
            ServerFailureInfo = new() { NonRetryable = true },
            Cause = Cut(failure, Limits.BlobBytesWarn),
        }
        : failure;

    /// <summary>Message first, then stack trace, then the same of its causes; of the rest only type and retryability.</summary>
    private static Failure Cut(Failure failure, int bytes)
    {
        var result = new Failure { Source = failure.Source };
        if (failure.ApplicationFailureInfo is { } application)
        {
            result.ApplicationFailureInfo = new() { Type = application.Type, NonRetryable = application.NonRetryable };
        }
        else if (failure.ServerFailureInfo is { } server)
        {
            result.ServerFailureInfo = new() { NonRetryable = server.NonRetryable };
        }

        result.Message = Take(failure.Message, ref bytes);
        result.StackTrace = Take(failure.StackTrace, ref bytes);
        if (bytes > 0 && failure.Cause is not null)
        {
            result.Cause = Cut(failure.Cause, bytes);
        }

        return result;
    }

    /// <summary>As many whole characters as fit; whoever asks after something did not fit gets nothing.</summary>
    private static string Take(string text, ref int bytes)
    {
        var size = Encoding.UTF8.GetByteCount(text);
        if (size <= bytes)
        {
            bytes -= size;
            return text;
        }

        Encoding.UTF8.GetEncoder().Convert(text, new byte[bytes], flush: false, out var taken, out _, out _);
        bytes = 0;
        return text[..taken];
    }
}
