using System.Diagnostics;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Encryption;
using Sagas.Encryption.Keys;
using Sagas.TestSupport;
using Temporalio.Converters;

namespace Sagas.Api.Tests.Bookings;

public sealed class PlaceBookingTests : IAsyncLifetime
{
    private RunningApi _api = null!;

    public async Task InitializeAsync()
    {
        if (PostgresBinaries.SkipReason is null)
        {
            _api = await RunningApi.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (_api is not null)
        {
            await _api.DisposeAsync();
        }
    }

    [PostgresFact]
    public async Task Booking_WithoutWaiting_IsAcceptedAndStarted()
    {
        var answer = await _api.BookAsync("k1");

        answer.Status.ShouldBe(202);
        answer.Text("status").ShouldBe("pending");
        answer.Location.ShouldBe("/v1/bookings/" + answer.Text("id"));
        _api.Sagas.Started.Single().BookingId.ShouldBe(answer.Text("id"));
        _api.Sagas.Started.Single().Accepted.ShouldBeTrue();
    }

    [PostgresFact]
    public async Task Booking_ConfirmedWithinTheWait_Answers201WithTickets()
    {
        _api.Sagas.EndAs = booking => FakeSagas.Outcome(booking, BookingStatuses.Confirmed);

        var answer = await _api.BookAsync("k1", prefer: "wait=5");

        answer.Status.ShouldBe(201);
        answer.PreferenceApplied.ShouldBe("wait=5");
        answer.Text("status").ShouldBe("confirmed");
        answer.Body.GetProperty("tickets")[0].GetProperty("code").GetString().ShouldBe("T-1");
        answer.Body.GetProperty("steps")[0].GetProperty("attempts").GetInt32().ShouldBe(1);
        answer.Body.GetProperty("total").GetProperty("amount").GetInt64().ShouldBe(12_000);
    }

    [PostgresFact]
    public async Task Booking_WhoseOutcomeIsEncryptedForOthers_IsAcceptedAndShownByItsRow()
    {
        _api.Sagas.Unreadable = await OfAnotherKeyAsync();

        var answer = await _api.BookAsync("k1", prefer: "wait=5");

        answer.Status.ShouldBe(202);
        (await _api.SendAsync(HttpMethod.Get, answer.Location!)).Text("status").ShouldBe("pending");
    }

    [PostgresFact]
    public async Task Booking_DeclinedWithinTheWait_Answers402WithDeclineCode()
    {
        _api.Sagas.EndAs = booking => FakeSagas.Outcome(
            booking, BookingStatuses.Rejected, new Refusal(RefusalCodes.PaymentDeclined, "No.", "insufficient_funds"));

        var answer = await _api.BookAsync("k1", prefer: "wait=5");

        answer.Status.ShouldBe(402);
        answer.Problem().ShouldBe("payment-declined");
        answer.Text("declineCode").ShouldBe("insufficient_funds");
        answer.Location.ShouldBe("/v1/bookings/" + answer.Text("bookingId"));
    }

    [PostgresFact]
    public async Task Booking_SeatsTakenWithinTheWait_Answers409WithSeats()
    {
        _api.Sagas.EndAs = booking => FakeSagas.Outcome(
            booking, BookingStatuses.Rejected, new Refusal(RefusalCodes.SeatsTaken, "Taken.", "A-1"));

        var answer = await _api.BookAsync("k1", prefer: "wait=5");

        answer.Status.ShouldBe(409);
        answer.Problem().ShouldBe("seats-taken");
        answer.Body.GetProperty("seats")[0].GetString().ShouldBe("A-1");
    }

    [PostgresFact]
    public async Task Booking_NotDoneWithinTheWait_Answers202()
    {
        var answer = await _api.BookAsync("k1", prefer: "wait=1");

        answer.Status.ShouldBe(202);
        answer.PreferenceApplied.ShouldBe("wait=1");
        answer.Text("status").ShouldBe("pending");
    }

    [PostgresFact]
    public async Task SameKey_WhileRunning_Answers409WithRetryAfter()
    {
        var first = await _api.BookAsync("k1");

        var second = await _api.BookAsync("k1");

        second.Status.ShouldBe(409);
        second.Problem().ShouldBe("booking-still-running");
        second.RetryAfter.ShouldBe("1");
        second.Text("bookingId").ShouldBe(first.Text("id"));
        _api.Sagas.Started.Count.ShouldBe(1);
    }

    [PostgresFact]
    public async Task SameKey_AfterTheOutcome_AnswersTheSameBookingWith200()
    {
        var first = await _api.BookAsync("k1");
        _api.Sagas.EndAs = null;
        await ConfirmAsync(first.Text("id"));

        var second = await _api.BookAsync("k1");

        second.Status.ShouldBe(200);
        second.Text("id").ShouldBe(first.Text("id"));
        second.Text("status").ShouldBe("confirmed");
    }

    [PostgresFact]
    public async Task SameKey_WithAnotherBody_Answers422()
    {
        await _api.BookAsync("k1");

        var second = await _api.BookAsync("k1", seat: "A-2");

        second.Status.ShouldBe(422);
        second.Problem().ShouldBe("idempotency-key-reused");
        _api.Sagas.Started.Count.ShouldBe(1);
    }

    [PostgresFact]
    public async Task SameKey_OfAnotherClient_IsAnotherBooking()
    {
        var first = await _api.BookAsync("k1");

        var second = await _api.BookAsync("k1", seat: "A-2", key: RunningApi.OtherClient);

        second.Status.ShouldBe(202);
        second.Text("id").ShouldNotBe(first.Text("id"));
    }

    [PostgresFact]
    public async Task SameKey_ManyTimesAtOnce_StartsOneSaga()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.BookAsync("k1")));

        answers.Count(answer => answer.Status == 202).ShouldBe(1);
        answers.Count(answer => answer.Status == 409).ShouldBe(19);
        _api.Sagas.Started.Count.ShouldBe(1);
    }

    [PostgresFact]
    public async Task Booking_WhileTemporalIsDown_IsAcceptedAndStartedLater()
    {
        _api.Sagas.IsDown = true;
        var answer = await _api.BookAsync("k1", prefer: "wait=5");
        answer.Status.ShouldBe(202);
        _api.Sagas.Started.ShouldBeEmpty();

        _api.Sagas.IsDown = false;

        await UntilStartedAsync();
        var started = _api.Sagas.Started.ShouldHaveSingleItem();
        (started.BookingId, started.Accepted).ShouldBe((answer.Text("id"), true));
    }

    [PostgresFact]
    public async Task Booking_RepeatedAfterTheServicesSettingsChanged_IsTheSameBooking()
    {
        var first = await _api.BookAsync("k1");
        await using var changed = await _api.StartAnotherAsync(options =>
            options with { LocalSteps = ApiOptions.NoSteps, OnDeliveryFailure = DeliveryFailurePolicy.Compensate });

        var again = await changed.BookAsync("k1");

        (again.Status, again.Problem()).ShouldBe((409, "booking-still-running"));
        again.Text("bookingId").ShouldBe(first.Text("id"));
    }

    [PostgresTheory]
    [InlineData("park", DeliveryFailurePolicy.Park)]
    [InlineData("compensate", DeliveryFailurePolicy.Compensate)]
    [InlineData(null, DeliveryFailurePolicy.Park)]
    public async Task Booking_StartedBySweeper_KeepsItsDeliveryPolicy(string? said, DeliveryFailurePolicy kept)
    {
        _api.Sagas.IsDown = true;
        await _api.SendAsync(
            HttpMethod.Post, "/v1/bookings", RunningApi.Body(onDeliveryFailure: said), idempotencyKey: "k1");

        _api.Sagas.IsDown = false;

        await UntilStartedAsync();
        _api.Sagas.Started.ShouldHaveSingleItem().OnDeliveryFailure.ShouldBe(kept);
    }

    [PostgresFact]
    public async Task Booking_StartedBySweeper_KeepsItsReturnUrl()
    {
        _api.Sagas.IsDown = true;
        await _api.SendAsync(
            HttpMethod.Post, "/v1/bookings", RunningApi.Body(returnUrl: "https://own.example/{bookingId}"), idempotencyKey: "k1");

        _api.Sagas.IsDown = false;

        await UntilStartedAsync();
        _api.Sagas.Started.ShouldHaveSingleItem().ReturnUrl.ShouldBe("https://own.example/{bookingId}");
    }

    [PostgresFact]
    public async Task ReturnUrl_ThatIsNoPage_IsAFaultOfItsField()
    {
        var answer = await _api.SendAsync(
            HttpMethod.Post, "/v1/bookings", RunningApi.Body(returnUrl: "javascript:alert(1)"), idempotencyKey: "k1");

        answer.Status.ShouldBe(400);
        answer.Body.GetProperty("errors").EnumerateObject().Select(field => field.Name).ShouldBe(["payment.returnUrl"]);
    }

    [PostgresFact]
    public async Task Key_WithAnotherReturnUrl_IsReused()
    {
        await _api.SendAsync(HttpMethod.Post, "/v1/bookings", RunningApi.Body(), idempotencyKey: "k1");

        var answer = await _api.SendAsync(
            HttpMethod.Post, "/v1/bookings", RunningApi.Body(returnUrl: "https://own.example/"), idempotencyKey: "k1");

        answer.Problem().ShouldBe("idempotency-key-reused");
    }

    [PostgresFact]
    public async Task Booking_StartedBySweeper_BelongsToTheTraceOfItsRequest()
    {
        using var everything = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" || source.Name.StartsWith("Sagas.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(everything);
        _api.Sagas.IsDown = true;
        await _api.BookAsync("k1");

        _api.Sagas.IsDown = false;

        await UntilStartedAsync();
        var ofRequest = _api.Sagas.Traces.First().ShouldNotBeNull();
        var ofSweeper = _api.Sagas.Traces.Last().ShouldNotBeNull();
        ofSweeper.OperationName.ShouldBe("StartLateBooking");
        ofSweeper.TraceId.ShouldBe(ofRequest.TraceId);
        ofSweeper.ParentSpanId.ShouldBe(ofRequest.SpanId);
        ofSweeper.GetTagItem("sagas.booking_id").ShouldBe(_api.Sagas.Started.Single().BookingId);
    }

    [PostgresFact]
    public async Task Booking_OfUnknownEventOrSeats_IsRefused()
    {
        (await _api.BookAsync("k1", eventId: "nope")).Problem().ShouldBe("unknown-event");

        var seats = await _api.BookAsync("k2", seat: "Z-9");
        seats.Problem().ShouldBe("unknown-seats");
        seats.Body.GetProperty("seats")[0].GetString().ShouldBe("Z-9");
        _api.Sagas.Started.ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Booking_OfAnotherClient_IsNotFound()
    {
        var id = (await _api.BookAsync("k1")).Text("id");

        var own = await _api.SendAsync(HttpMethod.Get, $"/v1/bookings/{id}");
        var other = await _api.SendAsync(HttpMethod.Get, $"/v1/bookings/{id}", key: RunningApi.OtherClient);

        own.Status.ShouldBe(200);
        own.Body.GetProperty("steps").GetArrayLength().ShouldBe(1);
        other.Status.ShouldBe(404);
        other.Problem().ShouldBe("unknown-booking");
    }

    /// <summary>What an API without the workers' key meets.</summary>
    private static async Task<DecryptionException> OfAnotherKeyAsync()
    {
        var theirs = KeyVariables.Read(name => name == KeyVariables.One ? Convert.ToBase64String(new byte[32]) : null, []);
        var payload = await PayloadEncryption.Converter(theirs).ToPayloadAsync("an outcome");
        return await Should.ThrowAsync<DecryptionException>(
            () => PayloadEncryption.Converter(keys: null).ToSingleValueAsync<string>([payload]));
    }

    private async Task UntilStartedAsync()
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (_api.Sagas.Started.IsEmpty && DateTime.UtcNow < deadline)
        {
            await timer.WaitForNextTickAsync();
        }
    }

    private async Task ConfirmAsync(string bookingId)
    {
        await using var command = _api.Database.CreateCommand(
            "update bookings.bookings set lifecycle = 'confirmed', finished_at = now() where booking_id = $1");
        command.Parameters.Add(new() { Value = bookingId });
        await command.ExecuteNonQueryAsync();
    }
}
