namespace Sagas.Engine.Definition;

/// <summary>A step under construction, whatever its receipt.</summary>
/// <typeparam name="TState">The saga's own data.</typeparam>
public abstract class StepDraft<TState>
{
    private protected StepDraft()
    {
    }

    internal abstract SagaStep<TState> ToStep();
}
