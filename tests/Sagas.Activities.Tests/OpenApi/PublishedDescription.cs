using System.Text.Json;

namespace Sagas.Activities.Tests.OpenApi;

/// <summary>Checks requests against a provider's published OpenAPI description: path, and every field of the body.</summary>
internal sealed class PublishedDescription
{
    private readonly JsonElement _document;

    private PublishedDescription(JsonElement document) => _document = document;

    public static PublishedDescription Load(string resource)
    {
        using var stream = typeof(PublishedDescription).Assembly.GetManifestResourceStream(resource)!;
        return new PublishedDescription(JsonDocument.Parse(stream).RootElement.Clone());
    }

    /// <summary>Faults of a JSON body.</summary>
    public IReadOnlyList<string> Check(string method, string path, string contentType, JsonElement body)
    {
        if (FindOperation(method, path) is not { } operation)
        {
            return [$"{method} {path} is not described"];
        }

        if (!operation.TryGetProperty("requestBody", out var described))
        {
            return body.ValueKind == JsonValueKind.Undefined ? [] : [$"{method} {path} takes no body"];
        }

        var check = new BodyCheck(_document);
        var content = check.Resolve(described).GetProperty("content");
        return content.TryGetProperty(contentType, out var kind)
            ? check.Check(body, kind.GetProperty("schema"))
            : [$"{method} {path} does not take {contentType}"];
    }

    private JsonElement? FindOperation(string method, string path)
    {
        var wanted = path.Split('/');
        foreach (var template in _document.GetProperty("paths").EnumerateObject())
        {
            var parts = template.Name.Split('/');
            if (parts.Length == wanted.Length
                && parts.Zip(wanted).All(pair => pair.First == pair.Second || pair.First.StartsWith('{'))
                && template.Value.TryGetProperty(method.ToLowerInvariant(), out var operation))
            {
                return operation;
            }
        }

        return null;
    }
}
