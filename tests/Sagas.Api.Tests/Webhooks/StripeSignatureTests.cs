using System.Text;
using Sagas.Api.Webhooks;

namespace Sagas.Api.Tests.Webhooks;

public class StripeSignatureTests
{
    private const string Secret = "whsec_1";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"name\":\"Zoë\"} \r\n");
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private static long At => Now.ToUnixTimeSeconds();

    [Theory]
    [InlineData(0)]
    [InlineData(-300)]
    [InlineData(300)]
    public void Signature_RightAndInTime_Holds(int seconds) => Fault(Signer.Sign(Body, At + seconds, Secret)).ShouldBeNull();

    [Theory]
    [InlineData(-301)]
    [InlineData(301)]
    public void Signature_TooOldOrFromTheFuture_IsRefused(int seconds) =>
        Fault(Signer.Sign(Body, At + seconds, Secret)).ShouldNotBeNull().ShouldContain("within 300 seconds of ours");

    [Fact]
    public void Signature_SeveralOfWhichOneFits_Holds() => Fault(
        $"t={At},v1={Signer.Hex(Body, At, "whsec_old")},v0=x,v1={Signer.Hex(Body, At, Secret)}").ShouldBeNull();

    [Fact]
    public void Signature_OfAnotherSecret_IsRefused() => Fault(Signer.Sign(Body, At, "whsec_2")).ShouldNotBeNull();

    [Fact]
    public void Signature_OfAnotherBody_IsRefused() => Fault(Signer.Sign(Body[..^1], At, Secret)).ShouldNotBeNull();

    [Fact]
    public void Signature_OfAnotherTime_IsRefused() =>
        Fault($"t={At + 1},v1={Signer.Hex(Body, At, Secret)}").ShouldNotBeNull();

    [Fact]
    public void Signature_OfAnotherScheme_IsRefused() => Fault($"t={At},v0={Signer.Hex(Body, At, Secret)}").ShouldNotBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("t=1")]
    [InlineData("v1=aa")]
    [InlineData("t=,v1=")]
    [InlineData("t=99999999999999999999,v1=aa")]
    [InlineData("t=-5,v1=aa")]
    [InlineData("t=9223372036854775807,v1=aa")]
    [InlineData("=,=,=,,,")]
    [InlineData("t=1800000000,v1=ä")]
    public void Signature_Garbage_IsRefused(string header) => Fault(header).ShouldNotBeNull();

    [Fact]
    public void Signature_EndlessHeader_IsRefused() => Fault(string.Join(',', Enumerable.Repeat("v1=aa", 10_000))).ShouldNotBeNull();

    [Fact]
    public void Signature_OfBytesThatAreNoText_IsRefused()
    {
        byte[] body = [(byte)'{', 0xC3, 0x28, (byte)'}'];
        StripeSignature.Fault(Signer.Sign(body, At, Secret), body, Secret, Now).ShouldNotBeNull();
    }

    private static string? Fault(string header) => StripeSignature.Fault(header, Body, Secret, Now);
}
