using Sagas.Contracts.Bookings;
using Sagas.TestSupport;
using Temporalio.Exceptions;

namespace Sagas.Api.Tests.Support;

public sealed class RepairTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private RunningApi Api => fixture.Api;

    [PostgresFact]
    public async Task ParkedBooking_InTheList_SaysSinceWhenWhyAndWhatItMeans()
    {
        var id = await ParkAsync("list");

        var list = await Api.SendAsync(HttpMethod.Get, "/v1/support/bookings?status=needs_attention", key: RunningApi.Support);

        var stuck = list.Body.GetProperty("bookings").EnumerateArray()
            .Single(booking => booking.GetProperty("id").GetString() == id).GetProperty("stuck");
        stuck.GetProperty("step").GetString().ShouldBe("deliver-tickets");
        stuck.GetProperty("why").GetProperty("code").GetString().ShouldBe("MailAddressRejected");
        stuck.GetProperty("means").GetProperty("money").GetString().ShouldBe("captured");
        stuck.GetProperty("case").GetInt32().ShouldBe(1);
    }

    [PostgresFact]
    public async Task Retry_OfAParkedBooking_ReachesTheSagaWithCaseReasonAndAddress()
    {
        var id = await ParkAsync("retry");

        var answer = await RepairAsync(id, "retry", new { reason = "typo", email = "right@example.com" });

        answer.Status.ShouldBe(202);
        Api.Sagas.Decisions.OfType<RetryBooking>().ShouldContain(new RetryBooking(1, "desk", "typo", "right@example.com"));
    }

    [PostgresFact]
    public async Task Compensate_OfAParkedBooking_ReachesTheSaga()
    {
        var id = await ParkAsync("compensate");

        var answer = await RepairAsync(id, "compensate", new { reason = "asked to" });

        answer.Status.ShouldBe(202);
        Api.Sagas.Decisions.OfType<CompensateBooking>().ShouldContain(new CompensateBooking(1, "desk", "asked to"));
    }

    [PostgresFact]
    public async Task Retry_OfABookingInRecovery_ReachesItsRecovery()
    {
        var id = await ParkAsync("recovery");
        await using var begun = Api.Database.CreateCommand(
            "select bookings.save($1, $1 || ':recover-booking:1', 'recovery_begun', '{}')");
        begun.Parameters.Add(new() { Value = id });
        await begun.ExecuteNonQueryAsync();

        (await RepairAsync(id, "retry", new { reason = "typo" })).Status.ShouldBe(202);

        Api.Sagas.DecidedAt.ShouldBe($"recovery-{id}");
    }

    [PostgresFact]
    public async Task Retry_OfABookingThatIsNotParked_Answers409AndIsAudited()
    {
        var id = (await Api.BookAsync("moved")).Text("id");

        var answer = await RepairAsync(id, "retry", new { reason = "just in case" });

        answer.Status.ShouldBe(409);
        answer.Problem().ShouldBe("saga-moved-on");
        var shown = await Api.SendAsync(HttpMethod.Get, $"/v1/support/bookings/{id}", key: RunningApi.Support);
        shown.Body.GetProperty("actions")[0].GetProperty("reason").GetString().ShouldBe("just in case");
    }

    [PostgresTheory]
    [InlineData(RepairRefusals.MovedOn, 409, "saga-moved-on")]
    [InlineData(RepairRefusals.RepairInFlight, 409, "repair-in-flight")]
    [InlineData(RepairRefusals.PastPivot, 409, "past-pivot")]
    [InlineData(RepairRefusals.Invalid, 422, "repair-invalid")]
    public async Task Decision_RefusedByTheSaga_IsTheRightProblem(string refusal, int status, string problem)
    {
        var id = await ParkAsync(refusal);
        Api.Sagas.RefuseDecision = new ApplicationFailureException("No.", refusal);

        var answer = await RepairAsync(id, "compensate", new { reason = "why not" });

        Api.Sagas.RefuseDecision = null;
        answer.Status.ShouldBe(status);
        answer.Problem().ShouldBe(problem);
    }

    [PostgresFact]
    public async Task Decision_WithoutAReason_IsInvalid()
    {
        var id = await ParkAsync("noreason");

        var answer = await RepairAsync(id, "retry", new { email = "no" });

        answer.Status.ShouldBe(400);
        answer.Body.GetProperty("errors").EnumerateObject().Select(field => field.Name).ShouldBe(["email", "reason"]);
    }

    private Task<Answer> RepairAsync(string id, string action, object body) =>
        Api.SendAsync(HttpMethod.Post, $"/v1/support/bookings/{id}/{action}", body, RunningApi.Support);

    private async Task<string> ParkAsync(string idempotencyKey)
    {
        var id = (await Api.BookAsync(idempotencyKey)).Text("id");
        await using var command = Api.Database.CreateCommand(
            """
            update bookings.bookings set attention_case = 1, parked = '{
              "step": "deliver-tickets", "compensating": false, "since": "2026-01-01T00:00:00Z",
              "errorCode": "MailAddressRejected", "errorMessage": "no such box", "seatsMeaning": "sold",
              "moneyMeaning": "captured", "mailMeaning": "not sent", "moneyAtRisk": null}'
            where booking_id = $1
            """);
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync();
        return id;
    }
}
