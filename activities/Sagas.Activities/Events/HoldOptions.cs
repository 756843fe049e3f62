namespace Sagas.Activities.Events;

/// <summary>How long seats are held for a buyer. The database counts, not this process.</summary>
public sealed class HoldOptions
{
    /// <summary>What the buyer is told.</summary>
    public TimeSpan Hold { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>What a payment that is under way gets on top, before somebody must decide.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(5);
}
