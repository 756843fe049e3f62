using Sagas.Engine.Definition;

namespace Sagas.Engine.Execution;

/// <summary>The compensations that would have to run now, were the saga to turn back. Pushed before the action runs.</summary>
internal sealed class UndoStack<TState>
{
    private readonly List<SagaUndo<TState>> _undos = [];

    public int Count => _undos.Count;

    public void Push(SagaStep<TState> step)
    {
        if (step.Undo is not { } undo || _undos.Contains(undo))
        {
            return;
        }
        _undos.Add(undo);
    }

    /// <summary>Drops what a finished step has made superfluous.</summary>
    public void Settle(SagaStep<TState> done)
    {
        if (done.Supersedes is { } earlier)
        {
            var removed = _undos.RemoveAll(undo => undo.Step == earlier);
            Invariant.Require(removed <= 1, $"step '{earlier}' has {removed} compensations on the stack");
        }
    }

    /// <summary>Last pushed first, then those that run at the end, again last pushed first.</summary>
    public IReadOnlyList<SagaUndo<TState>> InReverse()
    {
        var reversed = Enumerable.Reverse(_undos).ToList();
        return [.. reversed.Where(undo => !undo.AtTheEnd), .. reversed.Where(undo => undo.AtTheEnd)];
    }
}
