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
    /// <summary>Excluded times in a row after which a schedule is taken to have no more: all may be excluded.</summary>
    private const int ExcludedMax = 1_000_000;

    /// <summary>The end of the year 2100, the last one that calendars know.</summary>
    private const long LastSecond = 4_133_980_799;

    private static readonly TimeSpan s_jitterMax = TimeSpan.FromDays(365);
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
        var jitter = spec.Jitter.ToSpan();
        _jitter = jitter < s_jitterMax ? jitter : s_jitterMax;
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
            nominal, _jitter > TimeSpan.Zero ? nominal.Plus(Jitter(nominal, NextNominal(nominal))) : nominal);
    }

    private DateTimeOffset? NextNominal(DateTimeOffset after)
    {
        if (after < _start)
        {
            after = _start.AddTicks(-1);
        }

        for (var excluded = 0; excluded < ExcludedMax && NextIncluded(after) is { } next; excluded++)
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
            .Concat(_intervals.Select(i => NextOf(i.Seconds, i.Phase, after))))
        {
            first = first is null || next < first ? next ?? first : first;
        }

        return first;
    }

    private static DateTimeOffset? NextOf(long interval, long phase, DateTimeOffset after)
    {
        var periods = Math.DivRem(after.ToUnixTimeSeconds() - phase, interval, out var rest);
        periods -= rest < 0 ? 1 : 0;
        var next = ((periods + 1) * interval) + phase;
        return next <= LastSecond ? DateTimeOffset.FromUnixTimeSeconds(next) : null;
    }

    private TimeSpan Jitter(DateTimeOffset nominal, DateTimeOffset? following)
    {
        var most = following is { } next && next - nominal < _jitter ? next - nominal : _jitter;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{_seed} {nominal.ToUnixTimeSeconds()}"));
        return most * (BitConverter.ToUInt32(hash) / (double)uint.MaxValue);
    }
}
