using Sagas.Engine.Definition;
using Sagas.Engine.Observation;
using Temporalio.Workflows;

namespace Sagas.Engine.Execution;

public sealed partial class SagaRun<TState>
{
    private SagaCause? _compensating;

    void ICompensatorHost<TState>.Undoing(SagaUndo<TState> undo) => _visibility.At(
        undo.Name, SagaWords.Undoing(undo.Name, undo.Step, _compensating!, Workflow.UtcNow));

    async Task<bool> ICompensatorHost<TState>.ParkAsync(
        SagaUndo<TState> stuck, StepResult.Unknown result, Func<Task<StepResult>> tryOnce)
    {
        var pause = result.IsLasting ? null : stuck.Policy.TryAgainEvery;
        var (decision, settled) = await ParkAsync(stuck.Step, stuck.Name, compensating: true, result.Error, pause, tryOnce);
        Invariant.Require(decision is not null || settled is not null, "nobody can cancel a saga that is being undone");
        Invariant.Require(decision?.Action != RepairAction.Compensate, "a saga that is being undone cannot turn back again");
        return settled is not null || decision!.Action == RepairAction.AcceptAsDone;
    }

    /// <summary>Parks on a step: the saga turns back for a cause, or takes a result as the step's, or runs it again.</summary>
    private async Task<(SagaCause? Cause, StepResult? Result)> ParkAsync(SagaStep<TState> step, Move.Park park)
    {
        var pause = park.IsLasting ? null : step.Policy.TryAgainEvery;
        var (decision, settled) = await ParkAsync(
            step.Name, step.Name, compensating: false, park.Error, pause, () => _executor.TryOnceAsync(step));
        return (settled, decision?.Action) switch
        {
            (not null, _) => (null, settled),
            (_, RepairAction.Retry) => (null, null),
            (_, RepairAction.AcceptAsDone) => (null, new StepResult.Done()),
            (_, RepairAction.Compensate) => (new SagaCause(SagaOutcome.Compensated, park.Error), null),
            _ => (new SagaCause(SagaOutcome.Cancelled, CancelWanted(step)!), null),
        };
    }

    /// <summary>
    /// Parks until a decision, a cancellation where one is still possible (then neither is answered), or a further attempt
    /// that settles it. The case is visible and takes decisions from the start; they are carried out only after it was put
    /// on the application's list, so that the list never shows a case that is closed already.
    /// </summary>
    private async Task<(Decision? Decision, StepResult? Settled)> ParkAsync(
        string step, string name, bool compensating, SagaError error, TimeSpan? pause, Func<Task<StepResult>> tryOnce)
    {
        var open = _desk.Open(step, name, compensating, error, Workflow.UtcNow);
        SagaMeter.Parked(_definition.Name, open);
        _visibility.Moved(SagaStates.NeedsAttention, name, SagaWords.Parked(open, pause, _current!.Accept is not null));
        if (_definition.Hooks.Parked is { } parked)
        {
            await parked(State, open, HookCall($"Put case {open.Number} on support's list"));
        }
        StepResult? settled = null;
        while (settled is null && !await IsDecidedAsync(compensating, pause, name))
        {
            settled = await TryAgainAsync(tryOnce);
        }
        var decision = _desk.Close();
        var noted = decision ?? _desk.Record(Noted(open, settled));
        SagaMeter.Repaired(_definition.Name, open, noted);
        if (decision?.Action == RepairAction.AcceptAsDone)
        {
            _timeline.Accept(name, decision.At);
        }
        if (_definition.Hooks.Repaired is { } repaired)
        {
            await repaired(State, open, noted, HookCall($"Take case {open.Number} off support's list"));
        }
        _visibility.Moved(
            compensating ? SagaStates.Compensating : SagaStates.Running, name, SagaWords.GoingOn(noted));
        return (decision, settled);
    }

    /// <summary>True when there is something to carry out, false when it is time for a further attempt.</summary>
    private async Task<bool> IsDecidedAsync(bool compensating, TimeSpan? pause, string name)
    {
        if (pause is null)
        {
            await Workflow.WaitConditionAsync(IsDecided, CancellationToken.None);
            return true;
        }
        do
        {
            var wait = new WaitConditionOptions(IsDecided, pause, $"Try {name} again", CancellationToken.None);
            if (await Workflow.WaitConditionWithOptionsAsync(wait))
            {
                return true;
            }
        }
        while (_desk.IsWorking);
        return IsDecided();

        bool IsDecided() =>
            !_desk.IsWorking && (_desk.IsDecided || (!compensating && CancelWanted(_current!) is not null));
    }

    private async Task<StepResult?> TryAgainAsync(Func<Task<StepResult>> tryOnce)
    {
        _desk.BeginWork();
        var result = await tryOnce();
        _desk.EndWork();
        return result is StepResult.Unknown ? null : result;
    }

    private Decision Noted(OpenCase open, StepResult? settled) => settled is null
        ? new Decision(
            open,
            RepairAction.Compensate,
            _cancelledBy ?? "temporal",
            CancelWanted(_current!)!.Message,
            Evidence: null,
            Workflow.UtcNow)
        : new Decision(
            open, RepairAction.Retry, "saga", "a further attempt was answered", Evidence: null, Workflow.UtcNow);

    private StepCall HookCall(string summary) =>
        new(_definition.Hooks.Policy!.ToOptions(summary, CancellationToken.None), _compensating);
}
