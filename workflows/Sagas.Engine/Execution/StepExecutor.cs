using Sagas.Engine.Definition;
using Sagas.Engine.Observation;
using Temporalio.Workflows;

namespace Sagas.Engine.Execution;

/// <summary>
/// Runs one action or compensation to a result. An action whose outcome stays unknown after its retries is asked about
/// once, through its probe; what remains unknown after that is for the saga to decide.
/// </summary>
/// <param name="state">The saga's own data.</param>
/// <param name="timeline">Where executions are noted.</param>
/// <param name="waiting">Shows what a step waits for.</param>
/// <param name="localFirst">Names of the steps that try locally first.</param>
internal sealed class StepExecutor<TState>(
    TState state, SagaTimeline timeline, Action<SagaStep<TState>, string?> waiting, IReadOnlySet<string> localFirst)
{
    /// <summary>An interrupt stops a compensable step only: the attempt in hand ends, no further one is made.</summary>
    public async Task<StepResult> PerformAsync(SagaStep<TState> step, CancellationToken interrupt)
    {
        var summary = step.Summary?.Invoke(state);
        var options = step.Policy.ToOptions(
            summary, step.Kind == StepKind.Compensable ? interrupt : CancellationToken.None);
        var local = localFirst.Contains(step.Name) ? new LocalAttempt(step.Policy, summary) : null;
        var call = new StepCall(options, Cause: null) { Waits = words => waiting(step, words), Local = local };
        var line = timeline.Begin(step.Name, step.Name, compensation: false, Workflow.UtcNow);
        var (result, attempts) = await TryAsync(() => step.Perform(state, call), step.Refusals);
        // An unknown number of attempts stays unknown.
        attempts += attempts > 0 && local is not null ? local.Failed : 0;
        if (result is StepResult.Unknown unknown && !interrupt.IsCancellationRequested)
        {
            result = await ProbeAsync(step, unknown);
        }
        timeline.End(line, result, attempts, Workflow.UtcNow);
        return result;
    }

    /// <summary>Shielded from every cancellation: an undo that has started goes on.</summary>
    public async Task<StepResult> UndoAsync(SagaUndo<TState> undo, SagaCause cause)
    {
        var call = new StepCall(undo.Policy.ToOptions($"Undo {undo.Step}", CancellationToken.None), cause);
        var line = timeline.Begin(undo.Step, undo.Name, compensation: true, Workflow.UtcNow);
        var (result, attempts) = await TryAsync(() => undo.Perform(state, call), undo.SettledBy);
        timeline.End(line, result, attempts, Workflow.UtcNow);
        return result;
    }

    /// <summary>One further attempt while the saga is parked. Only what it settles is worth a line.</summary>
    public Task<StepResult> TryOnceAsync(SagaStep<TState> step) => TryOnceAsync(
        step.Name, step.Name, step.Policy, cause: null, call => step.Perform(state, call), step.Refusals);

    /// <inheritdoc cref="TryOnceAsync(SagaStep{TState})"/>
    public Task<StepResult> TryOnceAsync(SagaUndo<TState> undo, SagaCause cause) => TryOnceAsync(
        undo.Step, undo.Name, undo.Policy, cause, call => undo.Perform(state, call), undo.SettledBy);

    /// <summary>Checks the evidence for a stuck step. A check that itself fails confirms nothing.</summary>
    public async Task<bool> AcceptAsync(SagaStep<TState> step, string evidence)
    {
        Invariant.Require(step.Accept is not null, $"step '{step.Name}' cannot be accepted as done");
        var call = new StepCall(
            step.Policy.ToOptions($"Check evidence for {step.Name}", CancellationToken.None), Cause: null);
        var accepted = false;
        var (result, _) = await TryAsync(
            async () =>
            {
                accepted = await step.Accept(state, evidence, call);
                return 0;
            },
            step.Refusals);
        return result is StepResult.Done && accepted;
    }

    private async Task<StepResult> TryOnceAsync(
        string step,
        string name,
        StepPolicy policy,
        SagaCause? cause,
        Func<StepCall, Task<int>> perform,
        IReadOnlySet<string> declared)
    {
        var options = policy.ToSingleAttempt($"Try {name} again");
        var startedAt = Workflow.UtcNow;
        var (result, attempts) = await TryAsync(() => perform(new StepCall(options, cause)), declared);
        if (result is not StepResult.Unknown)
        {
            var line = timeline.Begin(step, name, compensation: cause is not null, startedAt);
            timeline.End(line, result, attempts, Workflow.UtcNow);
        }
        return result;
    }

    private async Task<StepResult> ProbeAsync(SagaStep<TState> step, StepResult.Unknown unknown)
    {
        if (step.Probe is not { } probe)
        {
            return unknown;
        }
        var call = new StepCall(
            step.Policy.ToOptions($"Ask what became of {step.Name}", CancellationToken.None), Cause: null);
        var happened = false;
        var (result, _) = await TryAsync(
            async () =>
            {
                happened = await probe(state, call);
                return 0;
            },
            step.Refusals);
        return result is StepResult.Done && happened ? result : unknown;
    }

    private static async Task<(StepResult Result, int Attempts)> TryAsync(
        Func<Task<int>> call, IReadOnlySet<string> declared)
    {
        try
        {
            return (new StepResult.Done(), await call());
        }
        catch (Exception exception) when (FailureReader.IsRecorded(exception))
        {
            return (FailureReader.Read(exception, declared), FailureReader.AttemptsOf(exception));
        }
    }
}
