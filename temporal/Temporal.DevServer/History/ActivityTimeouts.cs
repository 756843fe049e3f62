using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Activity.V1;

namespace Temporal.DevServer.History;

/// <summary>The four timeouts of an activity; null and zero mean none.</summary>
internal readonly record struct ActivityTimeouts(
    Duration? ScheduleToClose, Duration? ScheduleToStart, Duration? StartToClose, Duration? Heartbeat)
{
    /// <summary>Those of options.</summary>
    public static ActivityTimeouts Of(ActivityOptions options) => new(
        options.ScheduleToCloseTimeout, options.ScheduleToStartTimeout, options.StartToCloseTimeout,
        options.HeartbeatTimeout);

    /// <summary>
    /// Fills in what is missing: schedule-to-close from the run timeout, the other two from schedule-to-close; nothing
    /// outlives the run or schedule-to-close, and the heartbeat timeout not the attempt.
    /// </summary>
    public static ActivityTimeouts Complete(ActivityTimeouts given, TimeSpan run)
    {
        var close = Bound(given.ScheduleToClose.ToSpan(), run, run);
        var start = Bound(given.StartToClose.ToSpan(), close, close);
        return new(
            close.ToDuration(),
            Bound(given.ScheduleToStart.ToSpan(), close, close).ToDuration(),
            start.ToDuration(),
            Bound(given.Heartbeat.ToSpan(), TimeSpan.Zero, start).ToDuration());
    }

    /// <summary>The same for options that an operator changed, which the run does not bound.</summary>
    public static void Complete(ActivityOptions options)
    {
        var timeouts = Complete(Of(options), TimeSpan.Zero);
        options.ScheduleToCloseTimeout = timeouts.ScheduleToClose;
        options.ScheduleToStartTimeout = timeouts.ScheduleToStart;
        options.StartToCloseTimeout = timeouts.StartToClose;
        options.HeartbeatTimeout = timeouts.Heartbeat;
    }

    /// <summary>What is wrong with those of an activity, or null.</summary>
    public string? Fault(string activityId, string activityType) =>
        Fault("ScheduleToCloseTimeout", ScheduleToClose)
        ?? Fault("ScheduleToStartTimeout", ScheduleToStart)
        ?? Fault("StartToCloseTimeout", StartToClose)
        ?? Fault("HeartbeatTimeout", Heartbeat)
        ?? (StartToClose.IsPositive() || ScheduleToClose.IsPositive() ? null
            : "a valid StartToClose or ScheduleToCloseTimeout is not set on ScheduleActivityTaskCommand. "
                + $"ActivityId={activityId} ActivityType={activityType}");

    private static string? Fault(string name, Duration? value) =>
        value.Fault() is { } fault ? $"invalid {name}: {fault}" : null;

    /// <summary>A value, or its default when it is zero; never more than a maximum, zero meaning no maximum.</summary>
    private static TimeSpan Bound(TimeSpan value, TimeSpan otherwise, TimeSpan maximum)
    {
        var result = value > TimeSpan.Zero ? value : otherwise;
        return maximum > TimeSpan.Zero && result > maximum ? maximum : result;
    }
}
