namespace Temporal.DevServer.History;

/// <summary>States of a signal or cancel request to another workflow; a closed one is not stored.</summary>
internal enum ExternalStatus
{
    /// <summary>Not there.</summary>
    None,

    /// <summary>On its way.</summary>
    Initiated,

    /// <summary>The other workflow recorded it.</summary>
    Delivered,

    /// <summary>There is no such open workflow.</summary>
    Failed,
}

/// <summary>What moves a signal or cancel request to another workflow.</summary>
internal enum ExternalTrigger
{
    /// <summary>The workflow asked for it.</summary>
    Initiate,

    /// <summary>The other workflow recorded it.</summary>
    Deliver,

    /// <summary>There is no such open workflow.</summary>
    Fail,
}

/// <summary>
/// The moves shared by <see cref="ExternalSignalMachine"/> and <see cref="ExternalCancelMachine"/>.
/// <code>
/// None       Initiate  Initiated
/// Initiated  Deliver   Delivered
/// Initiated  Fail      Failed
/// </code>
/// </summary>
internal static class ExternalMachine
{
    /// <summary>The rows of the summary.</summary>
    public static readonly TransitionTable<ExternalStatus, ExternalTrigger> Table = new(
        "External request",
        (ExternalStatus.None, ExternalTrigger.Initiate, ExternalStatus.Initiated),
        (ExternalStatus.Initiated, ExternalTrigger.Deliver, ExternalStatus.Delivered),
        (ExternalStatus.Initiated, ExternalTrigger.Fail, ExternalStatus.Failed));
}
