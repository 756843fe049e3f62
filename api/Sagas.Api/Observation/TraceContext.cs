using System.Diagnostics;

namespace Sagas.Api.Observation;

/// <summary>Carries a trace over the time in which a booking waits for its saga to be started.</summary>
internal static class TraceContext
{
    private static readonly ActivitySource Source = new("Sagas.Api.Sweeping");

    /// <summary>What is being traced now, to be kept; null when nothing is: then there is nothing to keep.</summary>
    public static string? Current => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } span ? span.Id : null;

    /// <summary>Goes on where the request ended; a booking without a kept trace begins one.</summary>
    public static Activity? GoOn(string? kept, string bookingId) =>
        Source.StartActivity("StartLateBooking", ActivityKind.Internal, kept)?.SetTag("sagas.booking_id", bookingId);
}
