using Sagas.Engine.Definition;

namespace Sagas.Engine.Tests.Definition;

/// <summary>Parts of definitions that never run.</summary>
internal static class Sample
{
    public static StepPolicy Policy { get; } = new("queue", TimeSpan.FromSeconds(5));

    public static Func<object, StepCall, Task<int>> Nothing { get; } = (_, _) => Task.FromResult(0);

    public static StepBuilder<object, int> Compensable(this SagaBuilder<object> saga, string step) =>
        saga.Compensable(step, Policy, Nothing);

    public static StepBuilder<object, int> Undoable(this SagaBuilder<object> saga, string step) =>
        saga.Compensable(step, Policy, Nothing).UndoneBy($"undo-{step}", Policy, Nothing);

    public static StepBuilder<object, int> Pivot(this SagaBuilder<object> saga, string step) =>
        saga.Pivot(step, Policy, Nothing).UndoneBy($"undo-{step}", Policy, Nothing);

    public static StepBuilder<object, int> RetryOnly(this SagaBuilder<object> saga, string step) =>
        saga.RetryOnly(step, Policy, Nothing);
}
