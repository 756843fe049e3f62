using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Engine.Definition;
using Sagas.Engine.Execution;
using Temporalio.Common;
using ContractRepair = Sagas.Contracts.Bookings.Repair;

namespace Sagas.Workflows.Bookings;

/// <summary>Keeps support's list, the search attributes and the description of a booking saga true.</summary>
internal static class BookingHooks
{
    private static readonly SearchAttributeKey<long> MoneyAtRisk =
        SearchAttributeKey.CreateLong(SearchAttributeNames.MoneyAtRisk);

    public static SagaHooks<BookingState> All { get; } = new()
    {
        Policy = BookingPolicies.SupportList,
        Parked = ParkedAsync,
        Repaired = RepairedAsync,
        Describe = BookingWords.Describe,
        Measures = [(MoneyAtRisk, BookingWords.MoneyAtRisk)],
    };

    private static Task ParkedAsync(BookingState b, OpenCase open, StepCall call)
    {
        var note = new NoteSagaState(
            BusinessKeys.Of(b.Command.BookingId, "park", open.Number),
            b.Command.BookingId,
            open.Number,
            new ParkedBooking(
                open.Name,
                open.Compensating,
                open.Since,
                open.Error.Code,
                open.Error.Message,
                BookingWords.SeatsMeaning(b),
                BookingWords.MoneyMeaning(b),
                BookingWords.MailMeaning(b),
                b.Held is { } held ? held.Total with { Amount = BookingWords.MoneyAtRisk(b) } : null),
            DecidedBy: null,
            Email: null);
        return BookingPorts.NoteAsync(note, call);
    }

    private static Task RepairedAsync(BookingState b, OpenCase open, Decision decision, StepCall call)
    {
        var note = new NoteSagaState(
            BusinessKeys.Of(b.Command.BookingId, "unpark", open.Number),
            b.Command.BookingId,
            open.Number,
            Parked: null,
            new ContractRepair(
                BookingReports.Word(decision.Action), decision.Who, decision.Why, decision.Evidence, decision.At),
            b.Customer.Email == b.Command.Customer.Email ? null : b.Customer.Email);
        return BookingPorts.NoteAsync(note, call);
    }
}
