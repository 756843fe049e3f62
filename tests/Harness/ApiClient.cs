using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Sagas.Harness;

/// <summary>An HTTP answer of the API.</summary>
public sealed record ApiAnswer(int Status, JsonElement Json, string Text, Uri? Location, string? MediaType)
{
    /// <summary>The end of a problem's type, such as <c>seats-taken</c>.</summary>
    public string? Problem => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("type", out var type)
        ? type.GetString()!.Split(':')[^1]
        : null;
}

/// <summary>A client of the API with one key.</summary>
public sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(string address, string key)
    {
        _http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(90) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>A booking's body.</summary>
    public static string Body(
        string eventId, IEnumerable<string> seats, string card, string email, string? onDeliveryFailure = null,
        string name = "Test Buyer") =>
        JsonSerializer.Serialize(
            new
            {
                eventId,
                seats,
                customer = new { name, email },
                payment = new { method = card },
                onDeliveryFailure,
            },
            JsonSerializerOptions.Web);

    public async Task<ApiAnswer> PostAsync(string path, string? body, string? key = null, int wait = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (wait > 0)
        {
            request.Headers.Add("Prefer", $"wait={wait}");
        }

        return await ReadAsync(await _http.SendAsync(request));
    }

    public async Task<ApiAnswer> GetAsync(string path) => await ReadAsync(await _http.GetAsync(path));

    /// <summary>Sends any request, for fuzzing.</summary>
    public async Task<ApiAnswer> SendAsync(HttpRequestMessage request) => await ReadAsync(await _http.SendAsync(request));

    public void Dispose() => _http.Dispose();

    private static async Task<ApiAnswer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            var json = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true
                ? JsonSerializer.Deserialize<JsonElement>(text)
                : default;
            return new ApiAnswer(
                (int)response.StatusCode, json, text, response.Headers.Location, response.Content.Headers.ContentType?.MediaType);
        }
    }
}
