using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

namespace Sagas.Api.Tests.OpenApi;

/// <summary>The API's own OpenAPI description, and whether an answer is as it says: its status, its media type, its shape.</summary>
internal sealed class ApiDescription(string text)
{
    private static readonly EvaluationOptions _everyFault = new() { OutputFormat = OutputFormat.List };

    private readonly JsonObject _document = JsonNode.Parse(text)!.AsObject();

    /// <summary>What is not as described. Of a path that is not described nothing is expected.</summary>
    public IReadOnlyList<string> Faults(HttpRequestMessage request, HttpResponseMessage response, string body)
    {
        var path = request.RequestUri!.OriginalString.Split('?')[0];
        var operations = _document["paths"]!.AsObject().FirstOrDefault(item => IsPath(item.Key, path)).Value;
        if (operations is null || operations[request.Method.Method.ToLowerInvariant()] is not { } operation)
        {
            return [];
        }

        var status = ((int)response.StatusCode).ToString();
        if (operation["responses"]![status] is not { } described)
        {
            return [$"status {status} is not described"];
        }

        if (described["content"]?.AsObject() is not { } content)
        {
            return [];
        }

        var mediaType = response.Content.Headers.ContentType?.MediaType ?? "";
        return content[mediaType]?["schema"] is { } schema
            ? Faults(schema, body)
            : [$"status {status} comes as '{mediaType}', which is not described"];
    }

    private IReadOnlyList<string> Faults(JsonNode schema, string body)
    {
        var whole = new JsonObject
        {
            ["$ref"] = schema["$ref"]!.DeepClone(),
            ["$defs"] = _document["components"]!["schemas"]!.DeepClone(),
        };
        var definition = whole.ToJsonString().Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
        var result = JsonSchema.FromText(definition).Evaluate(JsonDocument.Parse(body).RootElement, _everyFault);
        return result.IsValid
            ? []
            : [.. (result.Details ?? []).SelectMany(detail =>
                (detail.Errors ?? new Dictionary<string, string>()).Select(error => $"{detail.InstanceLocation} {error.Value}"))];
    }

    private static bool IsPath(string described, string path) =>
        Regex.IsMatch(path, "^" + Regex.Replace(described, @"\{[^}]+\}", "[^/]+") + "$");
}
