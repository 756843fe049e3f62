using Sagas.Engine.Definition;

namespace Sagas.Engine.Execution;

/// <summary>
/// Undoes a saga. One pass runs every compensation that is still to be done, in exact reverse order, except those kept
/// back by one that failed in this pass (see <see cref="SagaUndo{TState}.After"/>; what runs at the end waits for all).
/// A compensation that failed is never dropped: after the pass the saga parks on the first of them until that one is
/// tried again with success, retried or accepted by support, and then makes another pass. It stops when nothing is left.
/// </summary>
internal sealed class Compensator<TState>(StepExecutor<TState> executor, ICompensatorHost<TState> host)
{
    public async Task RunAsync(UndoStack<TState> stack, SagaCause cause)
    {
        var left = stack.InReverse().ToList();
        while (left.Count > 0)
        {
            var failed = await PassAsync(left, cause);
            if (failed.Count == 0)
            {
                Invariant.Require(left.Count == 0, $"{left.Count} compensations were kept back although none failed");
                return;
            }
            var (stuck, unknown) = failed[0];
            if (await host.ParkAsync(stuck, unknown, () => executor.TryOnceAsync(stuck, cause)))
            {
                left.Remove(stuck);
            }
        }
    }

    private async Task<List<(SagaUndo<TState> Undo, StepResult.Unknown Result)>> PassAsync(
        List<SagaUndo<TState>> left, SagaCause cause)
    {
        var failed = new List<(SagaUndo<TState> Undo, StepResult.Unknown Result)>();
        var notUndone = new HashSet<string>();
        foreach (var undo in left.ToList())
        {
            if (undo.AtTheEnd ? notUndone.Count > 0 : undo.After.Overlaps(notUndone))
            {
                notUndone.Add(undo.Step);
                continue;
            }
            host.Undoing(undo);
            switch (await executor.UndoAsync(undo, cause))
            {
                case StepResult.Unknown unknown:
                    notUndone.Add(undo.Step);
                    failed.Add((undo, unknown));
                    break;
                default:
                    left.Remove(undo);
                    break;
            }
        }
        return failed;
    }
}

/// <summary>What the compensator needs of the saga it undoes.</summary>
internal interface ICompensatorHost<TState>
{
    void Undoing(SagaUndo<TState> undo);

    /// <summary>Parks on a stuck compensation; true when it is done by the end, false when it is to run again.</summary>
    Task<bool> ParkAsync(SagaUndo<TState> stuck, StepResult.Unknown result, Func<Task<StepResult>> tryOnce);
}
