using System.Text.Json;
using EndToEnd.Customers;
using Sagas.Harness;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using WorkflowExecution = Temporalio.Api.Common.V1.WorkflowExecution;

namespace EndToEnd.Recovery;

/// <summary>
/// An operator terminates bookings at several steps, through all processes: each is finished by its recovery, forward or back.
/// One test for all, because a recovery waits some 20 s for the last attempts of the terminated run.
/// </summary>
public sealed class TerminatedTests(SharedSystem shared) : SystemTest(shared)
{
    private const string Undone = "its workflow was terminated by an operator; undone by recovery";

    private ITemporalClient? _client;

    private ITemporalClient Temporal =>
        _client ??= TemporalClient.CreateLazy(new TemporalClientConnectOptions(System.Urls.Temporal));

    [Fact]
    public async Task Terminated_AtAnyStep_IsFinishedAndNothingIsLost()
    {
        var eventId = await Shared.EventAsync();
        var held = await TerminatedAfterHoldAsync(eventId, "A-1");
        var authorised = await TerminatedAfterAuthorisationAsync(eventId, "A-2");
        var captured = await TerminatedAfterCaptureAsync(eventId, "A-3");
        var parked = await TerminatedWhileParkedAsync(eventId, "A-4");
        var waiting = await TerminatedAsync(await WaitingForCustomerAsync(eventId, "A-5"));

        var seats = new Dictionary<string, string> { ["A-3"] = "sold", ["A-4"] = "sold" };
        await UndoneAsync(held);
        await UndoneAsync(authorised);
        await UndoneAsync(waiting);
        await FinishedAsync(captured, "confirm-booking done");
        await CorrectedAsync(parked);
        await FinishedAsync(parked, "confirm-booking done");
        (await Desk.SeatsAsync(eventId)).Where(seat => seat.Value != "free").ShouldBe(seats, ignoreOrder: true);
        foreach (var (id, intents) in new[] { (authorised, "canceled"), (captured, "succeeded"), (waiting, "canceled") })
        {
            (await IntentsAsync(id)).ShouldBe([intents]);
        }

        await SeenByOperatorsAsync(authorised);
    }

    [Fact]
    public async Task TerminatedThenReset_IsLeftToItsOwnWorkflow()
    {
        var id = await WaitingForCustomerAsync(await Shared.EventAsync(), "A-1");
        await TerminatedAsync(id);
        await ResetAsync(id);

        var again = await Desk.UntilAsync(id, "waiting again", seen => seen.NextUrl is not null);
        await Customer.ActsAsync(again.NextUrl!, "pass");

        var booking = await Desk.UntilFinalAsync(id);
        booking.Status.ShouldBe("confirmed");
        booking.Steps.ShouldNotContain(step => step.StartsWith("recover-booking", StringComparison.Ordinal));
        (await IntentsAsync(id)).ShouldBe(["succeeded"]);
    }

    private async Task<string> TerminatedAfterHoldAsync(string eventId, string seat)
    {
        await System.Stripe.FailAsync("""{"operation":"payment_intents.create","times":1000,"status":503}""");
        var id = await Desk.PlaceAsync(eventId, [seat]);
        await Desk.UntilAsync(id, "held", seen => seen.Steps.Contains("hold-seats done"));
        return await TerminatedAsync(id);
    }

    private async Task<string> TerminatedAfterAuthorisationAsync(string eventId, string seat)
    {
        await System.Stripe.FailAsync("""{"operation":"payment_intents.capture","times":1000,"status":503}""");
        var id = await Desk.PlaceAsync(eventId, [seat]);
        await Desk.UntilAsync(id, "authorised", seen => seen.Steps.Contains("commit-seats done"));
        (await IntentsAsync(id)).ShouldBe(["requires_capture"]);
        return await TerminatedAsync(id);
    }

    /// <summary>The money is taken, and nobody of ours knows.</summary>
    private async Task<string> TerminatedAfterCaptureAsync(string eventId, string seat)
    {
        await System.Stripe.FailAsync("""{"operation":"payment_intents.capture","times":1000,"status":503,"work":true}""");
        await System.Stripe.FailAsync("""{"operation":"payment_intents.retrieve","times":1000,"status":503}""");
        var id = await Desk.PlaceAsync(eventId, [seat]);
        await Eventually.HoldsAsync($"the payment of {id} is captured", BookingDesk.Patience, async () =>
            (await IntentsAsync(id)).Contains("succeeded"));
        return await TerminatedAsync(id);
    }

