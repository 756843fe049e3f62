namespace Sagas.Contracts;

/// <summary>Workflow ids from business ids and back. They are plain text in Temporal: never a name or an e-mail address.</summary>
public static class WorkflowIds
{
    private const string BookingPrefix = "booking-";
    private const string RecoveryPrefix = "recovery-";

    public static string Booking(string bookingId) => BookingPrefix + bookingId;

    /// <summary>Of the workflow that finishes a booking whose own workflow is no longer there.</summary>
    public static string Recovery(string bookingId) => RecoveryPrefix + bookingId;

    /// <summary>The booking a workflow id stands for, or null when it is neither a booking's nor a recovery's.</summary>
    public static string? BookingId(string workflowId) => After(BookingPrefix, workflowId) ?? After(RecoveryPrefix, workflowId);

    private static string? After(string prefix, string workflowId) =>
        workflowId.StartsWith(prefix, StringComparison.Ordinal) && workflowId.Length > prefix.Length
            ? workflowId[prefix.Length..]
            : null;
}
