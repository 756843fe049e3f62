namespace Sagas.Contracts.Sagas;

/// <summary>States of any saga, as in the search attribute <c>SagaState</c>.</summary>
public static class SagaStates
{
    public const string Running = "running";
    /// <summary>Going forward, and at the moment waiting for somebody outside, such as the customer.</summary>
    public const string Waiting = "waiting";
    public const string Compensating = "compensating";
    public const string NeedsAttention = "needs_attention";
    public const string Completed = "completed";
    public const string Rejected = "rejected";
    public const string Cancelled = "cancelled";
    public const string Compensated = "compensated";
}
