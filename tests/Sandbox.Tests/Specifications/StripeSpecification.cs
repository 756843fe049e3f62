using System.Text.Json;

namespace Sandbox.Tests.Specifications;

/// <summary>
/// Stripe's published OpenAPI description of API version 2023-08-16, cut to payment intents, refunds and charges, without its
/// prose (github.com/stripe/openapi, MIT, Copyright (c) 2011- Stripe, Inc.).
/// </summary>
internal static class StripeSpecification
{
    public static JsonElement Document { get; } = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Specifications", "stripe.json"))).RootElement;

    public static JsonElement Operation(string method, string path) =>
        Document.GetProperty("paths").GetProperty(path).GetProperty(method);

    public static IReadOnlyList<string> CheckAnswer(string method, string path, Answer answer) =>
        new SchemaCheck(Document).Check(
            answer.Json,
            Operation(method, path).GetProperty("responses").GetProperty(answer.Status == 200 ? "200" : "default")
                .GetProperty("content").GetProperty("application/json").GetProperty("schema"));

    public static IEnumerable<string> Parameters(string method, string path)
    {
        var operation = Operation(method, path);
        if (method == "get")
        {
            return operation.GetProperty("parameters").EnumerateArray()
                .Where(parameter => parameter.GetProperty("in").GetString() == "query")
                .Select(parameter => parameter.GetProperty("name").GetString()!);
        }

        return operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/x-www-form-urlencoded")
            .GetProperty("schema").GetProperty("properties").EnumerateObject().Select(property => property.Name);
    }
}
