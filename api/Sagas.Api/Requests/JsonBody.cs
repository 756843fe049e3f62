using System.Text.Json;
using Sagas.Api.Problems;

namespace Sagas.Api.Requests;

/// <summary>Reads a request body as strict JSON: the right media type, one object, no comments, no repeated names.</summary>
internal static class JsonBody
{
    /// <summary>A booking of the most seats with the longest ids fits several times.</summary>
    public const int BytesMax = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    public static async Task<JsonDocument> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw ProblemException.Of(ProblemTypes.UnsupportedMediaType, "Send 'Content-Type: application/json'.");
        }

        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(context.Request.Body, Strict, context.RequestAborted);
        }
        catch (JsonException error)
        {
            throw Invalid("$", $"is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine}).");
        }

        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            document.Dispose();
            throw Invalid("$", "must be a JSON object.");
        }

        return document;
    }

    public static ProblemException Invalid(FaultList faults) =>
        new(Problem.Of(ProblemTypes.InvalidBody) with { Errors = faults.ToErrors() });

    private static ProblemException Invalid(string field, string fault)
    {
        var faults = new FaultList();
        faults.Add(field, fault);
        return Invalid(faults);
    }
}
