namespace Sagas.Activities.Tests.OpenApi;

/// <summary>The check is known to fire.</summary>
public sealed class BodyCheckTests
{
    private const string Form = "application/x-www-form-urlencoded";

    [Theory]
    [InlineData("amount=100&currency=eur&bogus=1", "$.bogus is not described")]
    [InlineData("currency=eur", "$.amount is missing")]
    [InlineData("amount=10.5&currency=eur", "$.amount must be integer")]
    [InlineData("amount=100&currency=eur&capture_method=whenever", "$.capture_method has the unknown value whenever")]
    [InlineData("amount=100&currency=eur&confirm=maybe", "$.confirm must be boolean")]
    [InlineData(
        "amount=100&currency=eur&automatic_payment_methods%5Bon%5D=true",
        "$.automatic_payment_methods.on is not described")]
    public void Check_BadRequest_NamesTheFault(string form, string fault) => PublishedDescription.Load("stripe.json")
        .Check("POST", "/v1/payment_intents", Form, FormTree.Parse(form)).ShouldContain(fault);

    [Fact]
    public void Check_UnknownPath_IsAFault() => PublishedDescription.Load("stripe.json")
        .Check("POST", "/v1/payment_intentions", Form, FormTree.Parse("")).Single().ShouldContain("is not described");
}
