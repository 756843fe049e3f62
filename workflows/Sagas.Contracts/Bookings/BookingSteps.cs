namespace Sagas.Contracts.Bookings;

/// <summary>Names of the booking saga's steps and compensations, in order; they appear in timelines, keys and search attributes.</summary>
public static class BookingSteps
{
    public const string OpenBooking = "open-booking";
    public const string HoldSeats = "hold-seats";
    public const string AuthorisePayment = "authorise-payment";
    public const string CommitSeats = "commit-seats";
    public const string CapturePayment = "capture-payment";
    public const string ConfirmBooking = "confirm-booking";
    public const string DeliverTickets = "deliver-tickets";

    /// <summary>Taken by a recovery only, before it goes on or back: it finds out what is true.</summary>
    public const string RecoverBooking = "recover-booking";

    public static IReadOnlyList<string> InOrder { get; } =
        [OpenBooking, HoldSeats, AuthorisePayment, CommitSeats, CapturePayment, ConfirmBooking, DeliverTickets];
}

/// <summary>Names of the compensations of the booking saga.</summary>
public static class BookingCompensations
{
    public const string CloseBooking = "close-booking";
    public const string ReleaseSeats = "release-seats";
    public const string CancelPayment = "cancel-payment";
    public const string RefundPayment = "refund-payment";
    public const string VoidTickets = "void-tickets";
    /// <summary>Sent after every other compensation, because it tells the customer what they have done.</summary>
    public const string SendCancellation = "send-cancellation";
}
