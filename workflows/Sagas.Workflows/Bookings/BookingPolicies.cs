using Sagas.Contracts;
using Sagas.Engine.Definition;

namespace Sagas.Workflows.Bookings;

/// <summary>
/// Time limits of the booking saga. Up to the pivot an outage of ten minutes is waited out, since seats and money are
/// only held; after it and on the way back nothing gives up. The limits of one attempt are far above what an attempt
/// takes, because a timed-out attempt leaves an unknown outcome behind.
/// </summary>
internal static class BookingPolicies
{
    private static readonly TimeSpan OutageMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan DatabaseAttemptMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProviderAttemptMax = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan UndoRetryAtLeastEvery = TimeSpan.FromMinutes(15);

    public static StepPolicy Open { get; } = BeforePivot(TaskQueues.Bookings, DatabaseAttemptMax);

    public static StepPolicy Seats { get; } = BeforePivot(TaskQueues.Events, DatabaseAttemptMax);

    public static StepPolicy Payment { get; } = BeforePivot(TaskQueues.Payments, ProviderAttemptMax);

    public static StepPolicy Confirm { get; } = new(TaskQueues.Bookings, DatabaseAttemptMax);

    public static StepPolicy Deliver { get; } = new(TaskQueues.Notifications, ProviderAttemptMax)
    {
        RetryAtLeastEvery = TimeSpan.FromMinutes(5),
    };

    public static StepPolicy UndoBooking { get; } = Undo(TaskQueues.Bookings, DatabaseAttemptMax);

    public static StepPolicy UndoSeats { get; } = Undo(TaskQueues.Events, DatabaseAttemptMax);

    public static StepPolicy UndoPayment { get; } = Undo(TaskQueues.Payments, ProviderAttemptMax);

    public static StepPolicy Notice { get; } = Undo(TaskQueues.Notifications, ProviderAttemptMax);

    public static StepPolicy SupportList { get; } = new(TaskQueues.Bookings, DatabaseAttemptMax);

    private static StepPolicy BeforePivot(string queue, TimeSpan attemptMax) => new(queue, attemptMax)
    {
        GiveUpAfter = OutageMax,
        // A customer waits for these: a short outage should cost seconds.
        RetryAtLeastEvery = TimeSpan.FromSeconds(10),
    };

    private static StepPolicy Undo(string queue, TimeSpan attemptMax) => new(queue, attemptMax)
    {
        RetryAtLeastEvery = UndoRetryAtLeastEvery,
    };
}
