using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>An activity failed for good; the inner exception says why.</summary>
public class ActivityFailureException : FailureException
{
    /// <summary>Creates the exception from a failure of the wire.</summary>
    /// <param name="failure">Failure with activity information.</param>
    /// <param name="inner">Cause, already converted.</param>
    /// <exception cref="ArgumentException">The failure is of another kind.</exception>
    protected internal ActivityFailureException(Failure failure, Exception? inner)
        : base(failure, inner)
    {
        if (failure.ActivityFailureInfo == null)
        {
            throw new ArgumentException("Failure has no activity failure information", nameof(failure));
        }
    }

    /// <summary>The failure that this exception was made from.</summary>
    public new Failure Failure => base.Failure!;

    /// <summary>Activity type.</summary>
    public string ActivityType => Failure.ActivityFailureInfo.ActivityType?.Name ?? string.Empty;

    /// <summary>Activity id.</summary>
    public string ActivityId => Failure.ActivityFailureInfo.ActivityId;

    /// <summary>Identity of the worker of the last attempt; null when none ran it.</summary>
    public string? Identity =>
        Failure.ActivityFailureInfo.Identity.Length == 0 ? null : Failure.ActivityFailureInfo.Identity;

    /// <summary>Why it was not retried.</summary>
    public RetryState RetryState => Failure.ActivityFailureInfo.RetryState;
}
