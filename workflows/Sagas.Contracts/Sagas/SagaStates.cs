namespace Sagas.Contracts.Sagas;

/// <summary>States of any saga, as in the search attribute <c>SagaState</c>.</summary>
public static class SagaStates
{
    public const string Running = "running";
    public const string Compensating = "compensating";
    public const string NeedsAttention = "needs_attention";
    public const string Completed = "completed";
    public const string Rejected = "rejected";
    public const string Cancelled = "cancelled";
    public const string Compensated = "compensated";
}
