using System.Security.Cryptography;
using System.Text;
using Temporal.DevServer.History;
using Temporalio.Api.Schedule.V1;

namespace Temporal.DevServer.Schedules.Spec;

/// <summary>A time of a schedule.</summary>
/// <param name="Nominal">As the spec says; names the run.</param>
/// <param name="Due">When it is carried out: the nominal time plus jitter.</param>
internal readonly record struct ScheduleTime(DateTimeOffset Nominal, DateTimeOffset Due);

/// <summary>A normalised spec, ready to tell its times. Jitter is the same each time it is asked for.</summary>
internal sealed class ScheduleTimes
{
    private readonly List<CalendarMatcher> _calendars;
    private readonly List<CalendarMatcher> _excluded;
    private readonly List<(long Seconds, long Phase)> _intervals;
    private readonly DateTimeOffset _start;
    private readonly DateTimeOffset _end;
    private readonly TimeSpan _jitter;
    private readonly string _seed;

    /// <summary>Prepares a spec.</summary>
    /// <param name="spec">In normal form.</param>
    /// <param name="seed">Makes the jitter of this schedule differ from others.</param>
    public ScheduleTimes(ScheduleSpec spec, string seed)
    {
        var zone = SpecNormalizer.Zone(spec.TimezoneName);
        _calendars = spec.StructuredCalendar.Select(c => new CalendarMatcher(c, zone)).ToList();
        _excluded = spec.ExcludeStructuredCalendar.Select(c => new CalendarMatcher(c, zone)).ToList();
        _intervals = spec.Interval.Select(i => (i.Interval.Seconds, i.Phase?.Seconds ?? 0)).ToList();
        _start = spec.StartTime?.ToDateTimeOffset() ?? DateTimeOffset.MinValue;
        _end = spec.EndTime?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue;
        _jitter = spec.Jitter.ToSpan();
        _seed = seed;
    }

    /// <summary>The first time whose nominal time is after another; null when there is none.</summary>
    public ScheduleTime? Next(DateTimeOffset after)
    {
        if (NextNominal(after) is not { } nominal)
        {
            return null;
        }

        // Jitter must not carry a time past the one that follows it.
        return new ScheduleTime(
            nominal, _jitter > TimeSpan.Zero ? nominal + Jitter(nominal, NextNominal(nominal)) : nominal);
    }

    private DateTimeOffset? NextNominal(DateTimeOffset after)
    {
        if (after < _start)
        {
            after = _start.AddTicks(-1);
        }

        while (NextIncluded(after) is { } next)
        {
            if (next > _end)
            {
                return null;
            }

            if (!_excluded.Exists(c => c.Matches(next)))
            {
                return next;
            }

            after = next;
        }

        return null;
    }

    private DateTimeOffset? NextIncluded(DateTimeOffset after)
    {
        DateTimeOffset? first = null;
        foreach (var next in _calendars.Select(c => c.Next(after))
            .Concat(_intervals.Select(i => (DateTimeOffset?)NextOf(i.Seconds, i.Phase, after))))
        {
            first = first is null || next < first ? next : first;
        }

        return first;
    }

    private static DateTimeOffset NextOf(long interval, long phase, DateTimeOffset after)
    {
        var periods = Math.DivRem(after.ToUnixTimeSeconds() - phase, interval, out var rest);
        periods -= rest < 0 ? 1 : 0;
        return DateTimeOffset.FromUnixTimeSeconds(((periods + 1) * interval) + phase);
    }

    private TimeSpan Jitter(DateTimeOffset nominal, DateTimeOffset? following)
    {
        var most = following is { } next && next - nominal < _jitter ? next - nominal : _jitter;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{_seed} {nominal.ToUnixTimeSeconds()}"));
        return most * (BitConverter.ToUInt32(hash) / (double)uint.MaxValue);
    }
}
