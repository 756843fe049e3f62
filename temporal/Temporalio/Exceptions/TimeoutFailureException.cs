using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Converters;

namespace Temporalio.Exceptions;

/// <summary>A workflow or activity ran out of time.</summary>
public class TimeoutFailureException : FailureException
{
    /// <summary>Creates the exception from a failure of the wire.</summary>
    /// <param name="failure">Failure with timeout information.</param>
    /// <param name="inner">Cause, already converted.</param>
    /// <param name="converter">Converter for the heartbeat details.</param>
    /// <exception cref="ArgumentException">The failure is of another kind.</exception>
    protected internal TimeoutFailureException(Failure failure, Exception? inner, IPayloadConverter converter)
        : base(failure, inner)
    {
        var info = failure.TimeoutFailureInfo
            ?? throw new ArgumentException("Failure has no timeout information", nameof(failure));
        LastHeartbeatDetails = new(
            converter, (IReadOnlyCollection<Payload>?)info.LastHeartbeatDetails?.Payloads_ ?? []);
    }

    /// <summary>The failure that this exception was made from.</summary>
    public new Failure Failure => base.Failure!;

    /// <summary>Which time ran out.</summary>
    public TimeoutType TimeoutType => Failure.TimeoutFailureInfo.TimeoutType;

    /// <summary>Details of the last heartbeat.</summary>
    public InboundFailureDetails LastHeartbeatDetails { get; protected init; }
}
