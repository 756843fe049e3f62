using System.Net.Http.Headers;
using System.Text;
using Sagas.Harness;

namespace EndToEnd.BadInput;

/// <summary>
/// Whatever comes in: afterwards every process is the one it was, has not grown out of bounds, and the invariants hold.
/// </summary>
public abstract class BadInputTest(SharedSystem shared) : SystemTest(shared)
{
    private const long GrowthMax = 300L * 1024 * 1024;
    private static readonly TimeSpan _answerWithin = TimeSpan.FromSeconds(20);
    private static int _keys;

    private IReadOnlyDictionary<string, int> _pids = new Dictionary<string, int>();
    private Dictionary<string, long> _memory = [];

    public override Task InitializeAsync()
    {
        _pids = System.Pids();
        _memory = _pids.ToDictionary(part => part.Key, part => Resident(part.Value));
        return Task.CompletedTask;
    }

    public override async Task DisposeAsync()
    {
        System.Pids().ShouldBe(_pids, ignoreOrder: true);
        foreach (var (role, pid) in _pids)
        {
            (Resident(pid) - _memory[role]).ShouldBeLessThan(GrowthMax, $"{role} grew");
        }

        await base.DisposeAsync();
    }

    /// <summary>A request with a valid key and content, to be spoilt by the test.</summary>
    protected HttpRequestMessage Post(string path, HttpContent content, string? apiKey = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey ?? System.Keys.Client);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", idempotencyKey ?? $"bad-{Interlocked.Increment(ref _keys)}");
        return request;
    }

    protected static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    /// <summary>Sends it; the complaint if the answer is no clear refusal, else null.</summary>
    protected async Task<string?> ComplaintAsync(string what, HttpRequestMessage request, string? problem = null)
    {
        var complaint = Complaint(await AnswerAsync(request), problem);
        return complaint is null ? null : $"{what}: {complaint}";
    }

    protected async Task<ApiAnswer> AnswerAsync(HttpRequestMessage request)
    {
        using (request)
        {
            return await System.Api.SendAsync(request).WaitAsync(_answerWithin);
        }
    }

    /// <summary>Why this is no refusal that a client can use: 4xx, problem details, a stable type, no inside of ours.</summary>
    protected static string? Complaint(ApiAnswer answer, string? problem = null)
    {
        var isClear = answer.Status is >= 400 and < 500
            && answer.MediaType == "application/problem+json"
            && answer.Json.GetProperty("type").GetString()!.StartsWith("urn:sagas:problem:", StringComparison.Ordinal)
            && answer.Json.GetProperty("status").GetInt32() == answer.Status
            && !answer.Text.Contains("   at ", StringComparison.Ordinal)
            && !answer.Text.Contains("Exception", StringComparison.Ordinal);
        return isClear && (problem is null || answer.Problem == problem)
            ? null
            : $"{answer.Status} {answer.MediaType} {(answer.Text.Length > 300 ? answer.Text[..300] : answer.Text)}";
    }

    /// <summary>How many bookings there are at all.</summary>
    protected async Task<long> BookingsAsync()
    {
        await using var command = System.Database.CreateCommand("select count(*) from bookings.bookings");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static long Resident(int pid)
    {
        var line = File.ReadLines($"/proc/{pid}/status").Single(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line["VmRSS:".Length..^"kB".Length].Trim()) * 1024;
    }
}
