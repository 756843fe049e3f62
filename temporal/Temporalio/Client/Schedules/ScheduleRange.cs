namespace Temporalio.Client.Schedules;

/// <summary>A range of numbers.</summary>
/// <param name="Start">First number.</param>
/// <param name="End">Last number; less than the first means just the first.</param>
/// <param name="Step">Step; 0 means 1.</param>
public record ScheduleRange(int Start, int End, int Step)
{
    /// <summary>Just zero.</summary>
    public static readonly ScheduleRange Zero = new(0);

    /// <summary>Creates a range of one number.</summary>
    /// <param name="start">The number.</param>
    public ScheduleRange(int start)
        : this(start, start, 1)
    {
    }

    /// <summary>Creates a range.</summary>
    /// <param name="start">First number.</param>
    /// <param name="end">Last number.</param>
    public ScheduleRange(int start, int end)
        : this(start, end, 1)
    {
    }
}
