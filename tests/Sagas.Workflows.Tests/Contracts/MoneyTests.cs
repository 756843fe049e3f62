using Sagas.Contracts;

namespace Sagas.Workflows.Tests.Contracts;

public class MoneyTests
{
    [Theory]
    [InlineData(5000, "EUR", "50.00 EUR")]
    [InlineData(5, "USD", "0.05 USD")]
    [InlineData(123456789, "EUR", "1,234,567.89 EUR")]
    [InlineData(5000, "JPY", "5,000 JPY")]
    [InlineData(5000, "UGX", "50.00 UGX")]
    [InlineData(1234, "KWD", "1.234 KWD")]
    public void ToString_Amount_IsWrittenInItsCurrency(long amount, string currency, string text) =>
        new Money(amount, currency).ToString().ShouldBe(text);

    [Fact]
    public void Plus_OtherCurrency_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => new Money(1, "EUR").Plus(new Money(1, "USD")))
            .Message.ShouldBe("Cannot add USD to EUR: one booking has one currency. Price all its seats in EUR.");

    [Theory]
    [InlineData(0, "EUR", true)]
    [InlineData(-1, "EUR", false)]
    [InlineData(Money.AmountMax + 1, "EUR", false)]
    [InlineData(1, "eur", false)]
    [InlineData(1, "EURO", false)]
    public void Fault_Amount_IsFoundOrNot(long amount, string currency, bool good) =>
        (new Money(amount, currency).Fault() is null).ShouldBe(good);
}
