using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Protocol.V1;

namespace Temporalio.Tests.Worker.Transcripts;

/// <summary>
/// Commands and messages as text. Missing is what differs between languages (stack traces, the source of a failure, the
/// reason of a cancellation) and what is the workflow's own business (payloads, retry policies).
/// </summary>
internal static class CommandText
{
    private static readonly string[] LeftOut =
    [
        "stackTrace", "source", "encodedAttributes", "userMetadata", "requestEagerExecution", "header", "reason", "payloads",
        "retryPolicy",
    ];

    /// <summary>What one language says and the other leaves to the server, which takes it to be the same.</summary>
    private static readonly (string Name, string Value)[] Defaults =
    [
        ("parentClosePolicy", "PARENT_CLOSE_POLICY_TERMINATE"),
        ("workflowIdReusePolicy", "WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE"), ("memo", "{}"), ("searchAttributes", "{}"),
        ("failure", "{}"), ("details", "{}"), ("input", "{}"),
    ];

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(
        TypeRegistry.FromFiles(Api.Update.V1.MessageReflection.Descriptor)));

    public static string Of(Command command) => Scrubbed(command);

    /// <summary>
    /// A message; only its kind where its body cannot be read: paths in stack traces were changed after the recording.
    /// </summary>
    public static string Of(Message message, bool isReadable) =>
        isReadable ? Scrubbed(message) : $"{message.Id} {message.ProtocolInstanceId} {message.Body.TypeUrl}";

    public static bool IsReadable(Message message)
    {
        try
        {
            Formatter.Format(message);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    public static string Of(IMessage message) => Scrubbed(message);

    private static string Scrubbed(IMessage message)
    {
        var json = JsonNode.Parse(Formatter.Format(message))!;
        Scrub(json);
        return json.ToJsonString();
    }

    private static void Scrub(JsonNode? node)
    {
        if (node is JsonArray array)
        {
            foreach (var element in array)
            {
                Scrub(element);
            }
        }
        else if (node is JsonObject value)
        {
            foreach (var name in LeftOut)
            {
                value.Remove(name);
            }

            foreach (var (name, inner) in value.ToList())
            {
                Scrub(inner);
                if (inner is not null && Defaults.Contains((name, inner.ToString())))
                {
                    value.Remove(name);
                }
            }
        }
    }
}
