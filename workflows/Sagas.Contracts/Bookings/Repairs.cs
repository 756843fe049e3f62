namespace Sagas.Contracts.Bookings;

/// <summary>Try the stuck step again, for whoever has removed the cause.</summary>
/// <param name="Case">The case the sender looked at; refused when the saga has moved on.</param>
/// <param name="Email">A corrected e-mail address for the delivery of tickets; null: unchanged.</param>
public sealed record RetryBooking(int Case, string Who, string Why, string? Email = null);

/// <summary>Undo the whole saga from where it is stuck.</summary>
public sealed record CompensateBooking(int Case, string Who, string Why);

/// <summary>Take the stuck step as done, on evidence from outside (a provider's id, a bank statement).</summary>
public sealed record AcceptAsDone(int Case, string Who, string Why, string Evidence);

/// <summary>Undo a booking at its client's wish; refused once the money has been captured.</summary>
public sealed record CancelBooking(string Who, string Why);

/// <summary>Answer to a repair: the saga as it is after taking the decision, not after carrying it out.</summary>
public sealed record RepairAccepted(int Case, string Action, string Step);

/// <summary>Answer to a cancellation.</summary>
/// <param name="Status">The booking's status at its end, one of <see cref="BookingStatuses"/>.</param>
public sealed record BookingCancelled(string Status);

public static class RepairActions
{
    public const string Retry = "retry";
    public const string Compensate = "compensate";
    public const string AcceptAsDone = "accept_as_done";
}

/// <summary>Error types of refused updates.</summary>
public static class RepairRefusals
{
    /// <summary>The saga is not parked, or is parked with another case: look again. (HTTP 409.)</summary>
    public const string MovedOn = "SagaMovedOn";
    /// <summary>Another decision on this case was taken and is being carried out. (HTTP 409.)</summary>
    public const string RepairInFlight = "RepairInFlight";
    /// <summary>The money is captured: only a refund can undo this booking. (HTTP 409.)</summary>
    public const string PastPivot = "PastPivot";
    /// <summary>The decision lacks who, why or evidence, or does not fit the stuck step. (HTTP 422.)</summary>
    public const string Invalid = "RepairInvalid";
}
