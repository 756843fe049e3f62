using System.Text.Json;
using System.Text.Unicode;
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

        if (context.Request.Headers.ContentEncoding.Count > 0)
        {
            throw ProblemException.Of(ProblemTypes.UnsupportedMediaType, "Send the body as it is, without 'Content-Encoding'.");
        }

        JsonDocument document;
        try
        {
            var bytes = await BodyBytes.ReadAsync(context, BytesMax);
            document = Utf8.IsValid(bytes.Span) ? JsonDocument.Parse(bytes, Strict) : throw Invalid("$", "is not valid UTF-8.");
        }
        catch (JsonException error)
        {
            throw Invalid("$", Fault(error));
        }
        catch (InvalidOperationException)
        {
            // The parser compares the names of fields, and this one it cannot decode.
            throw Invalid("$", "has a field name with half of a surrogate pair, which is no character.");
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

    /// <summary>Of a repeated name the parser does not say where it is.</summary>
    private static string Fault(JsonException error) => error is { LineNumber: { } line, BytePositionInLine: { } position }
        ? $"is not valid JSON (line {line + 1}, byte {position})."
        : "is not valid JSON: an object has the same field twice.";

    private static ProblemException Invalid(string field, string fault)
    {
        var faults = new FaultList();
        faults.Add(field, fault);
        return Invalid(faults);
    }
}
