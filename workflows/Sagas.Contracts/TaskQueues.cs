namespace Sagas.Contracts;

/// <summary>The task queues: one per bounded context or capability, so that a slow provider cannot starve the rest.</summary>
public static class TaskQueues
{
    /// <summary>The booking workflow itself and the activities of the Bookings context.</summary>
    public const string Bookings = "bookings";
    public const string Events = "events";
    public const string Payments = "payments";
    public const string Notifications = "notifications";

    public static IReadOnlyList<string> All { get; } = [Bookings, Events, Payments, Notifications];
}
