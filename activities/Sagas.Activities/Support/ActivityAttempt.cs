using Temporalio.Activities;

namespace Sagas.Activities.Support;

/// <summary>What the running activity knows of itself; sensible values outside of Temporal.</summary>
internal static class ActivityAttempt
{
    /// <summary>1 for the first.</summary>
    public static int Number => ActivityExecutionContext.HasCurrent ? ActivityExecutionContext.Current.Info.Attempt : 1;

    /// <summary>Fires when the activity is cancelled, times out, or the worker stops.</summary>
    public static CancellationToken Token =>
        ActivityExecutionContext.HasCurrent ? ActivityExecutionContext.Current.CancellationToken : CancellationToken.None;
}
