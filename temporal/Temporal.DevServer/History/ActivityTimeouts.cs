using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Activity.V1;

namespace Temporal.DevServer.History;

/// <summary>The four timeouts of an activity; null and zero mean none.</summary>
internal readonly record struct ActivityTimeouts(
    Duration? ScheduleToClose, Duration? ScheduleToStart, Duration? StartToClose, Duration? Heartbeat)
{
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

    /// <summary>The same for options that an operator changed.</summary>
    public static void Complete(ActivityOptions options, TimeSpan run)
    {
        var timeouts = Complete(
            new ActivityTimeouts(options.ScheduleToCloseTimeout, options.ScheduleToStartTimeout,
                options.StartToCloseTimeout, options.HeartbeatTimeout),
            run);
        options.ScheduleToCloseTimeout = timeouts.ScheduleToClose;
        options.ScheduleToStartTimeout = timeouts.ScheduleToStart;
        options.StartToCloseTimeout = timeouts.StartToClose;
        options.HeartbeatTimeout = timeouts.Heartbeat;
    }

    /// <summary>A value, or its default when it is zero; never more than a maximum, zero meaning no maximum.</summary>
    private static TimeSpan Bound(TimeSpan value, TimeSpan otherwise, TimeSpan maximum)
    {
        var result = value > TimeSpan.Zero ? value : otherwise;
        return maximum > TimeSpan.Zero && result > maximum ? maximum : result;
    }
}
