namespace Sagas.Engine.Definition;

/// <summary>
/// Finds everything that is wrong with a list of steps: first what each step lacks on its own, in order, then what the
/// steps get wrong together. Nothing stops at the first fault, so that an author repairs a definition in one go.
/// </summary>
internal static class DefinitionFaults
{
    public static IEnumerable<string> Of<TState>(IReadOnlyList<SagaStep<TState>> steps, SagaHooks<TState> hooks)
    {
        if (steps.Count == 0)
        {
            yield return "it has no steps; add at least one.";
        }
        foreach (var fault in steps.SelectMany((step, index) => OfStep(step, index, steps)))
        {
            yield return fault;
        }
        foreach (var fault in OfNames(steps).Concat(OfOrder(steps)).Concat(OfHooks(hooks)))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfStep<TState>(
        SagaStep<TState> step, int index, IReadOnlyList<SagaStep<TState>> steps)
    {
        foreach (var fault in step.Policy.Faults())
        {
            yield return $"step '{step.Name}' {fault}.";
        }
        if (step is { Kind: not StepKind.RetryOnly, Undo: null, UndoneWith: null })
        {
            yield return $"step '{step.Name}' has no compensation; give it UndoneBy, or UndoneWith an earlier step.";
        }
        if (step is { Undo: not null, UndoneWith: not null })
        {
            yield return $"step '{step.Name}' has both a compensation of its own and UndoneWith '{step.UndoneWith}'; keep one.";
        }
        if (step.UndoneWith is { } covering && !IsUndoableBefore(covering, index, steps))
        {
            yield return $"step '{step.Name}' is undone with '{covering}', which is no earlier step with a compensation.";
        }
        if (step.Supersedes is { } superseded && !IsUndoableBefore(superseded, index, steps))
        {
            yield return $"step '{step.Name}' supersedes '{superseded}', which is no earlier step with a compensation.";
        }
        foreach (var fault in step.Undo is null ? [] : OfUndo(step.Undo, index, steps))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> OfUndo<TState>(
        SagaUndo<TState> undo, int index, IReadOnlyList<SagaStep<TState>> steps)
    {
        foreach (var fault in undo.Policy.Faults())
        {
            yield return $"compensation '{undo.Name}' {fault}.";
        }
        if (undo.Policy is { GiveUpAfter: { } giveUp, TryAgainEvery: null })
        {
            yield return $"compensation '{undo.Name}' gives up after {giveUp}; an undo is tried for ever, set TryAgainEvery.";
        }
        foreach (var later in undo.After.Where(later => !steps.Skip(index + 1).Any(step => step.Name == later)).Order())
        {
            yield return $"compensation '{undo.Name}' waits for the undo of '{later}', which is no later step.";
        }
    }

    private static IEnumerable<string> OfNames<TState>(IReadOnlyList<SagaStep<TState>> steps)
    {
        var stepNames = steps.Select(step => step.Name);
        var undoNames = steps.Where(step => step.Undo is not null).Select(step => step.Undo!.Name);
        foreach (var name in stepNames.Concat(undoNames).GroupBy(name => name).Where(group => group.Count() > 1))
        {
            yield return string.IsNullOrWhiteSpace(name.Key)
                ? "a step or compensation has no name; name each of them."
                : $"the name '{name.Key}' is used {name.Count()} times; give every step and compensation a name of its own.";
        }
    }

    private static IEnumerable<string> OfOrder<TState>(IReadOnlyList<SagaStep<TState>> steps)
    {
        var pivots = steps.Where(step => step.Kind == StepKind.Pivot).Select(step => $"'{step.Name}'").ToList();
        if (pivots.Count > 1)
        {
            yield return $"it has {pivots.Count} pivots ({string.Join(", ", pivots)}); a saga has at most one point of no return.";
        }
        var highest = StepKind.Compensable;
        foreach (var step in steps)
        {
            if (step.Kind < highest)
            {
                yield return $"step '{step.Name}' is {step.Kind} but follows a {highest} step; "
                    + "the order is compensable steps, at most one pivot, retry-only steps.";
            }
            highest = step.Kind > highest ? step.Kind : highest;
        }
    }

    private static IEnumerable<string> OfHooks<TState>(SagaHooks<TState> hooks)
    {
        if (hooks is { Policy: null, Parked: not null } or { Policy: null, Repaired: not null })
        {
            yield return "its hooks Parked and Repaired need a Policy.";
        }
        foreach (var fault in hooks.Policy?.Faults() ?? [])
        {
            yield return $"the policy of its hooks {fault}.";
        }
    }

    private static bool IsUndoableBefore<TState>(string name, int index, IReadOnlyList<SagaStep<TState>> steps) =>
        steps.Take(index).Any(step => step.Name == name && step.Undo is not null);
}
