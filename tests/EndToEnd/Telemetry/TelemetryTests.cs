using EndToEnd.Customers;
using EndToEnd.Kills;
using Sagas.Harness;
using Xunit.Abstractions;

namespace EndToEnd.Telemetry;

/// <summary>What leaves the running system when a collector is set: whole traces, true numbers, no personal data.</summary>
[Collection(KillCollection.Name)]
public sealed class TelemetryTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string BuyersName = "Test Buyer";
    private const string Email = "private.buyer@example.org";
    private const string RefusedForGood = "private.buyer@invalid.example";
    private const string Declined = "pm_card_chargeDeclined";
    private const string Needy = "pm_card_authenticationRequired";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private OtlpReceiver _collector = null!;
    private RunningSystem _system = null!;

    private BookingDesk Desk => new(_system);

    public async Task InitializeAsync()
    {
        _collector = await OtlpReceiver.StartAsync();
        _system = await RunningSystem.StartAsync(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = _collector.Address,
            // The trace travels in headers of workflows and activities, which are encrypted like everything else.
            ["PAYLOAD_ENCRYPTION_KEY"] = Convert.ToBase64String(new byte[32]),
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "1000",
        });
        await _system.SeedEventAsync("traced");
    }

    public async Task DisposeAsync()
    {
        await _system.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Telemetry_OfBookings_TellsEverythingButThePerson()
    {
        await ConfirmedBookingIsOneTraceAsync();
        await RetriesAndReplayStayInTheTraceAsync();
        await WebhookIsInTheTraceAsync();
        await DeclinedAndParkedAreCountedAsync();
        await QuestionsAreAboutWhatIsSentAsync();
        NoMetricHasALabelTwice();
        NothingPersonalWasSent();
    }

    private async Task ConfirmedBookingIsOneTraceAsync()
    {
        var booking = await Desk.BookAsync("traced", ["A-1"], email: Email);

        var trace = await TraceAsync(booking.Id, spans => spans.Any(span => span.Name == "CompleteWorkflow:Booking"));

        var tree = TraceTree.Render(trace);
        output.WriteLine(tree);
        tree.ShouldBe(
            """
            POST /v1/bookings
              bookings.api_key_view
              bookings.accept_booking
              StartWorkflow:Booking
                RunWorkflow:Booking
                  StartActivity:HoldSeats
                    RunActivity:HoldSeats
                      events.hold_seats
                  StartActivity:AuthorisePayment
                    RunActivity:AuthorisePayment
                      POST /v1/payment_intents
                      bookings.note_intent
                      POST /v1/payment_intents/*/confirm
                  StartActivity:CommitSeats
                    RunActivity:CommitSeats
                      events.commit_seats
                  StartActivity:CapturePayment
                    RunActivity:CapturePayment
                      POST /v1/payment_intents/*/capture
                  StartActivity:ConfirmBooking
                    RunActivity:ConfirmBooking
                      bookings.confirm_booking
                  StartActivity:SendTickets
                    RunActivity:SendTickets
                      bookings.begin_mail
                      POST /v3/mail/send
                      bookings.note_mail
                  CompleteWorkflow:Booking
            """.ReplaceLineEndings("\n") + "\n");
        trace.Single(span => span.ParentId.Length == 0).Service.ShouldBe("sagas-api");
        trace.Where(span => span.Name.StartsWith("Run", StringComparison.Ordinal))
            .ShouldAllBe(span => span.Service == "sagas-worker-all" && span.Text("temporalWorkflowID") == "booking-" + booking.Id);
    }

    /// <summary>The mail fails, the worker dies, another one replays the saga: every attempt is in the one trace, once.</summary>
    private async Task RetriesAndReplayStayInTheTraceAsync()
    {
        await _system.SendGrid.FailAsync("""{"operation":"mail.send","times":3,"status":503}""");
        var id = await Desk.PlaceAsync("traced", ["A-2"], email: Email);
        await TraceAsync(id, spans => spans.Any(span => span.Name == "RunActivity:SendTickets"));
        Signals.Send(_system.Pids()["worker"], Signals.Kill).ShouldBeTrue();

        await Desk.UntilAsync(id, "delivered", seen => seen.Steps.Contains("deliver-tickets done"));
        var trace = await TraceAsync(
            id, spans => spans.Any(span => span.Name == "RunActivity:SendTickets" && !span.Failed));

        var run = trace.Where(span => span.Name == "RunWorkflow:Booking").ShouldHaveSingleItem();
        var attempts = trace.Where(span => span.Name == "RunActivity:SendTickets").ToList();
        // Tried by the workflow's worker first, then by its own queue.
        var scheduled = trace.Where(span => span.Name == "StartActivity:SendTickets").ToList();
        scheduled.Count.ShouldBe(2);
        scheduled.ShouldAllBe(span => span.ParentId == run.Id);
        attempts.Select(span => span.ParentId).Distinct().ShouldBe(scheduled.Select(span => span.Id), ignoreOrder: true);
        attempts.Count(span => span.Failed).ShouldBeGreaterThanOrEqualTo(1);
        attempts.Count(span => !span.Failed).ShouldBe(1);
        attempts.Select(span => (span.ParentId, span.Text("sagas.attempt"))).ShouldBeUnique();
        var line = _collector.Logs.First(record => record.Attributes.Any(
            attribute => attribute.Key == "BookingId" && attribute.Value.StringValue == id));
        Convert.ToHexStringLower(line.TraceId.Span).ShouldBe(run.TraceId);
        line.Attributes.ShouldContain(attribute =>
            attribute.Key == "WorkflowId" && attribute.Value.StringValue == "booking-" + id);
    }

    /// <summary>The customer confirms; Stripe tells us in a request of its own, and what we do with it belongs to the booking.</summary>
    private async Task WebhookIsInTheTraceAsync()
    {
        var id = await Desk.PlaceAsync("traced", ["A-5"], Needy, Email);
        var waiting = await Desk.UntilAsync(id, "waiting for its customer", seen => seen.NextUrl is not null);
        await Customer.ActsAsync(waiting.NextUrl!, "pass");

        // Worker and API send their spans when each has some, so either may come first.
        var trace = await TraceAsync(id, spans => spans.Any(span => span.Name == "CompleteWorkflow:Booking")
            && spans.Any(span => span.Name == "ReceivePaymentEvent"));

        var told = trace.Where(span => span.Name == "ReceivePaymentEvent").ShouldHaveSingleItem();
        told.ParentId.ShouldBe(trace.Single(span => span.Name == "POST /v1/bookings").Id);
        trace.ShouldContain(span => span.Name == "SignalWorkflow:payment-changed" && span.ParentId == told.Id);
        trace.ShouldContain(span => span.Name == "HandleSignal:payment-changed");
        trace.ShouldContain(span => span.Name == "RunActivity:CheckAuthorisation");
        await Eventually.HoldsAsync("the delivery is linked with what it led to", _patience, () => Task.FromResult(
            _collector.Spans.Any(span => span.Name == "POST /v1/webhooks/stripe" && span.TraceId != told.TraceId
                && span.IsLinkedWith(told) && told.IsLinkedWith(span))));
    }

    private async Task DeclinedAndParkedAreCountedAsync()
    {
        await Desk.BookAsync("traced", ["A-1"], email: Email); // Sold by now.
        await Desk.BookAsync("traced", ["A-3"], card: Declined, email: Email);
        var parked = await Desk.PlaceAsync("traced", ["A-4"], email: RefusedForGood);
        await Desk.UntilAsync(parked, "parked", booking => booking.Status == "needs_attention");
        await CountedAsync("sagas.bookings.parked");
        await RefundIsRefusedAsync(parked);
        await CountedAsync("sagas.bookings.money_at_risk", ("currency", "EUR"));
        await RepairAsync(parked, "retry");
        await Desk.UntilAsync(parked, "undone", booking => booking.Status == "cancelled");

        await CountedAsync("saga.ended", ("outcome", "rejected"), ("step", "authorise-payment"), ("cause", "PaymentDeclined"));
        await CountedAsync("saga.ended", ("outcome", "rejected"), ("step", "hold-seats"), ("cause", "SeatsTaken"));
        await CountedAsync("saga.ended", ("outcome", "completed"), ("cause", "none"));
        await CountedAsync("saga.ended", ("outcome", "compensated"), ("step", "deliver-tickets"), ("cause", "MailAddressRejected"));
        await CountedAsync("saga.parked", ("step", "deliver-tickets"), ("cause", "MailAddressRejected"));
        await CountedAsync("saga.repaired", ("step", "deliver-tickets"), ("action", "compensate"));
        await CountedAsync("saga.started", ("saga", "booking"));
    }

    /// <summary>The tickets are void and the money is still ours: neither confirmed nor undone.</summary>
    private async Task RefundIsRefusedAsync(string parked)
    {
        await _system.Stripe.FailAsync("""{"operation":"refunds.create","times":1,"status":400}""");
        await RepairAsync(parked, "compensate");
        await CountedAsync("saga.parked", ("step", "refund-payment"), ("cause", "RefundFailed"));
    }

    private async Task RepairAsync(string parked, string how)
    {
        var repair = await _system.Support.PostAsync($"/v1/support/bookings/{parked}/{how}", """{"reason":"buyer gave up"}""");
        repair.Status.ShouldBe(202, repair.Text);
    }

    private async Task QuestionsAreAboutWhatIsSentAsync()
    {
        var questions = Questions.All();
        questions.Count.ShouldBeGreaterThan(25);
        List<string> open = [];
        try
        {
            await Eventually.HoldsAsync("every dashboard and alert asks for what is sent", _patience, () =>
            {
                open = Unanswerable(questions);
                return Task.FromResult(open.Count == 0);
            });
        }
        catch (TimeoutException)
        {
            open.ShouldBeEmpty();
        }
    }

    private List<string> Unanswerable(IEnumerable<Question> questions)
    {
        var labels = _collector.Metrics
            .SelectMany(metric => metric.PrometheusNames().Select(name => (Name: name, Metric: metric)))
            .GroupBy(sent => sent.Name)
            .ToDictionary(sent => sent.Key, sent => sent.SelectMany(one => one.Metric.PrometheusLabels()).SelectMany(keys => keys).ToHashSet());
        return
        [
            .. questions.Where(question => !question.Metrics.All(metric =>
                    labels.TryGetValue(metric, out var sent) && question.Labels.IsSubsetOf(sent)))
                .Select(question => question.Expression),
        ];
    }

    /// <summary>A collector that copies what is said of the process to each point drops a metric with a label twice.</summary>
    private void NoMetricHasALabelTwice() => _collector.Metrics
        .Where(metric => metric.PrometheusLabels().Any(labels => labels.Distinct().Count() < labels.Count))
        .Select(metric => metric.Metric.Name).Distinct().ShouldBeEmpty();

    private void NothingPersonalWasSent()
    {
        var all = string.Join('\n', _collector.Spans.Select(span => span.Span.ToString())
            .Concat(_collector.Metrics.Select(metric => metric.Metric.ToString()))
            .Concat(_collector.Logs.Select(record => record.ToString())));
        string[] secrets =
        [
            "private.buyer", BuyersName, _system.Keys.Client, "sk_test", "SG.", "pm_card", "Password", "3d_secure/", "_secret_", "whsec_",
        ];
        foreach (var secret in secrets)
        {
            var at = all.IndexOf(secret, StringComparison.OrdinalIgnoreCase);
            (at < 0 ? "" : all[Math.Max(0, at - 200)..Math.Min(all.Length, at + 100)]).ShouldBeEmpty($"'{secret}' was sent");
        }
    }

    private async Task<IReadOnlyList<SeenSpan>> TraceAsync(string bookingId, Func<IReadOnlyList<SeenSpan>, bool> isWhole)
    {
        try
        {
            return await Eventually.GetAsync($"the trace of booking {bookingId} is whole", _patience, () =>
            {
                var spans = _collector.Spans.ToList();
                var root = spans.FirstOrDefault(span => span.Text("sagas.booking_id") == bookingId);
                var trace = spans.Where(span => span.TraceId == root?.TraceId).ToList();
                return Task.FromResult(root is not null && isWhole(trace) ? trace : null);
            });
        }
        catch (TimeoutException error)
        {
            throw new TimeoutException(
                $"{error.Message}{Environment.NewLine}{TraceTree.Render([.. _collector.Spans])}{_system.Logs()}", error);
        }
    }

    private Task CountedAsync(string metric, params (string Key, string Value)[] tags) => Eventually.HoldsAsync(
        $"{metric} with {string.Join(", ", tags)} is counted", _patience, () => Task.FromResult(
            _collector.Metrics.Any(seen => seen.Metric.Name == metric && seen.SumWhere(tags) > 0)));
}