    private async Task<string> TerminatedWhileParkedAsync(string eventId, string seat)
    {
        var id = await Desk.PlaceAsync(eventId, [seat], email: "buyer@invalid.example");
        await Desk.UntilAsync(id, "parked", seen => seen.Status == "needs_attention");
        return await TerminatedAsync(id);
    }

    /// <summary>Its recovery parks at the same step, as a new case, and support corrects the address there.</summary>
    private async Task CorrectedAsync(string id)
    {
        await Eventually.HoldsAsync($"booking {id} is parked by its recovery", BookingDesk.Patience, async () =>
            (await System.Support.GetAsync($"/v1/support/bookings/{id}")).Json.TryGetProperty("stuck", out var stuck)
            && stuck.ValueKind == JsonValueKind.Object && stuck.GetProperty("case").GetInt32() == 2);
        var retried = await System.Support.PostAsync(
            $"/v1/support/bookings/{id}/retry", """{"reason":"typing error","email":"recovered@example.org"}""");
        retried.Status.ShouldBe(202, retried.Text);
    }

    private async Task<string> WaitingForCustomerAsync(string eventId, string seat)
    {
        var id = await Desk.PlaceAsync(eventId, [seat], "pm_card_authenticationRequired");
        await Desk.UntilAsync(id, "waiting for the customer", seen => seen.NextUrl is not null);
        return id;
    }

    private async Task<string> TerminatedAsync(string id)
    {
        await Temporal.GetWorkflowHandle($"booking-{id}").TerminateAsync("an operator's test");
        await System.Stripe.HealAsync();
        return id;
    }

    private async Task ResetAsync(string id)
    {
        var history = await Temporal.GetWorkflowHandle($"booking-{id}").FetchHistoryAsync();
        var described = await Temporal.GetWorkflowHandle($"booking-{id}").DescribeAsync();
        await Temporal.WorkflowService.ResetWorkflowExecutionAsync(new ResetWorkflowExecutionRequest
        {
            Namespace = Temporal.Options.Namespace,
            WorkflowExecution = new WorkflowExecution { WorkflowId = $"booking-{id}", RunId = described.RunId },
            WorkflowTaskFinishEventId = history.Events.First(e => e.EventType == EventType.WorkflowTaskCompleted).EventId,
            RequestId = Guid.NewGuid().ToString(),
            Reason = "an operator's test",
        });
    }

    private async Task UndoneAsync(string id)
    {
        var booking = await Desk.UntilFinalAsync(id);
        (booking.Status, booking.Reason, booking.ReasonDetail).ShouldBe(("cancelled", "UndoneByRecovery", Undone));
        booking.Steps.ShouldContain("hold-seats done");
        booking.Steps.ShouldContain("recover-booking done");
        booking.Compensations.ShouldBe(["void-tickets", "cancel-payment", "release-seats", "close-booking"]);
    }

    private async Task FinishedAsync(string id, string step)
    {
        var booking = await Desk.UntilFinalAsync(id);
        (booking.Status, booking.Reason, booking.Tickets.Count).ShouldBe(("confirmed", null, 1));
        booking.Steps.ShouldContain("recover-booking done");
        booking.Steps.ShouldContain(step);
        booking.Steps[^1].ShouldBe("deliver-tickets done");
        booking.Compensations.ShouldBeEmpty();
    }

    private async Task SeenByOperatorsAsync(string id)
    {
        var recovery = await Temporal.GetWorkflowHandle($"recovery-{id}").DescribeAsync();
        recovery.Status.ShouldBe(WorkflowExecutionStatus.Completed);
        (await recovery.GetStaticSummaryAsync()).ShouldStartWith("Recovery: seat A-2 of ");
        await Should.ThrowAsync<WorkflowFailedException>(() => Temporal.GetWorkflowHandle($"booking-{id}").GetResultAsync());
    }

    private async Task<IReadOnlyList<string>> IntentsAsync(string id) =>
    [
        .. (await System.Stripe.DumpAsync(id)).GetProperty("payment_intents").EnumerateArray()
            .Select(intent => intent.GetProperty("status").GetString()!),
    ];
}
