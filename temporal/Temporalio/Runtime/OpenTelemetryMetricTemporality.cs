namespace Temporalio.Runtime;

/// <summary>Where sums begin.</summary>
public enum OpenTelemetryMetricTemporality
{
    /// <summary>At the start of the program.</summary>
    Cumulative = 0,

    /// <summary>At the call before.</summary>
    Delta = 1,
}
