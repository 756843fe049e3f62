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

    private static FactRow Fact(string step, string type) =>
        new() { Key = $"bk_1:{step}:1", Type = type, RecordedAt = DateTime.UnixEpoch };
}
