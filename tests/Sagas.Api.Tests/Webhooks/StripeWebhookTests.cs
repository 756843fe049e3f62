using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Sagas.Contracts.Bookings;
using Sagas.TestSupport;

namespace Sagas.Api.Tests.Webhooks;

public sealed class StripeWebhookTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Authorised = "payment_intent.amount_capturable_updated";

    private RunningApi Api => fixture.Api;

    [PostgresFact]
    public async Task Event_OfAPaymentThatWaits_TellsItsSaga()
    {
        var (booking, intent) = await WaitingAsync("A-1");

        (await DeliverAsync("evt_told", Authorised, intent)).Status.ShouldBe(200);

        ToldOf(booking).ShouldBe([new PaymentChanged("evt_told", Authorised)]);
    }

    [PostgresFact]
    public async Task Event_Twice_TellsOnce()
    {
        var (booking, intent) = await WaitingAsync("A-2");

        (await DeliverAsync("evt_twice", Authorised, intent)).Status.ShouldBe(200);
        (await DeliverAsync("evt_twice", Authorised, intent)).Status.ShouldBe(200);

        ToldOf(booking).Count.ShouldBe(1);
    }

    [PostgresFact]
    public async Task Event_WhileTemporalIsDown_ComesAgain()
    {
        var (booking, intent) = await WaitingAsync("A-3");
        Api.Sagas.IsDown = true;
        (await DeliverAsync("evt_down", Authorised, intent)).Status.ShouldBe(503);
        Api.Sagas.IsDown = false;

        (await DeliverAsync("evt_down", Authorised, intent)).Status.ShouldBe(200);

        ToldOf(booking).Count.ShouldBe(1);
    }

    [PostgresFact]
    public async Task Event_OfASagaThatHasEnded_IsTaken()
    {
        var (booking, intent) = await WaitingAsync("A-4");
        Api.Sagas.Forget(booking);

        (await DeliverAsync("evt_ended", Authorised, intent)).Status.ShouldBe(200);
    }

    [PostgresTheory]
    [InlineData("payment_intent.requires_action")]
    [InlineData("charge.succeeded")]
    [InlineData("something.new")]
    public async Task Event_OfATypeThatTellsNothing_IsTakenAndIgnored(string type)
    {
        var (booking, intent) = await WaitingAsync("B-" + type.Length % 20);

        (await DeliverAsync("evt_" + type, type, intent)).Status.ShouldBe(200);

        ToldOf(booking).ShouldBeEmpty();
    }

    [PostgresFact]
    public async Task Event_OfAnUnknownPayment_IsTakenAndIgnored()
    {
        (await DeliverAsync("evt_stranger", Authorised, "pi_of_somebody_else")).Status.ShouldBe(200);

        Api.Sagas.Told.ShouldNotContain(told => told.Hint.EventId == "evt_stranger");
    }

    [PostgresFact]
    public async Task Event_Traced_IsInTheBookingsTraceAndLinked()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Sagas.Api.Sweeping",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var (booking, intent) = await WaitingAsync("A-5");
        const string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        await ExecuteAsync(
            "update bookings.bookings set trace_context = $2 where booking_id = $1", booking, $"00-{trace}-00f067aa0ba902b7-01");

        await DeliverAsync("evt_traced", Authorised, intent);

        var span = Api.Sagas.Traces.Last(span => span?.GetTagItem("sagas.booking_id") as string == booking)!;
        span.OperationName.ShouldBe("ReceivePaymentEvent");
        span.TraceId.ToString().ShouldBe(trace);
        span.ParentSpanId.ToString().ShouldBe("00f067aa0ba902b7");
    }

    [PostgresTheory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("t=1,v1=00")]
    [InlineData("nonsense")]
    public async Task Signature_Wrong_IsAProblem(string? signature)
    {
        var answer = await Api.DeliverAsync(Body("evt_bad", Authorised, "pi_1"), signature);

        answer.Status.ShouldBe(400);
        answer.Problem().ShouldBe("bad-signature");
    }

    [PostgresFact]
    public async Task Signature_Old_IsAProblem()
    {
        var body = Body("evt_old", Authorised, "pi_1");

        (await Api.DeliverAsync(body, Signer.Sign(body, Signer.Now - 301))).Problem().ShouldBe("bad-signature");
    }

    [PostgresTheory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"id\":5}")]
    [InlineData("{\"id\":\"evt\"}")]
    [InlineData("\ud800")]
    public async Task Body_SignedButNoEvent_IsAProblem(string text)
    {
        var body = Encoding.UTF8.GetBytes(text);

        var answer = await Api.DeliverAsync(body, Signer.Sign(body, Signer.Now));

        answer.Status.ShouldBe(400);
        answer.Problem().ShouldBe("bad-request");
    }

    [PostgresFact]
    public async Task Body_Oversize_IsAProblem()
    {
        var body = new byte[300 * 1024];

        (await Api.DeliverAsync(body, Signer.Sign(body, Signer.Now))).Problem().ShouldBe("body-too-large");
    }

    [PostgresFact]
    public async Task Booking_ThatWaits_ShowsItsClientWhereToSendTheCustomer()
    {
        var (booking, _) = await WaitingAsync("A-6");

        var shown = await Api.SendAsync(HttpMethod.Get, "/v1/bookings/" + booking);

        shown.Text("status").ShouldBe("pending");
        shown.Body.GetProperty("nextAction").GetProperty("type").GetString().ShouldBe("redirect_to_url");
        shown.Body.GetProperty("nextAction").GetProperty("url").GetString().ShouldBe("https://bank.example/" + booking);
        (await Api.SendAsync(HttpMethod.Get, "/v1/bookings/" + booking, key: RunningApi.OtherClient)).Status.ShouldBe(404);
    }

    [PostgresFact]
    public async Task Wait_OfABookingThatNeedsItsCustomer_EndsLongBeforeItsTime()
    {
        var clock = Stopwatch.StartNew();
        var waiting = Api.BookAsync("needy", "A-7", prefer: "wait=60");
        await NeedsCustomerAsync(await StartedAsync("A-7"));

        var answer = await waiting;

        answer.Status.ShouldBe(202);
        answer.Body.GetProperty("nextAction").GetProperty("url").GetString().ShouldStartWith("https://bank.example/");
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(50));
    }

    private async Task<Answer> DeliverAsync(string id, string type, string intent)
    {
        var body = Body(id, type, intent);
        return await Api.DeliverAsync(body, Signer.Sign(body, Signer.Now));
    }

    private static byte[] Body(string id, string type, string intent) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        id,
        type,
        @object = "event",
        data = new { @object = new { id = intent, @object = "payment_intent", description = "Zoë" } },
    });

    private List<PaymentChanged> ToldOf(string booking) =>
        [.. Api.Sagas.Told.Where(told => told.BookingId == booking).Select(told => told.Hint)];

    private async Task<(string Booking, string Intent)> WaitingAsync(string seat)
    {
        var booking = (await Api.BookAsync("waits-" + seat, seat)).Text("id");
        await NeedsCustomerAsync(booking);
        return (booking, "pi_" + booking);
    }

    private async Task<string> StartedAsync(string seat)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (Api.Sagas.Started.FirstOrDefault(started => started.Seats[0] == seat) is { } booking)
            {
                return booking.BookingId;
            }

            await Task.Yield();
        }
    }

    private async Task NeedsCustomerAsync(string booking)
    {
        await ExecuteAsync("select bookings.note_intent($1 || ':1', $1, 1, 'pi_' || $1, 1000, 'EUR')", booking);
        await ExecuteAsync("select bookings.note_action($1 || ':1', $1, 1, 'https://bank.example/' || $1)", booking);
    }

    private async Task ExecuteAsync(string sql, params object[] parameters)
    {
        await using var command = Api.Database.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await command.ExecuteNonQueryAsync();
    }
}
