using System.Collections.Frozen;
using Sagas.Engine.Definition;
using Sagas.Engine.Observation;
using Temporalio.Workflows;

namespace Sagas.Engine.Execution;

/// <summary>
/// One run of a saga inside a workflow. The workflow creates it with its state, awaits <see cref="RunAsync"/>, and
/// forwards its query and updates to it.
/// <para>
/// Forward: the compensation of a step goes onto the stack, then its action runs, then <see cref="SagaDecisions"/> says
/// whether the saga goes on, turns back, or parks. Back: <see cref="Compensator{TState}"/>. It ends when every step is
/// done or everything on the stack is undone; a saga that can do neither stays parked.
/// </para>
/// </summary>
/// <typeparam name="TState">The saga's own data.</typeparam>
public sealed partial class SagaRun<TState> : ICompensatorHost<TState>
{
    private readonly SagaDefinition<TState> _definition;
    private readonly SagaTimeline _timeline;
    private readonly UndoStack<TState> _stack = new();
    private readonly RepairDesk _desk;
    private readonly SagaVisibility<TState> _visibility;
    private readonly StepExecutor<TState> _executor;
    private CancellationTokenSource? _interrupt;
    private SagaStep<TState>? _current;
    private SagaError? _cancel;
    private SagaEnd? _end;

    /// <summary>A run that has not started.</summary>
    /// <param name="definition">The saga.</param>
    /// <param name="state">Its data; the run's steps change it.</param>
    /// <param name="casesBefore">Cases that earlier runs of the same saga had; the numbers of this one follow them.</param>
    /// <param name="localFirst">
    /// Names of the steps whose first attempt is a local activity, made in the process of the workflow's worker while it holds the
    /// workflow task: no round trip to Temporal and no commit of it. If that attempt fails, the step's activity makes the others,
    /// in sight of operators. Compensations are activities always: what led to them is in the history before anything is undone.
    /// Null: none. Take it from the workflow's input: it decides what is in the history.
    /// </param>
    public SagaRun(SagaDefinition<TState> definition, TState state, int casesBefore = 0, IReadOnlySet<string>? localFirst = null)
    {
        _desk = new RepairDesk(casesBefore);
        _definition = definition;
        State = state;
        _timeline = new SagaTimeline(definition.Name);
        _visibility = new SagaVisibility<TState>(definition.Hooks, state);
        _executor = new StepExecutor<TState>(state, _timeline, Waiting, localFirst ?? FrozenSet<string>.Empty);
    }

    /// <summary>The saga's own data.</summary>
    public TState State { get; }

    /// <summary>The saga right now.</summary>
    public SagaReport Report() => new(
        _visibility.State, _visibility.Step, _visibility.Summary(), _timeline.Lines, _desk.Current, _desk.Log);

    /// <summary>Runs the saga to its end.</summary>
    /// <returns>How it ended. It never throws for a business reason.</returns>
    public async Task<SagaEnd> RunAsync()
    {
        Begin(_definition.Steps[0]);
        SagaMeter.Started(_definition.Name);
        return await FinishAsync(await ForwardAsync(_definition.Steps));
    }

    private void Begin(SagaStep<TState> first)
    {
        Invariant.Require(_interrupt is null, $"saga '{_definition.Name}' is run twice");
        _interrupt = CancellationTokenSource.CreateLinkedTokenSource(Workflow.CancellationToken);
        if (!Workflow.TypedSearchAttributes.ContainsKey(SagaVisibility<TState>.StateKey))
        {
            _visibility.Moved(SagaStates.Running, first.Name, Working(first));
        }
    }

    private async Task<SagaEnd> FinishAsync(SagaCause? cause)
    {
        if (cause is not null)
        {
            await BackAsync(cause);
        }
        return await EndAsync(new SagaEnd(cause?.Outcome ?? SagaOutcome.Completed, cause?.Error));
    }

    private async Task<SagaCause?> ForwardAsync(IEnumerable<SagaStep<TState>> steps)
    {
        foreach (var step in steps)
        {
            if (step.IsNeeded?.Invoke(State) == false)
            {
                continue;
            }
            if (await TakeAsync(step) is { } cause)
            {
                return cause;
            }
            _stack.Settle(step);
        }
        return null;
    }

    /// <summary>Takes one step until it is done (null) or the saga has to turn back.</summary>
    private async Task<SagaCause?> TakeAsync(SagaStep<TState> step)
    {
        _current = step;
        _stack.Push(step);
        var result = await PerformAsync(step);
        while (true)
        {
            switch (SagaDecisions.After(step.Kind, result, step.OnRefusal(State), CancelWanted(step)))
            {
                case Move.On:
                    return null;
                case Move.Back back:
                    return back.Cause;
                case Move.Park park:
                    var way = await ParkAsync(step, park);
                    if (way.Cause is not null)
                    {
                        return way.Cause;
                    }
                    result = way.Result ?? await PerformAsync(step);
                    break;
            }
        }
    }

    private Task<StepResult> PerformAsync(SagaStep<TState> step)
    {
        _visibility.At(step.Name, Working(step));
        return _executor.PerformAsync(step, _interrupt!.Token);
    }

    private void Waiting(SagaStep<TState> step, string? words)
    {
        if (words is null)
        {
            _visibility.Moved(SagaStates.Running, step.Name, Working(step));
        }
        else if (_visibility.State == SagaStates.Waiting)
        {
            _visibility.At(step.Name, words);
        }
        else
        {
            _visibility.Moved(SagaStates.Waiting, step.Name, words);
        }
    }

    private string Working(SagaStep<TState> step) =>
        SagaWords.Working(step.Summary?.Invoke(State) ?? step.Name, step.Policy, Workflow.UtcNow);

    private async Task BackAsync(SagaCause cause)
    {
        _compensating = cause;
        _visibility.Moved(SagaStates.Compensating, _current!.Name, SagaWords.TurningBack(cause));
        await new Compensator<TState>(_executor, this).RunAsync(_stack, cause);
    }

    private async Task<SagaEnd> EndAsync(SagaEnd end)
    {
        _end = end;
        var state = SagaStates.Of(end.Outcome);
        _visibility.Ended(state, SagaWords.Ended(state, end.Error, Workflow.UtcNow));
        SagaMeter.Ended(_definition.Name, state, _current!.Name, end.Error);
        if (!Workflow.AllHandlersFinished)
        {
            await Workflow.WaitConditionAsync(() => Workflow.AllHandlersFinished, CancellationToken.None);
        }
        _interrupt!.Dispose();
        return end;
    }
}
