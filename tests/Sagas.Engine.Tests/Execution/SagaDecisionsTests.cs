using Sagas.Engine.Definition;
using Sagas.Engine.Execution;

namespace Sagas.Engine.Tests.Execution;

public class SagaDecisionsTests
{
    private static readonly SagaError Cancel = new("Cancelled", "changed my mind");
    private static readonly SagaError No = new("SeatsTaken", "A-1 is taken", "A-1");
    private static readonly SagaError Doubt = new("Timeout", "no answer");

    /// <summary>Step, result, whether a cancellation is wanted, policy on refusal, and where the saga goes.</summary>
    public static TheoryData<StepKind, string, bool, RefusalMove, string> Table => new()
    {
        { StepKind.Compensable, "done", false, RefusalMove.Undo, "on" },
        { StepKind.Compensable, "done", true, RefusalMove.Undo, "back Cancelled Cancelled" },
        { StepKind.Compensable, "refused", false, RefusalMove.Undo, "back Rejected SeatsTaken" },
        { StepKind.Compensable, "refused", true, RefusalMove.Undo, "back Rejected SeatsTaken" },
        { StepKind.Compensable, "refused", false, RefusalMove.Park, "park SeatsTaken" },
        { StepKind.Compensable, "unknown", false, RefusalMove.Undo, "park Timeout" },
        { StepKind.Compensable, "unknown", true, RefusalMove.Undo, "back Cancelled Cancelled" },
        { StepKind.Pivot, "done", false, RefusalMove.Undo, "on" },
        { StepKind.Pivot, "done", true, RefusalMove.Undo, "on" },
        { StepKind.Pivot, "refused", false, RefusalMove.Undo, "back Rejected SeatsTaken" },
        { StepKind.Pivot, "refused", true, RefusalMove.Undo, "back Rejected SeatsTaken" },
        { StepKind.Pivot, "unknown", false, RefusalMove.Undo, "park Timeout" },
        { StepKind.Pivot, "unknown", true, RefusalMove.Undo, "park Timeout" },
        { StepKind.RetryOnly, "done", false, RefusalMove.Park, "on" },
        { StepKind.RetryOnly, "done", true, RefusalMove.Park, "on" },
        { StepKind.RetryOnly, "refused", false, RefusalMove.Park, "park SeatsTaken" },
        { StepKind.RetryOnly, "refused", true, RefusalMove.Park, "park SeatsTaken" },
        { StepKind.RetryOnly, "refused", false, RefusalMove.Undo, "back Compensated SeatsTaken" },
        { StepKind.RetryOnly, "unknown", false, RefusalMove.Undo, "park Timeout" },
        { StepKind.RetryOnly, "unknown", true, RefusalMove.Undo, "park Timeout" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void After_StepResult_DecidesByTable(
        StepKind kind, string result, bool cancelWanted, RefusalMove onRefusal, string goes)
    {
        StepResult given = result switch
        {
            "done" => new StepResult.Done(),
            "refused" => new StepResult.Refused(No),
            _ => new StepResult.Unknown(Doubt),
        };

        var move = SagaDecisions.After(kind, given, onRefusal, cancelWanted ? Cancel : null);

        Show(move).ShouldBe(goes);
    }

    private static string Show(Move move) => move switch
    {
        Move.On => "on",
        Move.Back back => $"back {back.Cause.Outcome} {back.Cause.Error.Code}",
        Move.Park park => $"park {park.Error.Code}",
        _ => move.ToString(),
    };
}
