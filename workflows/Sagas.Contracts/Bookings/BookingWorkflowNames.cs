namespace Sagas.Contracts.Bookings;

/// <summary>Names on the wire, for clients in other languages; the C# interface carries the same.</summary>
public static class BookingWorkflowNames
{
    public const string Workflow = "Booking";
    public const string Recovery = "BookingRecovery";
    public const string TimelineQuery = "timeline";
    public const string RetryUpdate = "retry";
    public const string CompensateUpdate = "compensate";
    public const string AcceptAsDoneUpdate = "accept-as-done";
    public const string CancelUpdate = "cancel";
    public const string PaymentChangedSignal = "payment-changed";
    /// <summary>Error type of a workflow that was started with an input the API would have refused.</summary>
    public const string InvalidInput = "InvalidInput";
}
