using Sagas.Api.Bookings;

namespace Sagas.Api.Tests.Bookings;

public sealed class TimelineFromFactsTests
{
    [Theory]
    [InlineData("deliver-tickets", "mail_rejected", "refused")]
    [InlineData("deliver-tickets", "mail_accepted", "done")]
    [InlineData("hold-seats", "seats_refused", "refused")]
    [InlineData("hold-seats", "seats_held", "done")]
    [InlineData("authorise-payment", "payment_intent_created", "running")]
    [InlineData("refund-payment", "refund_requested", "running")]
    [InlineData("close-booking", "booking_rejected", "done")]
    public void FromFacts_LastFact_SaysHowTheStepEnded(string step, string type, string outcome) =>
        Timelines.FromFacts([Fact(step, type)]).Single().Outcome.ShouldBe(outcome);

    [Fact]
    public void FromFacts_SeveralFactsOfAStep_AreOneStep()
    {
        var steps = Timelines.FromFacts(
        [
            Fact("authorise-payment", "payment_intent_created"), Fact("authorise-payment", "payment_declined"),
            Fact("cancel-payment", "payment_cancelled"),
        ]);

        steps.Select(step => (step.Number, step.Name, step.Outcome)).ShouldBe(
            [(1, "authorise-payment", "refused"), (2, "cancel-payment", "done")]);
    }

    [Fact]
    public void FromFacts_StepThatBeganAndWasFollowed_IsDone() =>
        Timelines.FromFacts([Fact("authorise-payment", "payment_intent_created"), Fact("commit-seats", "seats_committed")])
            .Select(step => step.Outcome).ShouldBe(["done", "done"]);

    [Fact]
    public void BeforeLastRecovery_StepWithoutAnEnd_IsInterrupted()
    {
        var steps = Timelines.BeforeLastRecovery(
        [
            Fact("hold-seats", "seats_held"), Fact("authorise-payment", "payment_intent_created"),
            Fact("recover-booking", "recovery_begun"), Fact("cancel-payment", "payment_cancelled"),
        ]);

        steps.Select(step => (step.Name, step.Outcome, step.Error?.Code)).ShouldBe(
            [("hold-seats", "done", null), ("authorise-payment", "failed", "Interrupted")]);
    }

    [Fact]
    public void BeforeLastRecovery_OfSeveral_HoldsTheEarlierOnes() => Timelines.BeforeLastRecovery(
        [
            Fact("hold-seats", "seats_held"), Fact("recover-booking", "recovery_begun"),
            Fact("confirm-booking", "confirmation_refused"), Fact("void-tickets", "tickets_voided"),
            Fact("recover-booking", "recovery_begun"),
        ]).Select(step => step.Name).ShouldBe(["hold-seats", "recover-booking", "void-tickets"]);

    private static FactRow Fact(string step, string type) =>
        new() { Key = $"bk_1:{step}:1", Type = type, RecordedAt = DateTime.UnixEpoch };
}
