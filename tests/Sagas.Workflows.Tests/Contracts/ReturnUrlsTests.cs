using Sagas.Contracts.Bookings;

namespace Sagas.Workflows.Tests.Contracts;

public class ReturnUrlsTests
{
    [Theory]
    [InlineData("https://shop.example/orders/{bookingId}?lang=de#done")]
    [InlineData("https://shop.example:8443/")]
    [InlineData("http://localhost:5000/{bookingId}")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]:80/")]
    public void Fault_PageThatACustomerMayBeSentTo_IsNone(string url) => ReturnUrls.Fault(url).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("shop.example")]
    [InlineData("/orders")]
    [InlineData("//shop.example/")]
    [InlineData("http://shop.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("file:///etc/passwd")]
    [InlineData("https://")]
    [InlineData("https://shop.example@evil.example/")]
    [InlineData("https://shop.example/a b")]
    [InlineData("https://shop.example/\r\nX: y")]
    [InlineData("http://localhost.evil.example/")]
    public void Fault_AnythingElse_IsNamed(string url) =>
        ReturnUrls.Fault(url).ShouldBe("must be an absolute https address, or an http one of this machine");

    [Fact]
    public void Fault_TooLong_IsNamed() =>
        ReturnUrls.Fault("https://shop.example/" + new string('a', ReturnUrls.LengthMax)).ShouldNotBeNull();
}
