using Microsoft.AspNetCore.Http;
using Sagas.Api.Requests;
using Sagas.Contracts.Bookings;

namespace Sagas.Api.Tests.Requests;

public sealed class SyntaxTests
{
    [Theory]
    [InlineData("a@b.co", true)]
    [InlineData("first.last+tag@sub.example.com", true)]
    [InlineData("用户@例子.公司", true)]
    [InlineData("plain", false)]
    [InlineData("@b.co", false)]
    [InlineData("a@", false)]
    [InlineData("a@b", false)]
    [InlineData("a@b..co", false)]
    [InlineData("a@-b.co", false)]
    [InlineData("a b@c.co", false)]
    [InlineData("a,b@c.co", false)]
    [InlineData("a@b@c.co", false)]
    [InlineData(".a@b.co", false)]
    public void Email_BySyntax_IsTakenOrRefused(string address, bool isFine) =>
        (EmailSyntax.Fault(address) is null).ShouldBe(isFine);

    [Theory]
    [InlineData("wait=5", 5)]
    [InlineData("respond-async, wait=10", 10)]
    [InlineData("Wait = 7", 7)]
    [InlineData("wait=9999", PreferWait.SecondsMax)]
    [InlineData("wait=-1", 0)]
    [InlineData("wait", 0)]
    [InlineData("handling=strict", 0)]
    public void Prefer_Wait_IsReadOrIgnored(string header, int seconds)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers["Prefer"] = header;

        PreferWait.Seconds(context.Request).ShouldBe(seconds);
    }

    [Fact]
    public void Options_WithSeveralFaults_NameThemAll()
    {
        var values = new Dictionary<string, string?>
        {
            ["SAGAS_API_URL"] = "nowhere",
            ["SAGAS_ON_DELIVERY_FAILURE"] = "shrug",
            ["SAGAS_LOCAL_STEPS"] = "perhaps",
            ["SAGAS_DATABASE_POOL_MAX"] = "0",
            ["PAYLOAD_ENCRYPTION_KEY"] = "open sesame",
        };

        var error = Should.Throw<InvalidOperationException>(() => ApiOptions.From(values.GetValueOrDefault));

        error.Message.Split(Environment.NewLine).Length.ShouldBe(6);
        error.Message.ShouldNotContain("sesame");
    }

    [Fact]
    public void Options_FromEnvironment_AreRead()
    {
        var values = new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = "Host=x",
            ["SAGAS_ON_DELIVERY_FAILURE"] = "compensate",
            ["SAGAS_LOCAL_STEPS"] = "off",
            ["PAYLOAD_ENCRYPTION_KEY"] = "k1:" + Convert.ToBase64String(new byte[32]),
        };

        var options = ApiOptions.From(values.GetValueOrDefault);

        options.OnDeliveryFailure.ShouldBe(DeliveryFailurePolicy.Compensate);
        (options.TriesDatabaseLocally, options.TriesCallsLocally).ShouldBe((false, false));
        options.Url.ShouldBe(ApiOptions.DefaultUrl);
        options.DatabasePoolMax.ShouldBe(ApiOptions.DefaultPoolMax);
        options.EncryptionKeys!.Current.Id.ShouldBe("k1");
    }
}
