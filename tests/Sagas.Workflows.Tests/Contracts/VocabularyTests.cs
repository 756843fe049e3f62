using System.Reflection;
using Sagas.Contracts;
using Sagas.Contracts.Bookings;
using Sagas.Contracts.Sagas;
using Sagas.Engine.Execution;
using Sagas.Workflows.Bookings;
using EngineStates = Sagas.Engine.Observation.SagaStates;

namespace Sagas.Workflows.Tests.Contracts;

/// <summary>The engine and the contracts know nothing of each other, so that their words agree is checked here.</summary>
public class VocabularyTests
{
    [Fact]
    public void RepairRefusals_AreTheEnginesErrors() =>
        Constants(typeof(RepairRefusals)).Values.ShouldBe(Constants(typeof(RepairErrors)).Values, ignoreOrder: true);

    [Fact]
    public void SagaStates_AreTheEnginesStates() => Constants(typeof(SagaStates)).Values.ShouldBe(
        [
            EngineStates.Running,
            EngineStates.Waiting,
            EngineStates.Compensating,
            EngineStates.NeedsAttention,
            .. Enum.GetValues<SagaOutcome>().Select(EngineStates.Of),
        ],
        ignoreOrder: true);

    [Fact]
    public void BookingSaga_Steps_AreTheContractsSteps() =>
        BookingSaga.Definition.Steps.Select(step => step.Name).ShouldBe(BookingSteps.InOrder);

    [Fact]
    public void BookingSaga_Compensations_AreTheContractsCompensations() =>
        BookingSaga.Definition.Steps.Where(step => step.Undo is not null).Select(step => step.Undo!.Name)
            .ShouldBe(Constants(typeof(BookingCompensations)).Values, ignoreOrder: true);

    [Fact]
    public void BookingSaga_Queues_AreKnown() =>
        BookingSaga.Definition.Steps.Select(step => step.Policy.TaskQueue).Distinct()
            .ShouldBe(TaskQueues.All, ignoreOrder: true);

    [Fact]
    public void RefusalCodes_All_NamesEveryCode() =>
        RefusalCodes.All.ShouldBe(Constants(typeof(RefusalCodes)).Values, ignoreOrder: true);

    [Fact]
    public void WorkflowIds_GoBothWays()
    {
        WorkflowIds.BookingId(WorkflowIds.Booking("bk_1")).ShouldBe("bk_1");
        WorkflowIds.BookingId("booking-").ShouldBeNull();
        WorkflowIds.BookingId("refund-bk_1").ShouldBeNull();
    }

    private static Dictionary<string, string> Constants(Type type) => type
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral)
        .ToDictionary(field => field.Name, field => (string)field.GetRawConstantValue()!);
}
