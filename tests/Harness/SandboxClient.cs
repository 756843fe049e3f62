using System.Text;
using System.Text.Json;

namespace Sagas.Harness;

/// <summary>The switches of a sandbox.</summary>
public sealed class SandboxClient(string address) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Adds a fault rule, see docs/sandbox.md.</summary>
    public async Task FailAsync(string rule)
    {
        using var body = new StringContent(rule, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync("/_sandbox/faults", body);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    public async Task<int> FaultsLeftAsync() => (await GetAsync("/_sandbox/faults")).GetArrayLength();

    public async Task HealAsync() => (await _http.DeleteAsync("/_sandbox/faults")).Dispose();

    public async Task<JsonElement> GetAsync(string path) =>
        JsonSerializer.Deserialize<JsonElement>(await _http.GetStringAsync(path));

    /// <summary>Everything in it; of one booking only if a booking is named (Stripe).</summary>
    public Task<JsonElement> DumpAsync(string? match = null) =>
        GetAsync("/_sandbox/dump" + (match is null ? "" : "?match=" + Uri.EscapeDataString(match)));

    public void Dispose() => _http.Dispose();
}
