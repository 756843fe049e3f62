using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporal.DevServer.History;

/// <summary>Payloads that the server itself makes.</summary>
internal static class JsonPayloads
{
    /// <summary>One text.</summary>
    public static Payloads OfText(string text)
    {
        var payload = new Payload { Data = ByteString.CopyFrom(System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(text)) };
        payload.Metadata["encoding"] = ByteString.CopyFromUtf8("json/plain");
        return new Payloads { Payloads_ = { payload } };
    }
}
