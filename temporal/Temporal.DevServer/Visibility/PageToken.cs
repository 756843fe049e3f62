using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Visibility.Query;

namespace Temporal.DevServer.Visibility;

/// <summary>The token between two pages of a list: the place of the last run, as JSON, in a real server's shape.</summary>
internal static class PageToken
{
    private const string OpenCloseTime = "9999-12-31T23:59:59Z";
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;
    private const long NanosecondsPerMicrosecond = 1000;

    /// <summary>Writes a token.</summary>
    public static ByteString Write(PageKey last)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
        {
            ["CloseTime"] = last.Close == long.MaxValue ? OpenCloseTime : Text(last.Close),
            ["StartTime"] = Text(last.Start),
            ["RunID"] = last.RunId,
        });
        return UnsafeByteOperations.UnsafeWrap(json);
    }

    /// <summary>Reads a token; an empty one is the beginning.</summary>
    /// <exception cref="RpcException">It is not a token of ours.</exception>
    public static PageKey? Read(ByteString token)
    {
        if (token.IsEmpty)
        {
            return null;
        }

        try
        {
            var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(token.Span);
            if (fields is not null
                && fields.TryGetValue("CloseTime", out var close)
                && fields.TryGetValue("StartTime", out var start)
                && fields.TryGetValue("RunID", out var runId)
                && Rfc3339.TryParseNanoseconds(start, out var startTime)
                && Rfc3339.TryParseNanoseconds(close, out var closeTime))
            {
                return new PageKey(close == OpenCloseTime ? long.MaxValue : closeTime, startTime, runId);
            }
        }
        catch (JsonException)
        {
            // Refused below, like a token that is JSON but not ours.
        }

        throw RpcErrors.InvalidArgument("Invalid NextPageToken.");
    }

    private static string Text(long nanoseconds) => DateTime.UnixEpoch
        .AddTicks(nanoseconds / NanosecondsPerMicrosecond * TicksPerMicrosecond)
        .ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
