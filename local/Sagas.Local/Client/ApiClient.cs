using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Sagas.Api.Bookings;
using Sagas.Api.Problems;
using Sagas.Api.Support;
using Sagas.Local.Cli;

namespace Sagas.Local.Client;

/// <summary>The HTTP API as the terminal uses it. Refusals come as one sentence that a person can act on.</summary>
internal sealed class ApiClient : IDisposable
{
    private const int IdempotencyKeyLengthMax = 255;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly HttpClient _http;

    public ApiClient(ApiAddress address)
    {
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address.Url };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", address.Key);
    }

    public Task<BookingResponse> PlaceAsync(BookingRequest booking, string idempotencyKey, CancellationToken stop) =>
        SendAsync<BookingResponse>(HttpMethod.Post, "v1/bookings", booking, idempotencyKey, stop);

    public Task<BookingResponse> GetAsync(string id, CancellationToken stop) =>
        SendAsync<BookingResponse>(HttpMethod.Get, $"v1/bookings/{Uri.EscapeDataString(id)}", null, null, stop);

    public Task<StuckBookingsResponse> ListStuckAsync(string status, CancellationToken stop) =>
        SendAsync<StuckBookingsResponse>(
            HttpMethod.Get, $"v1/support/bookings?status={Uri.EscapeDataString(status)}", null, null, stop);

    public Task<SupportCaseResponse> CaseAsync(string id, CancellationToken stop) =>
        SendAsync<SupportCaseResponse>(HttpMethod.Get, Support(id), null, null, stop);

    public Task<RepairResponse> RetryAsync(string id, RetryRequest request, CancellationToken stop) =>
        SendAsync<RepairResponse>(HttpMethod.Post, Support(id) + "/retry", request, Guid.NewGuid().ToString("N"), stop);

    public Task<RepairResponse> CompensateAsync(string id, CompensateRequest request, CancellationToken stop) =>
        SendAsync<RepairResponse>(HttpMethod.Post, Support(id) + "/compensate", request, Guid.NewGuid().ToString("N"), stop);

    /// <summary>Whether the API takes it as the name of a request, and a header can hold it.</summary>
    public static bool IsIdempotencyKey(string text) =>
        text.Length is > 0 and <= IdempotencyKeyLengthMax && text.All(letter => letter is > ' ' and <= '~');

    public void Dispose() => _http.Dispose();

    /// <summary>A request that the API could not read was not understood; any other refusal is an answer.</summary>
    private static int ExitCode(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge ? CommandLine.NotUnderstood : 1;

    private static string Support(string id) => $"v1/support/bookings/{Uri.EscapeDataString(id)}";

    private async Task<T> SendAsync<T>(
        HttpMethod method, string path, object? body, string? idempotencyKey, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType(), options: Json);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        try
        {
            using var response = await _http.SendAsync(request, stop);
            return response.IsSuccessStatusCode
                ? await response.Content.ReadFromJsonAsync<T>(Json, stop)
                    ?? throw new UserError($"{_http.BaseAddress}{path} answered with nothing.")
                : throw new UserError(await RefusalAsync(response, stop), ExitCode(response));
        }
        catch (JsonException)
        {
            throw new UserError($"{_http.BaseAddress} answers with something else than the Sagas API would.");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new UserError($"The API at {_http.BaseAddress} did not answer within {_http.Timeout.TotalSeconds:0} s.");
        }
        catch (HttpRequestException error)
        {
            throw new UserError($"The API at {_http.BaseAddress} cannot be reached: {error.Message}");
        }
    }

    private static async Task<string> RefusalAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
        {
            return $"The API answered {(int)response.StatusCode}.";
        }

        var problem = await response.Content.ReadFromJsonAsync<Problem>(Json, stop);
        var lines = new List<string> { $"{problem!.Title} {problem.Detail}".Trim() };
        if (problem.Seats is { Count: > 0 } seats)
        {
            lines.Add($"  seats: {string.Join(", ", seats)}");
        }

        lines.AddRange((problem.Errors ?? new Dictionary<string, string[]>())
            .SelectMany(field => field.Value.Select(fault => $"  {field.Key} {fault}")));
        return string.Join(Environment.NewLine, lines);
    }
}
