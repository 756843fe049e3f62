using Sagas.Engine.Execution;
using Temporalio.Exceptions;

namespace Sagas.Engine.Tests.Execution;

public class RepairDeskTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly SagaError Error = new("Timeout", "no answer");
    private readonly RepairDesk _desk = new();

    [Fact]
    public void Decide_OpenCase_IsLoggedAndHandedOver()
    {
        Open();

        _desk.Decide(new Repair(1, "ann", "fixed"), RepairAction.Retry, null, Now);

        var decision = _desk.Close();
        decision.ShouldNotBeNull();
        (decision.Who, decision.Why, decision.Action, decision.At).ShouldBe(("ann", "fixed", RepairAction.Retry, Now));
        _desk.Log.ShouldBe([decision]);
        _desk.Current.ShouldBeNull();
    }

    [Fact]
    public void Decide_Twice_TakesTheFirstOnly()
    {
        Open();
        _desk.Decide(new Repair(1, "ann", "fixed"), RepairAction.Retry, null, Now);

        Refused(() => _desk.Decide(new Repair(1, "bob", "undo it"), RepairAction.Compensate, null, Now), RepairErrors.InFlight);

        _desk.Log.Count.ShouldBe(1);
    }

    [Fact]
    public void Check_NotParked_IsRefused() =>
        Refused(() => _desk.Check(new Repair(1, "ann", "fixed")), RepairErrors.MovedOn)
            .ShouldBe("Case 1 is closed: the saga is not parked. Look again.");

    [Fact]
    public void Check_EarlierCase_IsRefused()
    {
        Open();
        _desk.Close();
        Open();

        Refused(() => _desk.Check(new Repair(1, "ann", "fixed")), RepairErrors.MovedOn)
            .ShouldBe("Case 1 is closed: the saga is parked with case 2 at 'capture'. Look again.");
    }

    [Theory]
    [InlineData("", "fixed")]
    [InlineData("ann", " ")]
    public void Check_WithoutWhoOrWhy_IsRefused(string who, string why)
    {
        Open();

        Refused(() => _desk.Check(new Repair(1, who, why)), RepairErrors.Invalid);
    }

    [Fact]
    public void Check_WhileWorkIsInHand_IsRefused()
    {
        Open();
        _desk.BeginWork();

        Refused(() => _desk.Check(new Repair(1, "bob", "fixed")), RepairErrors.InFlight);

        _desk.EndWork();
        _desk.Check(new Repair(1, "bob", "fixed")).Number.ShouldBe(1);
    }

    [Fact]
    public void Open_Twice_BreaksAnInvariant()
    {
        Open();

        Should.Throw<InvariantBrokenException>(Open);
    }

    private void Open() => _desk.Open("capture", "capture", compensating: false, Error, Now);

    private static string Refused(Action action, string type)
    {
        var refusal = Should.Throw<ApplicationFailureException>(action);
        refusal.ErrorType.ShouldBe(type);
        return refusal.Message;
    }
}
