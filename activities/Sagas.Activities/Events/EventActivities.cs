using Sagas.Activities.Support;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Events;
using Sagas.Effects;
using Temporalio.Activities;

namespace Sagas.Activities.Events;

/// <summary>Seats: held, sold, freed; each all or nothing, and only by the booking and epoch that owns them.</summary>
public sealed class EventActivities(IEffects effects, HoldOptions options) : IEventActivities
{
    [Activity]
    public Task<SeatsHeld> HoldSeatsAsync(HoldSeats command) => CrashPoint.AroundAsync(BookingSteps.HoldSeats, async () =>
    {
        var answer = await effects.ApplyAsync(
            new HoldEffect(command, options.Hold, options.Grace), ActivityAttempt.Token).ConfigureAwait(false);
        return answer.Offer is { } offer ? Held(offer, options.Grace) : throw Refusal(command, answer);
    });

    [Activity]
    public Task<SeatsCommitted> CommitSeatsAsync(CommitSeats command) =>
        CrashPoint.AroundAsync(BookingSteps.CommitSeats, async () =>
        {
            var answer = await effects.ApplyAsync(new CommitEffect(command), ActivityAttempt.Token).ConfigureAwait(false);
            return answer.Outcome switch
            {
                "committed" => new SeatsCommitted(answer.EventVersion, ActivityAttempt.Number),
                "off_sale" => throw Failures.Refused(
                    RefusalCodes.EventClosed, $"Event {command.EventId} is no longer on sale; its seats were not sold."),
                "lost" => throw Failures.Refused(
                    RefusalCodes.HoldLost,
                    $"Booking {command.BookingId} (hold {command.Epoch}) no longer holds its seats of event "
                    + $"{command.EventId}."),
                _ => throw new InvalidOperationException($"commit_seats answered '{answer.Outcome}', which nobody knows."),
            };
        });

    [Activity]
    public Task<SeatsReleased> ReleaseSeatsAsync(ReleaseSeats command) =>
        CrashPoint.AroundAsync(BookingCompensations.ReleaseSeats, async () =>
        {
            var holdKey = BusinessKeys.Of(command.BookingId, BookingSteps.HoldSeats, command.Epoch);
            var count = await effects.ApplyAsync(new ReleaseEffect(command, holdKey), ActivityAttempt.Token)
                .ConfigureAwait(false);
            return new SeatsReleased(count, ActivityAttempt.Number);
        });

    private static SeatsHeld Held(Offer offer, TimeSpan grace) => new(
        offer.EventVersion,
        offer.EventName,
        offer.StartsAt,
        offer.Seats.Select((seat, i) =>
            new SeatPrice(seat, offer.Sections[i], new Money(offer.PricesMinor[i], offer.Currency))).ToList(),
        new Money(offer.TotalMinor, offer.Currency),
        offer.HeldUntil,
        ActivityAttempt.Number,
        offer.HeldUntil + grace);

    private static Exception Refusal(HoldSeats command, HoldAnswer answer)
    {
        var seats = string.Join(',', answer.Refused);
        return answer.Outcome switch
        {
            "taken" => Failures.Refused(
                RefusalCodes.SeatsTaken, $"Seats {seats} of event {command.EventId} are taken; none was held.", seats),
            "unknown" => Failures.Refused(
                RefusalCodes.UnknownSeats, $"Event {command.EventId} has no seats {seats}; none was held.", seats),
            "unknown_event" => Failures.Refused(RefusalCodes.UnknownEvent, $"There is no event {command.EventId}."),
            "off_sale" => Failures.Refused(RefusalCodes.EventClosed, $"Event {command.EventId} is not on sale."),
            _ => new InvalidOperationException($"hold_seats answered '{answer.Outcome}', which nobody knows."),
        };
    }
}
