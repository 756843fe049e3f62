using System.Net.Http.Headers;
using System.Text;
using Sagas.Harness;
using Xunit.Abstractions;

namespace EndToEnd.BadInput;

/// <summary>A valid request, spoilt a little, many times: refused clearly, or accepted and then carried out to an end.</summary>
public sealed class MutationTests(SharedSystem shared, ITestOutputHelper output) : BadInputTest(shared)
{
    private const int Seed = 20261124;
    private const int Requests = 400;

    private static readonly string[] _pieces =
        ["null", "-1", "1e999", "[]", "{}", "\"", "\\", "\\u0000", "\ud83c\udf9f", ",", ":", "}", "]", "\r\n", "A-2", "'", "%00", "\u202e"];

    [Fact]
    public async Task ValidRequest_MutatedAtRandom_IsRefusedOrCarriedOut()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var eventId = await Shared.EventAsync(seats: 50);
        var complaints = new List<string>();
        var accepted = new List<string>();
        for (var i = 0; i < Requests; i++)
        {
            var body = Mutate(random, Encoding.UTF8.GetBytes(BookingBodyTests.Valid(eventId, "m@example.org", $"A-{i % 50}")));
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            var answer = await AnswerAsync(Post("/v1/bookings", content, idempotencyKey: $"mutation-{i}"));
            if (answer.Status == 202)
            {
                accepted.Add(answer.Json.GetProperty("id").GetString()!);
            }
            else if (Complaint(answer) is { } complaint)
            {
                complaints.Add($"request {i} of seed {Seed}, {Encoding.Latin1.GetString(body)}: {complaint}");
            }
        }

        output.WriteLine($"{accepted.Count} of {Requests} were accepted");
        foreach (var id in accepted)
        {
            await Desk.UntilAsync(id, "settled", booking => booking.IsFinal || booking.Status == "needs_attention");
        }

        complaints.ShouldBeEmpty();
    }

    private static byte[] Mutate(Random random, byte[] valid)
    {
        var body = valid.ToList();
        for (var change = random.Next(1, 4); change > 0 && body.Count > 0; change--)
        {
            var at = random.Next(body.Count);
            var length = Math.Min(random.Next(1, 12), body.Count - at);
            switch (random.Next(5))
            {
                case 0:
                    body[at] = (byte)random.Next(256);
                    break;
                case 1:
                    body.RemoveRange(at, length);
                    break;
                case 2:
                    body.InsertRange(at, body.GetRange(at, length));
                    break;
                case 3:
                    body.InsertRange(at, Encoding.UTF8.GetBytes(_pieces[random.Next(_pieces.Length)]));
                    break;
                default:
                    body[at] = (byte)random.Next('a', 'z' + 1);
                    break;
            }
        }

        return [.. body];
    }
}
