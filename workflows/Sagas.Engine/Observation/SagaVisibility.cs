using Sagas.Engine.Definition;
using Temporalio.Common;
using Temporalio.Workflows;

namespace Sagas.Engine.Observation;

/// <summary>
/// Keeps search attributes and the summary in the Temporal UI true. Each upsert is an event in the history, so a saga on
/// the straight path writes its state once, at the end; its starter may set <c>running</c> when it starts the workflow.
/// </summary>
internal sealed class SagaVisibility<TState>(SagaHooks<TState> hooks, TState state)
{
    public static readonly SearchAttributeKey<string> StateKey = SearchAttributeKey.CreateKeyword("SagaState");
    public static readonly SearchAttributeKey<string> StepKey = SearchAttributeKey.CreateKeyword("SagaStep");

    /// <summary>The measures have been written, so they are to be zeroed at the end.</summary>
    private bool _measured;

    public string State { get; private set; } = SagaStates.Running;

    public string Step { get; private set; } = "";

    /// <summary>A step of the straight path: shown in the UI, not written to the history.</summary>
    public void At(string step, string words)
    {
        Step = step;
        Describe(words);
    }

    /// <summary>The saga left the straight path, or moved on it.</summary>
    public void Moved(string sagaState, string step, string words)
    {
        (State, Step) = (sagaState, step);
        Describe(words);
        _measured = true;
        Workflow.UpsertTypedSearchAttributes(
            [StateKey.ValueSet(sagaState), StepKey.ValueSet(step), .. Measures(sagaState)]);
    }

    public void Ended(string sagaState, string words)
    {
        var measured = _measured ? hooks.Measures : [];
        State = sagaState;
        Describe(words);
        Workflow.UpsertTypedSearchAttributes(
            [StateKey.ValueSet(sagaState), .. measured.Select(measure => measure.Key.ValueSet(0))]);
    }

    public string Summary() => hooks.Describe?.Invoke(state) ?? (Step.Length == 0 ? State : $"{State} at {Step}");

    /// <summary>Two paragraphs: what it is at, and what that means. Costs nothing in the history.</summary>
    private void Describe(string words) =>
        Workflow.CurrentDetails = hooks.Describe is { } describe ? $"{words}\n\n{describe(state)}" : words;

    private IEnumerable<SearchAttributeUpdate> Measures(string sagaState) => hooks.Measures.Select(
        measure => (SearchAttributeUpdate)measure.Key.ValueSet(measure.Value(state, sagaState == SagaStates.Compensating)));
}
