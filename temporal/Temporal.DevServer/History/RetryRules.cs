using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace Temporal.DevServer.History;

/// <summary>
/// When and after how long something is tried again; the same rules for activities and workflows. The delay after
/// attempt n is initial · coefficient^(n-1), at most the maximum interval; a failure may name its own delay.
/// </summary>
internal static class RetryRules
{
    /// <summary>Prefix of timeouts among non-retryable error types.</summary>
    public const string TimeoutTypePrefix = "TemporalTimeout:";

    /// <summary>A copy with the defaults filled in; the defaults when there is none.</summary>
    public static RetryPolicy Complete(RetryPolicy? policy)
    {
        var result = policy?.Clone() ?? new RetryPolicy();
        if (!result.InitialInterval.IsPositive())
        {
            result.InitialInterval = Limits.RetryInitialDefault.ToDuration();
        }

        if (result.BackoffCoefficient == 0)
        {
            result.BackoffCoefficient = Limits.RetryCoefficientDefault;
        }

        if (!result.MaximumInterval.IsPositive())
        {
            result.MaximumInterval = Multiply(result.InitialInterval, Limits.RetryMaximumFactor).ToDuration();
        }

        return result;
    }

    /// <summary>What is wrong with a policy that a caller gave, or null.</summary>
    public static string? Validate(RetryPolicy? policy)
    {
        if (policy is null)
        {
            return null;
        }

        if (policy.MaximumAttempts == 1)
        {
            // One attempt is never repeated, whatever the rest says.
            return null;
        }

        if (policy.InitialInterval.Fault() is { } initial)
        {
            return $"invalid InitialInterval set on retry policy: {initial}";
        }

        if (policy.BackoffCoefficient is not 0 and < 1)
        {
            return "BackoffCoefficient cannot be less than 1 on retry policy.";
        }

        if (policy.MaximumInterval.Fault() is { } maximum)
        {
            return $"invalid MaximumInterval set on retry policy: {maximum}";
        }

        if (policy.MaximumInterval.IsPositive()
            && policy.MaximumInterval.ToSpan() < policy.InitialInterval.ToSpan())
        {
            return "MaximumInterval cannot be less than InitialInterval on retry policy.";
        }

        return policy.MaximumAttempts < 0
            ? "MaximumAttempts cannot be negative on retry policy."
            : ValidateTypes(policy);
    }

    /// <summary>Whether attempt <paramref name="attempt"/> of an activity is followed by another, and after how long.</summary>
    public static (RetryState State, TimeSpan Delay) NextAttempt(
        RetryPolicy policy, int attempt, Failure? failure, DateTimeOffset now, DateTimeOffset? expires) =>
        Next(policy, attempt, failure, now, expires, OwnDelay(failure) ?? policy.MaximumInterval.ToSpan());

    /// <summary>The same for a run. Unlike an activity's, its failure cannot ask for more than the maximum interval.</summary>
    public static (RetryState State, TimeSpan Delay) NextRun(
        RetryPolicy? policy, int attempt, Failure? failure, DateTimeOffset now, DateTimeOffset? expires) =>
        policy is null
            ? (RetryState.RetryPolicyNotSet, default)
            : Next(policy, attempt, failure, now, expires, policy.MaximumInterval.ToSpan());

    private static (RetryState State, TimeSpan Delay) Next(
        RetryPolicy policy, int attempt, Failure? failure, DateTimeOffset now, DateTimeOffset? expires, TimeSpan maximum)
    {
        if (!IsRetryable(failure, policy.NonRetryableErrorTypes))
        {
            return (RetryState.NonRetryableFailure, default);
        }

        if (policy.MaximumAttempts > 0 && attempt >= policy.MaximumAttempts)
        {
            return (RetryState.MaximumAttemptsReached, default);
        }

        var delay = Cap(OwnDelay(failure) ?? Uncapped(policy, attempt), maximum);
        return delay == TimeSpan.Zero || now.Plus(delay) > (expires ?? DateTimeOffset.MaxValue)
            ? (RetryState.Timeout, default)
            : (RetryState.InProgress, delay);
    }

    /// <summary>The delay after an attempt.</summary>
    public static TimeSpan DelayAfter(RetryPolicy policy, int attempt) =>
        Cap(Uncapped(policy, attempt), policy.MaximumInterval.ToSpan());

    private static TimeSpan Cap(TimeSpan delay, TimeSpan maximum) =>
        delay <= TimeSpan.Zero || delay > maximum ? maximum : delay;

    private static TimeSpan? OwnDelay(Failure? failure) => failure?.ApplicationFailureInfo?.NextRetryDelay?.ToSpan();

    /// <summary>The delay after an attempt if there were no maximum.</summary>
    public static TimeSpan Uncapped(RetryPolicy policy, int attempt) =>
        Multiply(policy.InitialInterval, Math.Pow(policy.BackoffCoefficient, attempt - 1));

    private static string? ValidateTypes(RetryPolicy policy)
    {
        foreach (var type in policy.NonRetryableErrorTypes)
        {
            if (type.StartsWith(TimeoutTypePrefix, StringComparison.Ordinal))
            {
                var kind = type[TimeoutTypePrefix.Length..];
                if (kind is not ("StartToClose" or "ScheduleToStart" or "ScheduleToClose" or "Heartbeat"))
                {
                    return $"Invalid timeout type value: {kind}.";
                }
            }
        }

        return null;
    }

    private static bool IsRetryable(Failure? failure, IEnumerable<string> nonRetryableTypes)
    {
        switch (failure?.FailureInfoCase)
        {
            case Failure.FailureInfoOneofCase.TerminatedFailureInfo:
            case Failure.FailureInfoOneofCase.CanceledFailureInfo:
                return false;
            case Failure.FailureInfoOneofCase.ServerFailureInfo:
                return !failure.ServerFailureInfo.NonRetryable;
            case Failure.FailureInfoOneofCase.TimeoutFailureInfo:
                var kind = failure.TimeoutFailureInfo.TimeoutType;
                return kind is TimeoutType.StartToClose or TimeoutType.Heartbeat
                    && !nonRetryableTypes.Contains(TimeoutTypePrefix + kind, StringComparer.Ordinal);
            case Failure.FailureInfoOneofCase.ApplicationFailureInfo:
                var application = failure.ApplicationFailureInfo;
                return !application.NonRetryable
                    && !nonRetryableTypes.Contains(application.Type, StringComparer.Ordinal);
            default:
                return true;
        }
    }

    private static TimeSpan Multiply(Duration duration, double factor)
    {
        var ticks = duration.ToSpan().Ticks * factor;
        return ticks >= TimeSpan.MaxValue.Ticks ? TimeSpan.MaxValue : TimeSpan.FromTicks((long)ticks);
    }
}
