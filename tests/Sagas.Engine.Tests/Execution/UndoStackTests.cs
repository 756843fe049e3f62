using Sagas.Engine.Definition;
using Sagas.Engine.Execution;
using Sagas.Engine.Tests.Definition;

namespace Sagas.Engine.Tests.Execution;

public class UndoStackTests
{
    private readonly SagaDefinition<object> _saga = Define();
    private readonly UndoStack<object> _stack = new();

    [Fact]
    public void InReverse_LastPushedComesFirst()
    {
        Push("a", "b");

        Names().ShouldBe(["undo-b", "undo-a"]);
    }

    [Fact]
    public void Push_StepCoveredByAnother_AddsNothing()
    {
        Push("a", "covered", "b");

        Names().ShouldBe(["undo-b", "undo-a"]);
    }

    [Fact]
    public void Push_Twice_AddsOnce()
    {
        Push("a", "a");

        Names().ShouldBe(["undo-a"]);
    }

    [Fact]
    public void Settle_SupersedingStepDone_DropsTheEarlierUndo()
    {
        Push("a", "b", "pivot");

        _stack.Settle(Step("pivot"));

        Names().ShouldBe(["undo-pivot", "undo-a"]);
    }

    [Fact]
    public void InReverse_UndoAtTheEnd_ComesLast()
    {
        Push("a", "b", "pivot", "tell");

        Names().ShouldBe(["undo-pivot", "undo-b", "undo-a", "untell"]);
    }

    private void Push(params string[] steps)
    {
        foreach (var step in steps)
        {
            _stack.Push(Step(step));
        }
    }

    private SagaStep<object> Step(string name) => _saga.Steps.Single(step => step.Name == name);

    private IEnumerable<string> Names() => _stack.InReverse().Select(undo => undo.Name);

    private static SagaDefinition<object> Define()
    {
        var saga = new SagaBuilder<object>("stack");
        saga.Undoable("a");
        saga.Compensable("covered").UndoneWith("a");
        saga.Undoable("b");
        saga.Pivot("pivot").Supersedes("b");
        saga.RetryOnly("tell").UndoneBy("untell", Sample.Policy, Sample.Nothing, undo => undo.AtTheEnd());
        return saga.Build();
    }
}
