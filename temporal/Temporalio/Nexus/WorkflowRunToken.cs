using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Temporalio.Nexus;

/// <summary>
/// The token of an operation that a workflow carries out, as every Temporal SDK writes it: JSON in base64 for URLs.
/// </summary>
/// <param name="Namespace">Namespace.</param>
/// <param name="WorkflowId">Workflow id.</param>
/// <param name="Version">Version of the form; absent for the first.</param>
/// <param name="Type">1: a workflow.</param>
internal sealed record WorkflowRunToken(
    [property: JsonPropertyName("ns")] string Namespace,
    [property: JsonPropertyName("wid")] string WorkflowId,
    [property: JsonPropertyName("v")] int? Version = null,
    [property: JsonPropertyName("t")] int Type = WorkflowRunToken.WorkflowRun)
{
    private const int WorkflowRun = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Reads a token.</summary>
    /// <exception cref="ArgumentException">It is no token of a workflow.</exception>
    public static WorkflowRunToken Parse(string text)
    {
        try
        {
            var token = JsonSerializer.Deserialize<WorkflowRunToken>(Base64Url.DecodeFromChars(text), Json);
            return token is { Type: WorkflowRun, Version: null or 0, WorkflowId.Length: > 0 }
                ? token
                : throw new ArgumentException("The operation token is not that of a workflow");
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw new ArgumentException("The operation token cannot be read", e);
        }
    }

    /// <summary>Writes the token.</summary>
    public override string ToString() => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(this, Json));
}
