using Sagas.Contracts.Sagas;

namespace Sagas.Contracts.Bookings;

/// <summary>Input of the recovery workflow: finish a booking that is open in the facts while its workflow is not.</summary>
/// <param name="Booking">What was booked, from the booking's row: the address as support may have corrected it.</param>
/// <param name="Number">Counts the recoveries of this booking from 1; part of the key.</param>
/// <param name="CasesBefore">The number of the last case of this booking; those of the recovery follow it.</param>
/// <param name="Cause">One of <see cref="RecoveryCauses"/>.</param>
/// <param name="NotBefore">When the last attempts of the ended run are over; null: nobody knows when it ended.</param>
public sealed record RecoverBooking(
    BookSeats Booking, int Number, int CasesBefore, string Cause, DateTimeOffset? NotBefore);

/// <summary>What became of the booking's own workflow.</summary>
public static class RecoveryCauses
{
    public const string Terminated = "terminated";
    public const string Failed = "failed";
    public const string TimedOut = "timed_out";
    public const string Cancelled = "cancelled";
    /// <summary>It came to its end, and left the booking open all the same.</summary>
    public const string Completed = "completed";
    /// <summary>Temporal knows no such workflow.</summary>
    public const string Absent = "absent";

    public static string InWords(string cause) => cause switch
    {
        Terminated => "its workflow was terminated by an operator",
        Failed => "its workflow failed",
        TimedOut => "its workflow timed out",
        Cancelled => "its workflow was ended by a cancellation",
        Completed => "its workflow ended and left it open",
        Absent => "its workflow was gone",
        _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "not a cause of a recovery"),
    };
}

/// <summary>Result of the recovery workflow.</summary>
/// <param name="Verdict">One of <see cref="RecoveryVerdicts"/>.</param>
/// <param name="Saga">The finished timeline of the recovery, without what the ended run had done.</param>
public sealed record RecoveryOutcome(string BookingId, string Verdict, SagaSnapshot Saga);

public static class RecoveryVerdicts
{
    /// <summary>It was paid, so it was confirmed and its tickets were sent.</summary>
    public const string Finished = "finished";
    /// <summary>It was undone.</summary>
    public const string Undone = "undone";
    /// <summary>Everything was done already.</summary>
    public const string NothingToDo = "nothing_to_do";
    /// <summary>The booking's own workflow was running again, so nothing was touched.</summary>
    public const string StoodDown = "stood_down";
}

/// <summary>
/// Looks whether the booking's own workflow runs, and if not, reads what the booking's facts say and notes that from here on
/// the recovery acts.
/// </summary>
/// <param name="Key">`{bookingId}:recover-booking:{number}`.</param>
public sealed record BeginRecovery(string Key, string BookingId, string Cause);

/// <summary>What the facts of a booking say. What the provider has is not among them: it is asked.</summary>
/// <param name="IsRunning">The booking's own workflow is open: all else is left alone, and false here.</param>
/// <param name="IsUnfinished">Something is left to do, or to undo.</param>
/// <param name="IsHeld">The seats were held, and what was quoted is on record.</param>
/// <param name="IsCommitted">The seats were committed.</param>
/// <param name="IsConfirmed">The booking was confirmed and its tickets issued, whatever came later.</param>
/// <param name="IsBeingUndone">A compensation has had its effect, or support has decided on it.</param>
/// <param name="HasRefund">The undo of the capture has begun.</param>
/// <param name="PaymentAttempt">The last business attempt to pay; 1 when there was none.</param>
/// <param name="PaymentIntentId">Of that attempt; null when none is on record, and then no money was ever on one.</param>
/// <param name="RefundAttempt">The last business attempt to refund; 1 when there was none.</param>
/// <param name="MailRevision">The revision of the tickets' mail that is to be sent, or was sent last.</param>
public sealed record BookingFacts(
    bool IsRunning,
    bool IsUnfinished,
    bool IsHeld,
    bool IsCommitted,
    bool IsConfirmed,
    bool IsBeingUndone,
    bool HasRefund,
    int PaymentAttempt,
    string? PaymentIntentId,
    int RefundAttempt,
    int MailRevision);
