namespace Temporal.DevServer.History;

/// <summary>How long to wait before a Nexus handler or a completion callback is called again.</summary>
internal static class NexusRetries
{
    /// <summary>The wait after that many failed calls.</summary>
    public static TimeSpan DelayAfter(int attempts)
    {
        var delay = Limits.NexusRetryInitial;
        for (var i = 1; i < attempts && delay < Limits.NexusRetryMax; i++)
        {
            delay *= 2;
        }

        return delay < Limits.NexusRetryMax ? delay : Limits.NexusRetryMax;
    }
}
