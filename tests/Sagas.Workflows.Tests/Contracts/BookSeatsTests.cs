using Sagas.Contracts.Bookings;

namespace Sagas.Workflows.Tests.Contracts;

public class BookSeatsTests
{
    private static readonly BookSeats Good = new(
        BookingIds.Create(), "client", "demo", ["A-1"], new Customer("Ada", "ada@example.com"), "pm_card_visa");

    [Fact]
    public void Faults_GoodCommand_AreNone() => Good.Faults().ShouldBeEmpty();

    [Fact]
    public void Faults_EverythingMissing_NamesEachPart() => new BookSeats(null!, null!, null!, null!, null!, null!).Faults()
        .ShouldBe(
        [
            "bookingId '' is no booking id",
            "clientId is missing",
            "eventId must have 1 to 64 characters",
            "paymentMethod must have 1 to 255 characters",
            "seats must name 1 to 50 seats",
            "customer is missing",
        ]);

    [Theory]
    [InlineData("ada@example.com", true)]
    [InlineData("zoë@exämple.org", true)]
    [InlineData("ada", false)]
    [InlineData("@example.com", false)]
    [InlineData("ada@", false)]
    [InlineData("ada lovelace@example.com", false)]
    [InlineData("ada@example.com\r\nBcc: all@example.com", false)]
    [InlineData("", false)]
    public void EmailFault_Address_IsFoundOrNot(string email, bool good) =>
        (Customer.EmailFault(email) is null).ShouldBe(good);

    [Fact]
    public void EmailFault_TooLong_IsFound() =>
        Customer.EmailFault($"{new string('a', 10_000_000)}@example.com").ShouldBe("must have 3 to 254 characters");

    [Fact]
    public void ToString_Command_ShowsNoPersonalData() => Good.ToString().ShouldNotContain("example.com");
}
