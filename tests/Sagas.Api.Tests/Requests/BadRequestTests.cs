using System.Text.Json;
using Sagas.TestSupport;

namespace Sagas.Api.Tests.Requests;

public sealed class BadRequestTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private RunningApi Api => fixture.Api;

    [PostgresFact]
    public async Task Body_WithManyFaults_NamesEachByField()
    {
        const string body =
            """
            {"eventId":5,"seats":["A-1","A-1",3,"\ud800"],"customer":{"email":"foo","x":1},"payment":[],"price":-4}
            """;

        var answer = await Api.SendAsync(HttpMethod.Post, "/v1/bookings", body, idempotencyKey: "k");

        answer.Status.ShouldBe(400);
        answer.Problem().ShouldBe("invalid-body");
        answer.Body.GetProperty("errors").EnumerateObject().Select(field => field.Name).ShouldBe(
            [
                "customer.email", "customer.name", "customer.x", "eventId", "payment", "price", "seats[1]", "seats[2]",
                "seats[3]",
            ],
            ignoreOrder: true);
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("{\"eventId\":\"demo\",\"eventId\":\"demo\"}")]
    [InlineData("{\"eventId\":\"demo\",\"seats\":[],\"customer\":{\"name\":\"a\",\"email\":\"a@b.co\"},\"payment\":{\"method\":\"p\"}}")]
    [InlineData("{\"eventId\":\"de\\u0000mo\",\"seats\":[\"A-1\"],\"customer\":{\"name\":\"a\",\"email\":\"a@b.co\"},\"payment\":{\"method\":\"p\"}}")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}}")]
    public async Task Body_ThatIsNoBooking_IsInvalid(string body)
    {
        var answer = await Api.SendAsync(HttpMethod.Post, "/v1/bookings", body, idempotencyKey: "k");

        answer.Status.ShouldBe(400);
        answer.Problem().ShouldBe("invalid-body");
        answer.Body.GetProperty("errors").EnumerateObject().ShouldNotBeEmpty();
    }

    [PostgresTheory]
    [InlineData("{\"eventId\":\"demo\",\"eventId\":\"demo\"}", "is not valid JSON: an object has the same field twice.")]
    [InlineData("{\"eventId\":}", "is not valid JSON (line 1, byte 11).")]
    public async Task Body_ThatIsNotStrictJson_SaysWhy(string body, string fault)
    {
        var answer = await Api.SendAsync(HttpMethod.Post, "/v1/bookings", body, idempotencyKey: "k");

        answer.Body.GetProperty("errors").GetProperty("$")[0].GetString().ShouldBe(fault);
    }

    [PostgresFact]
    public async Task Body_ThatIsEncoded_IsRefused()
    {
        var answer = await Api.SendAsync(
            HttpMethod.Post, "/v1/bookings", RunningApi.Body(), idempotencyKey: "k", contentEncoding: "gzip");

        answer.Status.ShouldBe(415);
        answer.Text("detail").ShouldContain("Content-Encoding");
    }

    [PostgresFact]
    public async Task Body_OfTenMegabytes_IsTooLarge()
    {
        var body = JsonSerializer.Serialize(new { customer = new { email = new string('a', 10_000_000) } });

        var answer = await Api.SendAsync(HttpMethod.Post, "/v1/bookings", body, idempotencyKey: "k");

        answer.Status.ShouldBe(413);
        answer.Problem().ShouldBe("body-too-large");
    }

    [PostgresTheory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("with space")]
    public async Task IdempotencyKey_MissingOrMalformed_IsRefused(string? key)
    {
        var answer = await Api.SendAsync(HttpMethod.Post, "/v1/bookings", RunningApi.Body(), idempotencyKey: key);

        answer.Status.ShouldBe(422);
        answer.Problem().ShouldBe("idempotency-key-missing");
    }

    [PostgresTheory]
    [InlineData(null)]
    [InlineData("nobody")]
    public async Task ApiKey_MissingOrUnknown_IsUnauthorized(string? key)
    {
        var answer = await Api.SendAsync(HttpMethod.Get, "/v1/events", key: key);

        answer.Status.ShouldBe(401);
        answer.Problem().ShouldBe("unauthorized");
    }

    [PostgresTheory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/v1/events/nope", 404)]
    [InlineData("GET", "/v1/events/nope/seats", 404)]
    [InlineData("GET", "/v1/events/a%0Ab", 404)]
    [InlineData("GET", "/v1/bookings/nope", 404)]
    [InlineData("DELETE", "/v1/events", 405)]
    [InlineData("GET", "/v1/support/bookings", 403)]
    public async Task Path_ThatIsNotThere_IsAProblem(string method, string path, int status)
    {
        var answer = await Api.SendAsync(new HttpMethod(method), path);

        answer.Status.ShouldBe(status);
        answer.Problem().ShouldNotBeEmpty();
    }

    [PostgresFact]
    public async Task Seats_OfAnEvent_AreListedWithSectionStatusAndPrice()
    {
        var answer = await Api.SendAsync(HttpMethod.Get, "/v1/events/demo/seats");

        answer.Body.GetProperty("seats").GetArrayLength().ShouldBe(40);
        var seat = answer.Body.GetProperty("seats")[0];
        seat.GetProperty("id").GetString().ShouldBe("A-1");
        seat.GetProperty("section").GetString().ShouldBe("A");
        seat.GetProperty("status").GetString().ShouldBe("free");
        seat.GetProperty("price").GetProperty("amount").GetInt64().ShouldBe(12_000);
    }

    [PostgresFact]
    public async Task OpenApi_OfTheApi_Describes31AndEveryRoute()
    {
        var answer = await Api.SendAsync(HttpMethod.Get, "/openapi/v1.json", key: null);

        answer.Text("openapi").ShouldStartWith("3.1");
        answer.Body.GetProperty("paths").EnumerateObject().Select(path => path.Name).ShouldBe(
            [
                "/v1/bookings", "/v1/bookings/{id}", "/v1/events", "/v1/events/{id}", "/v1/events/{id}/seats",
                "/v1/support/bookings", "/v1/support/bookings/{id}", "/v1/support/bookings/{id}/retry",
                "/v1/support/bookings/{id}/compensate", "/v1/webhooks/stripe",
            ],
            ignoreOrder: true);
        var schemas = answer.Body.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("BookingRequest").GetProperty("required").GetArrayLength().ShouldBe(4);
    }

    [PostgresFact]
    public async Task Health_OfTheApi_NamesItsDependencies()
    {
        var answer = await Api.SendAsync(HttpMethod.Get, "/health/ready", key: null);

        answer.Status.ShouldBe(200);
        answer.Body.GetProperty("checks").GetProperty("database").GetString().ShouldBe("ok");
        answer.Body.GetProperty("checks").GetProperty("temporal").GetString().ShouldBe("ok");
    }
}
