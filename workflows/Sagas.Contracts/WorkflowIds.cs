namespace Sagas.Contracts;

/// <summary>Workflow ids from business ids and back. They are plain text in Temporal: never a name or an e-mail address.</summary>
public static class WorkflowIds
{
    private const string BookingPrefix = "booking-";

    public static string Booking(string bookingId) => BookingPrefix + bookingId;

    /// <summary>The booking a workflow id stands for, or null when it is no booking workflow.</summary>
    public static string? BookingId(string workflowId) =>
        workflowId.StartsWith(BookingPrefix, StringComparison.Ordinal) && workflowId.Length > BookingPrefix.Length
            ? workflowId[BookingPrefix.Length..]
            : null;
}
