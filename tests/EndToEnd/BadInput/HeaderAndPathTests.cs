using System.Net.Http.Headers;
using System.Text;

namespace EndToEnd.BadInput;

public sealed class HeaderAndPathTests(SharedSystem shared) : BadInputTest(shared)
{
    [Fact]
    public async Task IdempotencyKey_MissingOrGarbage_IsRefused()
    {
        var body = BookingBodyTests.Valid(await Shared.EventAsync());
        var before = await BookingsAsync();
        var complaints = new List<string?>();
        foreach (var key in new[] { "", " ", "a b", new string('k', 256), new string('k', 8_000), "tab\there", "a\u007f" })
        {
            complaints.Add(await ComplaintAsync(
                $"key '{key}'", Post("/v1/bookings", Json(body), idempotencyKey: key), "idempotency-key-missing"));
        }

        var twice = Post("/v1/bookings", Json(body));
        twice.Headers.TryAddWithoutValidation("Idempotency-Key", "second");
        complaints.Add(await ComplaintAsync("two keys", twice, "idempotency-key-missing"));
        complaints.Where(complaint => complaint is not null).ShouldBeEmpty();
        (await BookingsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Prefer_Garbage_IsIgnored()
    {
        string[] garbage =
        [
            "wait=-1", "wait=99999999999999999999", "wait=", "wait=0x10", "=;=,;,", "wait=1e9", "return=minimal; foo=\"",
            new('p', 8_000),
        ];
        var eventId = await Shared.EventAsync();
        for (var i = 0; i < garbage.Length; i++)
        {
            var request = Post("/v1/bookings", Json(BookingBodyTests.Valid(eventId, "prefer@example.org", $"A-{i + 1}")));
            request.Headers.TryAddWithoutValidation("Prefer", garbage[i]);
            var answer = await AnswerAsync(request);
            answer.Status.ShouldBe(202, $"{garbage[i]}: {answer.Text}");
            (await Desk.UntilFinalAsync(answer.Json.GetProperty("id").GetString()!)).Status.ShouldBe("confirmed");
        }
    }

    [Fact]
    public async Task Path_ThatIsNotThere_IsAProblem()
    {
        var id = "bk_" + new string('0', 32);
        string[] paths =
        [
            "/", "/v1", "/v1/bookings/x", $"/v1/bookings/{id}", $"/v1/bookings/{id.ToUpperInvariant()}", $"/v1/bookings/{id}/x",
            "/v1/bookings/..%2f..%2fetc%2fpasswd", "/v1/bookings/%2e%2e%2f", "/v1/bookings/a%0d%0ab", "/v1/bookings/%ff%fe",
            "/v1/bookings/" + new string('x', 6_000), "/v1/bookings/'%20or%201=1--", "/v1/events/%F0%9F%8E%9F",
            "/v1/events/a%2Fb/seats", $"/v1/events/{new string('e', 5_000)}", "/v1/events/%01/seats?section=%02", "/openapi/v2.json",
        ];
        var complaints = new List<string?>();
        foreach (var path in paths)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, path);
            complaints.Add(await ComplaintAsync(path, request));
        }

        foreach (var method in new[] { "PUT", "DELETE", "PATCH", "TRACE", "NONSENSE" })
        {
            var request = new HttpRequestMessage(new HttpMethod(method), "/v1/bookings");
            complaints.Add(await ComplaintAsync(method, request, "method-not-allowed"));
        }

        complaints.Where(complaint => complaint is not null).ShouldBeEmpty();
    }

    [Fact]
    public async Task ApiKey_MissingGarbageOrOfTheWrongRole_IsRefused()
    {
        var body = BookingBodyTests.Valid(await Shared.EventAsync());
        var before = await BookingsAsync();
        var complaints = new List<string?>();
        string[] garbage =
        [
            "", "Bearer", "Bearer ", "Basic YTpi", "Bearer ' or 1=1 --", "Bearer " + new string('k', 8_000),
            System.Keys.Client, $"Bearer {System.Keys.Client}x", $"Bearer {System.Keys.Client}, Bearer {System.Keys.Client}",
        ];
        foreach (var header in garbage)
        {
            var request = Post("/v1/bookings", Json(body));
            request.Headers.Remove("Authorization");
            request.Headers.TryAddWithoutValidation("Authorization", header.Length > 0 ? header : "-");
            complaints.Add(await ComplaintAsync(header, request, "unauthorized"));
        }

        complaints.Add(await ComplaintAsync("support key", Post("/v1/bookings", Json(body), System.Keys.Support), "forbidden"));
        complaints.Add(await ComplaintAsync(
            "client key", Post("/v1/support/bookings/x/retry", Json("{\"reason\":\"x\"}")), "forbidden"));
        complaints.Where(complaint => complaint is not null).ShouldBeEmpty();
        (await BookingsAsync()).ShouldBe(before);
    }

    /// <summary>What is no HTTP, or more of it than a server reads, is refused before there is a request: by its status alone.</summary>
    [Fact]
    public async Task Connection_OfBrokenHttp_IsRefusedOrEnded()
    {
        var before = await BookingsAsync();
        string[] broken =
        [
            "GET /v1/bookings/a%00b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GARBAGE\r\n\r\n", "\0\0\0\0\0\0\r\n\r\n",
            $"GET /{new string('x', 20_000)} HTTP/1.1\r\nHost: x\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\nX-Bomb: {new string('b', 100_000)}\r\n\r\n",
            $"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 500).Select(i => $"X-{i}: y\r\n"))}\r\n",
            "POST /v1/bookings HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{}",
            "POST /v1/bookings HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
            "POST /v1/bookings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
            "GET / HTTP/9.9\r\nHost: x\r\n\r\n", "GET / HTTP/1.1\r\nNo Colon\r\n\r\n",
        ];
        foreach (var text in broken)
        {
            var answer = await Wire.ExchangeAsync(System.Urls.Api, Encoding.Latin1.GetBytes(text), halfClose: true);
            (answer.Length == 0 || answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal)
                || answer.StartsWith("HTTP/1.1 505", StringComparison.Ordinal)).ShouldBeTrue($"{text[..Math.Min(text.Length, 60)]}: {answer}");
        }

        (await BookingsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Connection_ClosedAnywhereInARequest_LeavesNothingHalfDone()
    {
        var body = BookingBodyTests.Valid(await Shared.EventAsync());
        var bytes = Encoding.UTF8.GetBytes(
            $"POST /v1/bookings HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {System.Keys.Client}\r\nIdempotency-Key: cut\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var before = await BookingsAsync();
        for (var length = 1; length < bytes.Length; length += bytes.Length / 20)
        {
            await Wire.DropAsync(System.Urls.Api, bytes[..length]);
            var answer = await Wire.ExchangeAsync(System.Urls.Api, bytes[..length], halfClose: true);
            answer.ShouldNotContain("HTTP/1.1 5");
            answer.ShouldNotContain("HTTP/1.1 2");
        }

        (await BookingsAsync()).ShouldBe(before);
    }
}
