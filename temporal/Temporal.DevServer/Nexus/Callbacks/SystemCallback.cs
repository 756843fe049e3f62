using Google.Protobuf;
using Google.Protobuf.Collections;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;

namespace Temporal.DevServer.Nexus.Callbacks;

/// <summary>
/// The callback by which this server reports to itself: a URL that is no address, and a token that says which operation of
/// which run waits.
/// </summary>
internal static class SystemCallback
{
    /// <summary>Its URL.</summary>
    public const string Url = "temporal://system";

    /// <summary>The header with the token.</summary>
    public const string TokenHeader = "temporal-callback-token";

    /// <summary>The header with the token of the operation.</summary>
    private const string OperationTokenHeader = "nexus-operation-token";

    /// <summary>The token of an operation.</summary>
    public static string TokenOf(RunKey caller, NexusOperationInfo operation) => Convert.ToBase64String(
        new NexusCallbackToken
        {
            NamespaceId = caller.NamespaceId,
            WorkflowId = caller.WorkflowId,
            RunId = caller.RunId,
            ScheduledId = operation.ScheduledId,
            RequestId = operation.RequestId,
        }.ToByteArray());

    /// <summary>The operation that a callback's headers name; null when they name none.</summary>
    public static NexusCallbackToken? Parse(MapField<string, string> headers)
    {
        try
        {
            return Header(headers, TokenHeader) is { Length: > 0 } token
                ? NexusCallbackToken.Parser.ParseFrom(Convert.FromBase64String(token))
                : null;
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>The operation's own token, as its handler has added it.</summary>
    public static string OperationToken(MapField<string, string> headers) => Header(headers, OperationTokenHeader) ?? "";

    private static string? Header(MapField<string, string> headers, string name) =>
        headers.FirstOrDefault(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
