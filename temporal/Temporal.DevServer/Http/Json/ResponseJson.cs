using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.Rpc;

namespace Temporal.DevServer.Http.Json;

/// <summary>How answers are written.</summary>
/// <param name="Shorthand">Payloads in short form where possible.</param>
/// <param name="Pretty">Indented.</param>
internal readonly record struct JsonStyle(bool Shorthand, bool Pretty)
{
    private const string Json = "application/json";

    private readonly string? _contentType;

    /// <summary>How the answer names its form.</summary>
    public string ContentType
    {
        get => _contentType ?? Json;
        init => _contentType = value;
    }
}

/// <summary>Canonical proto3 JSON: unset fields left out, whole enum names, 64-bit integers as strings.</summary>
internal static class ResponseJson
{
    private const string TypeUrlPrefix = "type.googleapis.com";

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonSerializerOptions Compact = new(Indented) { WriteIndented = false };

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(
        TypeRegistry.FromFiles(
            Temporalio.Api.ErrorDetails.V1.MessageReflection.Descriptor,
            Temporalio.Api.Failure.V1.MessageReflection.Descriptor)));

    /// <summary>The text of a message.</summary>
    public static string Write(IMessage message, JsonStyle style)
    {
        var text = Formatter.Format(message);
        if (style is { Shorthand: false, Pretty: false })
        {
            return text;
        }

        var node = JsonNode.Parse(text);
        if (style.Shorthand)
        {
            node = PayloadShorthand.Shorten(node, message.Descriptor);
        }

        return node is null ? "null" : node.ToJsonString(style.Pretty ? Indented : Compact);
    }

    /// <summary>The text of an error.</summary>
    public static string Write(HttpRefusal refusal, JsonStyle style)
    {
        var status = new Status { Code = (int)refusal.Code, Message = refusal.Message };
        if (refusal.Detail is { } detail)
        {
            status.Details.Add(Any.Pack(detail, TypeUrlPrefix));
        }

        return Write(status, style);
    }
}
