using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Payments;
using Sagas.Workflows.Tests.Fakes;
using Temporalio.Client;

namespace Sagas.Workflows.Tests.Replay;

/// <summary>Runs of the booking saga whose histories are kept: one for every way through it.</summary>
internal static class Scenarios
{
    public static IReadOnlyDictionary<string, Func<BookingHarness, Task<WorkflowHandle>>> All { get; } =
        new Dictionary<string, Func<BookingHarness, Task<WorkflowHandle>>>
        {
            ["confirmed"] = harness => RunAsync(harness),
            ["declined"] = harness => RunAsync(harness, "AuthorisePayment", RefusalCodes.PaymentDeclined),
            ["event-closed"] = harness => RunAsync(harness, "CommitSeats", RefusalCodes.EventClosed),
            ["capture-failed"] = harness => RunAsync(harness, "CapturePayment", RefusalCodes.CaptureFailed),
            ["mail-refused-undone"] = harness => RunAsync(
                harness, "SendTickets", RefusalCodes.MailAddressRejected, DeliveryFailurePolicy.Compensate),
            ["mail-refused-corrected"] = MailCorrectedAsync,
            ["capture-unknown-retried"] = CaptureRetriedAsync,
            ["cancelled-while-authorising"] = CancelledAsync,
            ["refund-stuck-retried"] = RefundRetriedAsync,
            ["mail-down-for-hours"] = MailDownAsync,
            ["free"] = FreeAsync,
            ["accepted-confirmed"] = harness => AcceptedAsync(harness),
            ["accepted-refused"] = harness => AcceptedAsync(harness, "HoldSeats", RefusalCodes.SeatsTaken),
            ["customer-confirms"] = CustomerConfirmsAsync,
            ["customer-never-confirms"] = CustomerNeverConfirmsAsync,
            ["recovered-undone"] = harness => RecoveredAsync(harness, "CommitSeats"),
            ["recovered-finished"] = harness => RecoveredAsync(harness, "CapturePayment"),
            ["recovery-undecided-undone"] = RecoveryUndecidedAsync,
        };

    private static Task<WorkflowHandle> RunAsync(
        BookingHarness harness,
        string? activity = null,
        string code = "",
        DeliveryFailurePolicy policy = DeliveryFailurePolicy.Park) =>
        RunAsync(harness, harness.Command(policy), activity, code);

    private static Task<WorkflowHandle> AcceptedAsync(BookingHarness harness, string? activity = null, string code = "") =>
        RunAsync(harness, harness.Command() with { Accepted = true }, activity, code);

    private static async Task<WorkflowHandle> RunAsync(BookingHarness harness, BookSeats command, string? activity, string code)
    {
        if (activity is not null)
        {
            harness.World.Next(activity, new Fault.Refuse(code));
        }
        var handle = await harness.StartAsync(command);
        await handle.GetResultAsync();
        return handle;
    }

    private static async Task<WorkflowHandle> MailCorrectedAsync(BookingHarness harness)
    {
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);
        await handle.ExecuteUpdateAsync(w => w.RetryAsync(new RetryBooking(1, "ann", "typo", "ada@example.org")));
        await handle.GetResultAsync();
        return handle;
    }

    private static async Task<WorkflowHandle> CaptureRetriedAsync(BookingHarness harness)
    {
        harness.World.Next("CapturePayment", new Fault.BreakForGood());
        var handle = await harness.BookAsync();
        await harness.ParkedAsync(handle);
        await handle.ExecuteUpdateAsync(w => w.RetryAsync(new RetryBooking(1, "ann", "provider is back")));
        await handle.GetResultAsync();
        return handle;
    }

    private static async Task<WorkflowHandle> CancelledAsync(BookingHarness harness)
    {
        var gate = new Gate();
        harness.World.Next("AuthorisePayment", new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;
        await handle.StartUpdateAsync(
            w => w.CancelAsync(new CancelBooking("client", "changed my mind")),
            new WorkflowUpdateStartOptions(WorkflowUpdateStage.Accepted));
        gate.Open();
        await handle.GetResultAsync();
        return handle;
    }

    private static async Task<WorkflowHandle> RefundRetriedAsync(BookingHarness harness)
    {
        harness.World.Next("SendTickets", new Fault.Refuse(RefusalCodes.MailAddressRejected));
        harness.World.Next("RefundPayment", new Fault.Refuse(RefusalCodes.RefundFailed));
        var handle = await harness.BookAsync(DeliveryFailurePolicy.Compensate);
        await harness.ParkedAsync(handle);
        await handle.ExecuteUpdateAsync(w => w.RetryAsync(new RetryBooking(1, "ann", "dispute closed")));
        await handle.GetResultAsync();
        return handle;
    }

    private static async Task<WorkflowHandle> MailDownAsync(BookingHarness harness)
    {
        harness.World.Always("SendTickets", new Fault.Break());
        var handle = await harness.BookAsync();
        var result = handle.GetResultAsync();
        await harness.ParkedAsync(handle);
        harness.World.Heal("SendTickets");
        await result;
        return handle;
    }

    private static async Task<WorkflowHandle> CustomerConfirmsAsync(BookingHarness harness)
    {
        harness.World.CardNeedsCustomer = true;
        var handle = await harness.BookAsync();
        await harness.World.Seen("AuthorisePayment");
        harness.World.Intents[FakePayments.IntentOf(harness.BookingId)] = PaymentStates.Authorised;
        await handle.SignalAsync(w => w.PaymentChangedAsync(new PaymentChanged("evt_1", "payment_intent.amount_capturable_updated")));
        await handle.GetResultAsync();
        return handle;
    }

    private static Task<WorkflowHandle> CustomerNeverConfirmsAsync(BookingHarness harness)
    {
        harness.World.CardNeedsCustomer = true;
        return RunAsync(harness);
    }

    private static Task<WorkflowHandle> FreeAsync(BookingHarness harness)
    {
        harness.World.Price = Money.Zero("EUR");
        return RunAsync(harness);
    }

    private static async Task<WorkflowHandle> RecoveredAsync(BookingHarness harness, string atWork)
    {
        await TerminateAsync(harness, atWork);
        var recovery = await harness.RecoverAsync();
        await recovery.GetResultAsync();
        return recovery;
    }

    private static async Task<WorkflowHandle> RecoveryUndecidedAsync(BookingHarness harness)
    {
        await TerminateAsync(harness, "ConfirmBooking");
        harness.World.Intents[FakePayments.IntentOf(harness.BookingId)] = PaymentStates.Refunded;
        var recovery = await harness.RecoverAsync();
        var result = recovery.GetResultAsync();
        await harness.ParkedAsync(recovery);
        await recovery.ExecuteUpdateAsync(w => w.CompensateAsync(new CompensateBooking(1, "ann", "refunded by hand")));
        await result;
        return recovery;
    }

    private static async Task TerminateAsync(BookingHarness harness, string atWork)
    {
        var gate = new Gate();
        harness.World.Next(atWork, new Fault.WaitAt(gate));
        var handle = await harness.BookAsync();
        await gate.Reached;
        await handle.TerminateAsync();
        gate.Open();
        await harness.World.Seen(atWork);
    }
}
