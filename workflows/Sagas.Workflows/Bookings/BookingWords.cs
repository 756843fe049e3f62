using System.Globalization;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Engine.Execution;

namespace Sagas.Workflows.Bookings;

/// <summary>What a booking saga means, in the words of clients, support and operators. Never personal data.</summary>
internal static class BookingWords
{
    public static string Status(SagaOutcome outcome) => outcome switch
    {
        SagaOutcome.Completed => BookingStatuses.Confirmed,
        SagaOutcome.Rejected => BookingStatuses.Rejected,
        _ => BookingStatuses.Cancelled,
    };

    public static Refusal Reason(SagaOutcome outcome, SagaError error) => outcome switch
    {
        SagaOutcome.Cancelled => new Refusal(RefusalCodes.CancelledByClient, error.Message, error.Detail),
        SagaOutcome.Compensated when !RefusalCodes.All.Contains(error.Code) =>
            new Refusal(RefusalCodes.CompensatedBySupport, $"undone by support after: {error.Message}", error.Code),
        _ => new Refusal(error.Code, error.Message, error.Detail),
    };

    public static string Seats(BookingState b) => SeatWords.Of(b.Command.Seats);

    /// <summary>Short enough for a summary.</summary>
    public static string SeatsInBrief(BookingState b) => SeatWords.Brief(b.Command.Seats);

    public static string Total(BookingState b) => b.Held?.Total.ToString() ?? "the price";

    /// <param name="b">The booking.</param>
    /// <param name="turningBack">It is no longer to be confirmed: what was paid for good must be given back.</param>
    public static long MoneyAtRisk(BookingState b, bool turningBack = false) =>
        b.Authorised is null || b.PaymentCancelled is not null || b.Refunded is not null || (IsSettled(b) && !turningBack)
            ? 0
            : b.Held?.Total.Amount ?? 0;

    public static string AwaitingCustomer(BookingState b, DateTimeOffset until, bool isExtended) =>
        $"Waiting for the customer's 3-D Secure until {Time(until)}{(isExtended ? " at the latest (the hold is extended once)" : "")}; "
        + $"{Seats(b)} held; nothing charged.";

    public static string SeatsMeaning(BookingState b) =>
        b.Released is not null ? $"{Capitalised(Seats(b))}: free again."
        : b.Committed is not null ? $"{Capitalised(Seats(b))}: sold to this booking; nobody else can buy them."
        : b.Held is not null ? $"{Capitalised(Seats(b))}: held for this booking; nobody else can buy them."
        : $"{Capitalised(Seats(b))}: not known to be held.";

    public static string MoneyMeaning(BookingState b) =>
        b.Refunded is { } refund ? $"{refund.Refunded} given back."
        : b.Captured is { } captured ? $"{captured.Captured} charged."
        : b.PaymentCancelled is not null ? "Nothing charged; the authorisation is cancelled."
        : b.Authorised is { } authorised ? $"{authorised.Authorised} authorised, not known to be charged."
        : b.Held is { Total.Amount: 0 } ? "Nothing to pay."
        : "Nothing known to be authorised or charged.";

    public static string MailMeaning(BookingState b) =>
        b.Sent is not null ? "The tickets were sent."
        : b.Voided is not null ? "The tickets are void and were not sent."
        : b.Confirmed is not null ? "The tickets are issued and can be downloaded, but were not sent."
        : "No tickets, and nothing sent.";

    public static string Describe(BookingState b) =>
        $"{SeatsMeaning(b)} {MoneyMeaning(b)} {MailMeaning(b)}{RiskMeaning(b)}";

    private static string RiskMeaning(BookingState b) => MoneyAtRisk(b) > 0
        ? $" At risk until this booking is confirmed or undone: {Total(b)}."
        : "";

    private static bool IsSettled(BookingState b) => b is { Confirmed: not null, Voided: null };

    private static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
