namespace Temporalio.Exceptions;

/// <summary>An activity that is completed from outside was cancelled; thrown by its heartbeat.</summary>
public class AsyncActivityCanceledException : TemporalException
{
    /// <summary>Creates the exception.</summary>
    public AsyncActivityCanceledException()
        : base("Activity cancelled")
    {
    }
}
