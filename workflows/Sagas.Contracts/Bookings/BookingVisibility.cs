using Sagas.Contracts.Sagas;
using Temporalio.Common;

namespace Sagas.Contracts.Bookings;

/// <summary>What operators see of a booking workflow from its first moment; whoever starts one passes it on.</summary>
public static class BookingVisibility
{
    private static readonly SearchAttributeKey<string> SagaState =
        SearchAttributeKey.CreateKeyword(SearchAttributeNames.SagaState);

    private static readonly SearchAttributeKey<string> EventId =
        SearchAttributeKey.CreateKeyword(SearchAttributeNames.EventId);

    public static SearchAttributeCollection AtStart(BookSeats command) => new SearchAttributeCollection.Builder()
        .Set(SagaState, SagaStates.Running)
        .Set(EventId, command.EventId)
        .ToSearchAttributeCollection();

    /// <summary>One line without personal data.</summary>
    public static string Summary(BookSeats command) =>
        $"Booking of {SeatWords.Brief(command.Seats)} of {command.EventId}";

    /// <inheritdoc cref="Summary(BookSeats)"/>
    public static string Summary(RecoverBooking command) =>
        $"Recovery: {SeatWords.Brief(command.Booking.Seats)} of {command.Booking.EventId}, because "
        + RecoveryCauses.InWords(command.Cause);
}
