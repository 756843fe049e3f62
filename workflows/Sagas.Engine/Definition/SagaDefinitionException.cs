namespace Sagas.Engine.Definition;

/// <summary>A saga was defined wrongly. Carries every fault at once.</summary>
public sealed class SagaDefinitionException : Exception
{
    internal SagaDefinitionException(string saga, IReadOnlyList<string> faults)
        : base($"Saga '{saga}' is not well defined:{string.Concat(faults.Select(fault => $"\n- {fault}"))}")
    {
        Faults = faults;
    }

    /// <summary>The faults, in the order of the steps.</summary>
    public IReadOnlyList<string> Faults { get; }
}
