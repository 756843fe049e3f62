using System.Text;
using System.Text.Json.Nodes;
using Sagas.Harness;

namespace EndToEnd.BadInput;

public sealed class BookingBodyTests(SharedSystem shared) : BadInputTest(shared)
{
    private const string Invalid = "invalid-body";

    private static readonly string[] _fields =
    [
        "eventId", "seats", "seats.0", "customer", "customer.name", "customer.email", "payment", "payment.method",
        "onDeliveryFailure",
    ];

    /// <summary>No one of these is right for any field.</summary>
    private static readonly string[] _values =
    [
        "0", "-1", "1.5", "1e400", "99999999999999999999999", "true", "\"\"", "\"   \"", "[]", "{}", "[[]]", "[null]",
        "{\"x\":[]}", "\"\\u0000\"", "\"a\\nb\"", "\"\\ud800\"",
    ];

    [Fact]
    public async Task EveryField_OfAnyWrongType_IsRefusedByName()
    {
        var eventId = await Shared.EventAsync();
        var before = await BookingsAsync();
        var complaints = new List<string>();
        foreach (var field in _fields)
        {
            foreach (var value in _values.Concat(field == "onDeliveryFailure" ? [] : ["null"]))
            {
                var answer = await AnswerAsync(Post("/v1/bookings", Json(With(Valid(eventId), field, value))));
                var complaint = Complaint(answer, Invalid);
                var name = field.Split('.')[0];
                if (complaint is null && !answer.Json.GetProperty("errors").EnumerateObject()
                    .Any(error => error.Name.StartsWith(name, StringComparison.Ordinal)))
                {
                    complaint = $"does not name the field: {answer.Text}";
                }

                if (complaint is not null)
                {
                    complaints.Add($"{field} = {value}: {complaint}");
                }
            }
        }

        complaints.ShouldBeEmpty();
        (await BookingsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Body_ThatIsNoBooking_IsRefused()
    {
        var eventId = await Shared.EventAsync();
        var valid = Valid(eventId);
        var before = await BookingsAsync();
        var seats = string.Join(',', Enumerable.Range(0, 51).Select(seat => $"\"A-{seat}\""));
        (string What, string Body)[] bodies =
        [
            ("empty", ""), ("blank", "   "), ("half", valid[..(valid.Length / 2)]), ("two", valid + valid), ("list", "[]"),
            ("text", "\"x\""), ("number", "1"), ("null", "null"), ("comment", "/* x */" + valid), ("NaN", "{\"a\":NaN}"),
            ("trailing comma", valid[..^1] + ",}"), ("nested lists", new string('[', 5_000)), ("no seats", With(valid, "seats", "[]")),
            ("nested objects", string.Concat(Enumerable.Repeat("{\"a\":", 5_000))),
            ("nested seats", With(valid, "seats", new string('[', 30) + new string(']', 30))),
            ("same seat twice", With(valid, "seats", "[\"A-1\",\"A-1\"]")), ("51 seats", With(valid, "seats", $"[{seats}]")),
            ("unknown field", valid[..^1] + ",\"price\":-5}"), ("half a character as the only name", "{\"\\ud800\":1}"),
            ("half a character in a name", valid[..^1] + ",\"\\ud800\":1}"),
            ("half a character in an inner name", With(valid, "payment", "{\"method\":\"pm_card_visa\",\"\\udc00\":1}")),
            ("unknown inner field", With(valid, "customer.age", "-1")),
            ("repeated field", valid[..^1] + $",\"eventId\":\"{eventId}\"}}"),
            ("other case", valid.Replace("eventId", "EVENTID", StringComparison.Ordinal)),
            ("long name", With(valid, "customer.name", $"\"{new string('n', 201)}\"")),
            ("long address", With(valid, "customer.email", $"\"{new string('e', 300)}@example.org\"")),
            ("two addresses", With(valid, "customer.email", "\"a@example.org,b@example.org\"")),
            ("header in address", With(valid, "customer.email", "\"a@example.org\\r\\nBcc: b@example.org\"")),
        ];

        var complaints = new List<string?>();
        foreach (var (what, body) in bodies)
        {
            complaints.Add(await ComplaintAsync(what, Post("/v1/bookings", Json(body)), Invalid));
        }

        complaints.Where(complaint => complaint is not null).ShouldBeEmpty();
        (await BookingsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Body_TooLargeOrOfAnotherKind_IsRefused()
    {
        var eventId = await Shared.EventAsync();
        var before = await BookingsAsync();
        var address = new string('e', 10 * 1024 * 1024) + "@example.org";
        var big = Valid(eventId, address);
        var latin = new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"eventId\":\""), 0xff, 0xfe, 0x22, 0x7d]);
        latin.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var latinName = new ByteArrayContent([.. Encoding.UTF8.GetBytes("{\"a"), 0xc5, .. Encoding.UTF8.GetBytes("\":1}")]);
        latinName.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var noType = new ByteArrayContent(Encoding.UTF8.GetBytes(Valid(eventId)));
        var oddType = new ByteArrayContent(Encoding.UTF8.GetBytes(Valid(eventId)));
        oddType.Headers.TryAddWithoutValidation("Content-Type", ";;;/\"");

        string?[] complaints =
        [
            await ComplaintAsync("10 MB address", Post("/v1/bookings", Json(big)), "body-too-large"),
            await ComplaintAsync("no UTF-8", Post("/v1/bookings", latin), Invalid),
            await ComplaintAsync("no UTF-8 in a name", Post("/v1/bookings", latinName), Invalid),
            await ComplaintAsync("no type", Post("/v1/bookings", noType), "unsupported-media-type"),
            await ComplaintAsync("odd type", Post("/v1/bookings", oddType), "unsupported-media-type"),
            await ComplaintAsync(
                "xml", Post("/v1/bookings", new StringContent("<a/>", Encoding.UTF8, "application/xml")), "unsupported-media-type"),
            await ComplaintAsync(
                "form", Post("/v1/bookings", new FormUrlEncodedContent([new("a", "b")])), "unsupported-media-type"),
            await ComplaintAsync(
                "multipart", Post("/v1/bookings", new MultipartFormDataContent { { new StringContent("x"), "y" } }),
                "unsupported-media-type"),
        ];

        complaints.Where(complaint => complaint is not null).ShouldBeEmpty();
        (await BookingsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Name_InAnyScript_IsAccepted()
    {
        string[] names =
        [
            "José Ñandú", "山田 太郎", "محمد", "Zoë 🎟️👩‍👩‍👧", "O'Brien; drop table bookings.bookings; --", "<script>alert(1)</script>",
            "{{7*7}} ${7*7}", new('ß', 200),
        ];
        var eventId = await Shared.EventAsync();

        for (var i = 0; i < names.Length; i++)
        {
            var body = With(Valid(eventId, $"name{i}@example.org", $"A-{i + 1}"), "customer.name", JsonValue.Create(names[i])!.ToJsonString());
            var answer = await AnswerAsync(Post("/v1/bookings", Json(body)));
            answer.Status.ShouldBe(202, answer.Text);
            (await Desk.UntilFinalAsync(answer.Json.GetProperty("id").GetString()!)).Status.ShouldBe("confirmed", names[i]);
        }
    }

    internal static string Valid(string eventId, string email = "bad@example.org", string seat = "A-1") =>
        ApiClient.Body(eventId, [seat], "pm_card_visa", email);

    /// <summary>The body with one field set to a piece of JSON, well-formed or not.</summary>
    private static string With(string body, string field, string value)
    {
        const string mark = "\"@mark@\"";
        var root = JsonNode.Parse(body)!;
        var path = field.Split('.');
        var parent = path.Length == 1 ? root : root[path[0]]!;
        if (int.TryParse(path[^1], out var index))
        {
            parent[index] = "@mark@";
        }
        else
        {
            parent[path[^1]] = "@mark@";
        }

        return root.ToJsonString().Replace(mark, value, StringComparison.Ordinal);
    }
}
