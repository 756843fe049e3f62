using System.Diagnostics;

namespace Sagas.Api.Observation;

/// <summary>
/// Carries the trace of a booking's request to what happens to the booking later: a saga that is started late, an event of the
/// payment provider.
/// </summary>
internal static class TraceContext
{
    private static readonly ActivitySource Source = new("Sagas.Api.Sweeping");

    /// <summary>What is being traced now, to be kept; null when nothing is: then there is nothing to keep.</summary>
    public static string? Current => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <summary>Goes on where the request ended; a booking without a kept trace begins one.</summary>
    public static Activity? GoOn(string span, string? kept, string bookingId) =>
        Source.StartActivity(span, ActivityKind.Internal, kept)?.SetTag("sagas.booking_id", bookingId);

    /// <summary>
    /// An event about a booking, in the booking's trace. The request that brought it is of the provider's making and belongs
    /// to no trace of ours, so the two are linked, either way.
    /// </summary>
    public static Activity? Receive(string? kept, string bookingId)
    {
        var request = Activity.Current;
        ActivityContext.TryParse(kept, null, isRemote: true, out var booking);
        ActivityLink[] links = request is null ? [] : [new ActivityLink(request.Context)];
        var span = Source.StartActivity(ActivityKind.Consumer, booking, links: links, name: "ReceivePaymentEvent")
            ?.SetTag("sagas.booking_id", bookingId);
        if (span is not null)
        {
            request?.AddLink(new ActivityLink(span.Context));
        }

        return span;
    }
}
