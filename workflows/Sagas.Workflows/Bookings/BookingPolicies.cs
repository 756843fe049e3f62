using System.Collections.Frozen;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Engine.Definition;

namespace Sagas.Workflows.Bookings;

/// <summary>
/// Time limits of the booking saga. Up to the pivot an outage of ten minutes is waited out, since seats and money are
/// only held; then support decides. After it, and on the way back, nothing gives up: support sees it after a while, and it
/// is tried on meanwhile. The limits of one attempt are far above what an attempt takes, because a timed-out attempt
/// leaves an unknown outcome behind.
/// <para>
/// Which steps the workflow's worker tries itself first, the booking's input says. Compensations are never among them: what led to
/// them must be in the history before anything is undone.
/// </para>
/// </summary>
internal static class BookingPolicies
{
    private static readonly FrozenSet<string> OwnSteps =
        [BookingSteps.OpenBooking, BookingSteps.HoldSeats, BookingSteps.CommitSeats, BookingSteps.ConfirmBooking];

    private static readonly FrozenSet<string> AllSteps = [.. BookingSteps.InOrder];

    private static readonly TimeSpan OutageMax = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan UnseenMax = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MailUnseenMax = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan ParkedPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan DatabaseAttemptMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ProviderAttemptMax = TimeSpan.FromSeconds(20);

    /// <summary>
    /// A cancellation that comes while the card is being authorised is heard after it. Only for a provider that knows idempotency
    /// keys: whatever was under way is not done twice.
    /// </summary>
    private static readonly TimeSpan LocalPaymentMax = TimeSpan.FromSeconds(1);

    public static StepPolicy Open { get; } = BeforePivot(TaskQueues.Bookings, DatabaseAttemptMax);

    public static StepPolicy Seats { get; } = BeforePivot(TaskQueues.Events, DatabaseAttemptMax);

    public static StepPolicy Payment { get; } = BeforePivot(TaskQueues.Payments, ProviderAttemptMax) with
    {
        LocalAttemptMax = LocalPaymentMax,
    };

    /// <summary>
    /// How often the payment is looked at while the customer is confirming it. A webhook tells earlier, if it comes.
    /// </summary>
    public static TimeSpan LookAtPaymentEvery { get; } = TimeSpan.FromSeconds(20);

    public static StepPolicy Confirm { get; } = ForEver(TaskQueues.Bookings, DatabaseAttemptMax, UnseenMax);

    public static StepPolicy Deliver { get; } = ForEver(TaskQueues.Notifications, ProviderAttemptMax, MailUnseenMax);

    public static StepPolicy UndoBooking { get; } = ForEver(TaskQueues.Bookings, DatabaseAttemptMax, UnseenMax);

    public static StepPolicy UndoSeats { get; } = ForEver(TaskQueues.Events, DatabaseAttemptMax, UnseenMax);

    public static StepPolicy UndoPayment { get; } = ForEver(TaskQueues.Payments, ProviderAttemptMax, UnseenMax);

    public static StepPolicy Notice { get; } = ForEver(TaskQueues.Notifications, ProviderAttemptMax, MailUnseenMax);

    public static StepPolicy Recover { get; } = ForEver(TaskQueues.Bookings, DatabaseAttemptMax, UnseenMax);

    public static StepPolicy SupportList { get; } = new(TaskQueues.Bookings, DatabaseAttemptMax);

    /// <summary>The steps of a booking that are tried locally first.</summary>
    public static IReadOnlySet<string> LocalFirst(BookSeats booking) =>
        !booking.LocalSteps ? FrozenSet<string>.Empty : booking.LocalCalls ? AllSteps : OwnSteps;

    private static StepPolicy BeforePivot(string queue, TimeSpan attemptMax) => new(queue, attemptMax)
    {
        GiveUpAfter = OutageMax,
        // A customer waits for these: a short outage should cost seconds.
        RetryAtLeastEvery = TimeSpan.FromSeconds(10),
    };

    private static StepPolicy ForEver(string queue, TimeSpan attemptMax, TimeSpan unseenMax) => new(queue, attemptMax)
    {
        GiveUpAfter = unseenMax,
        TryAgainEvery = ParkedPause,
    };
}
