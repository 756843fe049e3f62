using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Sagas.Local.State;

namespace Sagas.Local.Bench;

/// <summary>One client of the HTTP API on a connection of its own, as the benchmark's load.</summary>
internal sealed class ApiLoad(UpFile running, Mix mix)
{
    private const int WaitSeconds = 60;

    public Func<int, CancellationToken, Task<string?>> CreateClient()
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 1 })
        {
            BaseAddress = new Uri(running.Urls.Api),
            Timeout = TimeSpan.FromSeconds(2 * WaitSeconds),
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", running.Keys.Client);
        http.DefaultRequestHeaders.Add("Prefer", $"wait={WaitSeconds}");
        return (index, stop) => BookAsync(http, index, stop);
    }

    private async Task<string?> BookAsync(HttpClient http, int index, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/bookings")
        {
            Content = new ByteArrayContent(Body(index)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("Idempotency-Key", mix.KeyOf(index));
        using var response = await http.SendAsync(request, stop);
        var body = await response.Content.ReadAsByteArrayAsync(stop);
        var kind = Mix.KindOf(index);
        var expected = (kind, response.StatusCode) switch
        {
            (Kind.Confirmed, HttpStatusCode.Created) => StatusOf(body) == "confirmed",
            (Kind.MailRefused, HttpStatusCode.Created) => StatusOf(body) == "cancelled",
            (Kind.Declined, HttpStatusCode.PaymentRequired) => true,
            _ => false,
        };
        return expected ? null : $"{kind}: {(int)response.StatusCode} {StatusOf(body)}";
    }

    private byte[] Body(int index) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        eventId = mix.EventId,
        seats = new[] { mix.SeatOf(index) },
        customer = new { name = "Bench", email = mix.EmailOf(index) },
        payment = new { method = Mix.PaymentMethodOf(index) },
        onDeliveryFailure = "compensate",
    });

    private static string? StatusOf(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return document.RootElement.TryGetProperty("status", out var status) ? status.ToString() : null;
    }
}
