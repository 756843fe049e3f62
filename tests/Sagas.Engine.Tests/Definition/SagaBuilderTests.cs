using Sagas.Engine.Definition;

namespace Sagas.Engine.Tests.Definition;

public class SagaBuilderTests
{
    [Fact]
    public void Build_WellDefined_KeepsOrderAndKinds()
    {
        var saga = new SagaBuilder<object>("good");
        saga.Undoable("a");
        saga.Compensable("b").UndoneWith("a");
        saga.Pivot("c").Supersedes("a");
        saga.RetryOnly("d");

        var definition = saga.Build();

        definition.Name.ShouldBe("good");
        definition.Steps.Select(step => (step.Name, step.Kind)).ShouldBe(
        [
            ("a", StepKind.Compensable), ("b", StepKind.Compensable), ("c", StepKind.Pivot), ("d", StepKind.RetryOnly),
        ]);
        definition.Steps[0].Undo!.Name.ShouldBe("undo-a");
    }

    [Fact]
    public void Build_NoSteps_IsRefused() => Faults(_ => { }).ShouldBe(
        """
        Saga 'bad' is not well defined:
        - it has no steps; add at least one.
        """);

    [Fact]
    public void Build_ForgottenCompensation_IsRefused() => Faults(saga => saga.Compensable("hold")).ShouldBe(
        """
        Saga 'bad' is not well defined:
        - step 'hold' has no compensation; give it UndoneBy, or UndoneWith an earlier step.
        """);

    [Fact]
    public void Build_PivotWithoutCompensation_IsRefused() =>
        Faults(saga => saga.Pivot("pay", Sample.Policy, Sample.Nothing)).ShouldBe(
            """
            Saga 'bad' is not well defined:
            - step 'pay' has no compensation; give it UndoneBy, or UndoneWith an earlier step.
            """);

    [Fact]
    public void Build_CompensableAfterPivot_IsRefused() => Faults(saga =>
    {
        saga.Pivot("pay");
        saga.Undoable("hold");
    }).ShouldBe(
        """
        Saga 'bad' is not well defined:
        - step 'hold' is Compensable but follows a Pivot step; the order is compensable steps, at most one pivot, retry-only steps.
        """);

    [Fact]
    public void Build_TwoPivots_IsRefused() => Faults(saga =>
    {
        saga.Pivot("pay");
        saga.Pivot("ship");
    }).ShouldBe(
        """
        Saga 'bad' is not well defined:
        - it has 2 pivots ('pay', 'ship'); a saga has at most one point of no return.
        """);

    [Fact]
    public void Build_UndoThatGivesUp_IsRefused() => Faults(saga => saga
        .Compensable("hold")
        .UndoneBy("release", Sample.Policy with { GiveUpAfter = TimeSpan.FromMinutes(1) }, Sample.Nothing)).ShouldBe(
        """
        Saga 'bad' is not well defined:
        - compensation 'release' gives up after 00:01:00; an undo is tried for ever, set TryAgainEvery.
        """);

    [Fact]
    public void Build_ManyFaults_NamesAllAtOnce() => Faults(saga =>
    {
        saga.Compensable("hold").UndoneWith("nothing");
        saga.RetryOnly("mail");
        saga.Compensable("mail", Sample.Policy with { StartToClose = TimeSpan.Zero, BackoffCoefficient = 0.5f }, Sample.Nothing)
            .UndoneBy("unmail", Sample.Policy with { TaskQueue = " " }, Sample.Nothing, undo => undo.After("hold"));
        saga.RetryOnly("late").Supersedes("later");
        saga.With(new SagaHooks<object> { Parked = (_, _, _) => Task.CompletedTask });
    }).ShouldBe(
        """
        Saga 'bad' is not well defined:
        - step 'hold' is undone with 'nothing', which is no earlier step with a compensation.
        - step 'mail' has a start-to-close timeout of 00:00:00, which must be positive.
        - step 'mail' has a back-off coefficient of 0.5, which must be at least 1.
        - compensation 'unmail' names no task queue.
        - compensation 'unmail' waits for the undo of 'hold', which is no later step.
        - step 'late' supersedes 'later', which is no earlier step with a compensation.
        - the name 'mail' is used 2 times; give every step and compensation a name of its own.
        - step 'mail' is Compensable but follows a RetryOnly step; the order is compensable steps, at most one pivot, retry-only steps.
        - its hooks Parked and Repaired need a Policy.
        """);

    private static string Faults(Action<SagaBuilder<object>> define)
    {
        var saga = new SagaBuilder<object>("bad");
        define(saga);
        return Should.Throw<SagaDefinitionException>(saga.Build).Message;
    }
}
