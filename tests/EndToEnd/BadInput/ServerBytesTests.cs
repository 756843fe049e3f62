using System.Net.Http.Headers;
using System.Text;

namespace EndToEnd.BadInput;

/// <summary>Garbage on the ports behind the API: the Temporal server and the sandboxes of the running system.</summary>
public sealed class ServerBytesTests(SharedSystem shared) : BadInputTest(shared)
{
    private const int Seed = 20261124;
    private static readonly byte[] _preface = Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    private static readonly byte[] _settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    [Fact]
    public async Task TemporalPort_GarbageFrames_AreRefusedAndBookingsGoOn()
    {
        var random = new Random(Seed);
        byte[][] frames =
        [
            [], [0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1], [0, 0, 1, 1, 4, 0, 0, 0, 1, 0xff], [0, 0, 0, 1, 4, 0, 0, 0, 0],
            [0, 0, 4, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0], [0, 0, 5, 4, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5],
            [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 4, 0xff, 0xff, 0xff, 0xff], [0, 0, 4, 3, 0, 0, 0, 0, 9, 0, 0, 0, 0],
            [0, 0, 0, 9, 4, 0, 0, 0, 1], [0, 0, 0, 5, 4, 0, 0, 0, 1],
        ];
        foreach (var frame in frames.Concat(Enumerable.Range(0, 60).Select(_ => RandomFrame(random))))
        {
            byte[] bytes = [.. _preface, .. _settings, .. frame];
            await Wire.ExchangeAsync(System.Urls.Temporal, bytes, halfClose: true);
            await Wire.DropAsync(System.Urls.Temporal, bytes);
        }

        await Wire.ExchangeAsync(System.Urls.Temporal, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), halfClose: true);
        (await Desk.BookAsync(await Shared.EventAsync(), ["A-1"])).Status.ShouldBe("confirmed");
    }

    [Fact]
    public async Task StripeSandbox_Garbage_IsRefusedAndChargesNothing()
    {
        var before = (await System.Stripe.DumpAsync()).GetRawText();
        var bomb = "a" + string.Concat(Enumerable.Repeat("[b]", 5_000)) + "=1";
        await RequireRefusedAsync(
            System.Urls.Stripe, "/v1/payment_intents", "application/x-www-form-urlencoded", "sk_test_garbage",
            [
                "", "amount=-1&currency=eur", "amount=1e9&currency=eur", "amount=99999999999999999999&currency=eur",
                "amount=100", "amount=100&currency=zzz", "amount[]=1&currency=eur", "amount=100&currency=eur&unknown=1",
                "amount=%zz&currency=eur", "=&=&=", "&&&", bomb, "amount=100&currency=eur%00",
                "amount=100&amount=200&currency=", "[=]", "a[=1", "metadata=1&amount=100&currency=eur",
            ]);
        var oversize = Encoding.ASCII.GetBytes(
            $"POST /v1/payment_intents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer sk_test_garbage\r\n"
            + $"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {50_000_000}\r\n\r\n{new string('a', 100_000)}");
        (await Wire.ExchangeAsync(System.Urls.Stripe, oversize, halfClose: false)).ShouldNotContain("HTTP/1.1 2");
        (await System.Stripe.DumpAsync()).GetRawText().ShouldBe(before);
    }

    [Fact]
    public async Task SendGridSandbox_Garbage_IsRefusedAndSendsNothing()
    {
        var before = (await System.SendGrid.DumpAsync()).GetRawText();
        await RequireRefusedAsync(
            System.Urls.SendGrid, "/v3/mail/send", "application/json", "SG.garbage",
            [
                "", "{", "[]", "null", "{}", "{\"personalizations\":[]}", "{\"personalizations\":[{\"to\":1}]}",
                "{\"personalizations\":[{\"to\":[{\"email\":\"a\"}]}],\"from\":{\"email\":5},\"subject\":[],\"content\":{}}",
                new string('[', 10_000), "{\"a\":" + new string('9', 100_000) + "}", "\"\\ud800\"",
            ]);
        (await System.SendGrid.DumpAsync()).GetRawText().ShouldBe(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Sandbox_BrokenConnections_AreEnded(bool stripe)
    {
        var address = stripe ? System.Urls.Stripe : System.Urls.SendGrid;
        var random = new Random(Seed);
        for (var i = 0; i < 40; i++)
        {
            var bytes = new byte[random.Next(1, 400)];
            random.NextBytes(bytes);
            byte[] cut = [.. Encoding.ASCII.GetBytes("POST /v1/x HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n"), .. bytes];
            await Wire.DropAsync(address, cut);
            (await Wire.ExchangeAsync(address, i % 2 == 0 ? bytes : cut, halfClose: true)).ShouldNotContain("HTTP/1.1 5");
        }
    }

    private static async Task RequireRefusedAsync(
        string address, string path, string mediaType, string key, IEnumerable<string> bodies)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(20) };
        var complaints = new List<string>();
        foreach (var body in bodies)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var answer = await http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            if ((int)answer.StatusCode is < 400 or >= 500 || !text.Contains("\"error", StringComparison.Ordinal)
                || text.Contains("   at ", StringComparison.Ordinal))
            {
                complaints.Add($"{body[..Math.Min(body.Length, 80)]}: {(int)answer.StatusCode} {text[..Math.Min(text.Length, 200)]}");
            }
        }

        complaints.ShouldBeEmpty();
    }

    private static byte[] RandomFrame(Random random)
    {
        var bytes = new byte[random.Next(9, 300)];
        random.NextBytes(bytes);
        if (random.Next(2) == 0)
        {
            // A true length, so that the content is read and not only the header.
            var length = bytes.Length - 9;
            (bytes[0], bytes[1], bytes[2], bytes[3]) = (0, (byte)(length >> 8), (byte)length, (byte)random.Next(10));
        }

        return bytes;
    }
}
