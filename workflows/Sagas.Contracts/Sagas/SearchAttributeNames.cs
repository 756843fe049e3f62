namespace Sagas.Contracts.Sagas;

/// <summary>Custom search attributes by name; <c>temporal-config/</c> registers them with these types.</summary>
public static class SearchAttributeNames
{
    /// <summary>Keyword, one of <see cref="SagaStates"/>.</summary>
    public const string SagaState = "SagaState";
    /// <summary>Keyword: the step of a saga that waits, compensates or is parked.</summary>
    public const string SagaStep = "SagaStep";
    /// <summary>Keyword.</summary>
    public const string EventId = "EventId";
    /// <summary>Int: minor units authorised or captured without a final outcome.</summary>
    public const string MoneyAtRisk = "MoneyAtRisk";
}
