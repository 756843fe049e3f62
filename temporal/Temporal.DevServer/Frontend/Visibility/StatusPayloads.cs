using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Frontend.Visibility;

/// <summary>What a group of a count is grouped by.</summary>
internal static class StatusPayloads
{
    /// <summary>The name of a status, as a keyword.</summary>
    public static Payload Of(WorkflowExecutionStatus status) => new()
    {
        Metadata =
        {
            ["encoding"] = ByteString.CopyFromUtf8("json/plain"),
            ["type"] = ByteString.CopyFromUtf8("Keyword"),
        },
        Data = ByteString.CopyFromUtf8($"\"{status}\""),
    };
}
