using System.Net.Http.Headers;
using System.Text.Json;

namespace Sandbox.Tests;

/// <summary>An HTTP answer, read to its end.</summary>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, string Text)
{
    public JsonElement Json { get; } = Text.StartsWith('{') || Text.StartsWith('[')
        ? JsonDocument.Parse(Text).RootElement.Clone()
        : default;

    public JsonElement Error => Json.GetProperty("error");

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.First() : null;

    public string? this[string name] => Json.GetProperty(name).ToString();

    public static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            return new Answer((int)response.StatusCode, response.Headers, await response.Content.ReadAsStringAsync());
        }
    }
}
