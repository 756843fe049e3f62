using Sagas.Engine.Definition;

namespace Sagas.Engine.Execution;

/// <summary>
/// Finishing a saga whose run is gone. First the steps of another definition look what is true; they park like any others when
/// they cannot tell. Then the position says which steps count as taken, and the saga goes on behind them or turns back. It
/// relies on what every saga relies on: actions and compensations are idempotent by their keys, and compensations accept
/// "never happened".
/// </summary>
public sealed partial class SagaRun<TState>
{
    /// <summary>Finishes the saga from where an earlier run left it.</summary>
    /// <param name="look">Steps that find out where that is, and keep it in the state.</param>
    /// <param name="position">
    /// Where it is. Asked too when somebody decides to undo a saga whose position could not be found out.
    /// </param>
    /// <returns>How it ended.</returns>
    public async Task<SagaEnd> ResumeAsync(SagaDefinition<TState> look, Func<TState, SagaPosition> position)
    {
        Begin(look.Steps[0]);
        var decided = await ForwardAsync(look.Steps);
        var found = position(State);
        if (found.IsOver && decided is null)
        {
            return await FinishAsync(cause: null);
        }
        Take(found.Taken);
        return await FinishAsync(decided ?? found.Cause ?? await ForwardAsync(Behind(found.Taken)));
    }

    private void Take(IReadOnlySet<string> taken)
    {
        foreach (var step in _definition.Steps.Where(step => taken.Contains(step.Name)))
        {
            _stack.Push(step);
            _stack.Settle(step);
        }
    }

    private IEnumerable<SagaStep<TState>> Behind(IReadOnlySet<string> taken) =>
        _definition.Steps.Reverse().TakeWhile(step => !taken.Contains(step.Name)).Reverse();
}
