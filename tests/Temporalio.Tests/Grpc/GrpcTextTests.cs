using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Grpc;

namespace Temporalio.Tests.Grpc;

public class GrpcTextTests
{
    [Theory]
    [InlineData("plain text, \"quoted\" ~", "plain text, \"quoted\" ~")]
    [InlineData("100%", "100%25")]
    [InlineData("line\nbreak\t", "line%0Abreak%09")]
    [InlineData("Grüße 🎫", "Gr%C3%BC%C3%9Fe %F0%9F%8E%AB")]
    [InlineData("", "")]
    public void Message_AnyText_RoundTripsAsPrintableAscii(string message, string encoded)
    {
        GrpcStatusText.EncodeMessage(message).ShouldBe(encoded);
        GrpcStatusText.DecodeMessage(encoded).ShouldBe(message);
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%zz%4", "%zz%4")]
    [InlineData("%41%", "A%")]
    public void DecodeMessage_BrokenEscape_IsKept(string encoded, string message) =>
        GrpcStatusText.DecodeMessage(encoded).ShouldBe(message);

    [Fact]
    public void Details_PaddedAndBare_GiveTheStatus()
    {
        var failure = new WorkflowExecutionAlreadyStartedFailure { RunId = "r", StartRequestId = "s" };
        var status = new RpcStatusException(StatusCode.AlreadyExists, "exists", failure).ToStatus();
        for (var pad = 0; pad < 3; pad++)
        {
            status.Message += "x";
            var bare = GrpcStatusText.EncodeDetails(status);
            bare.ShouldNotContain("=");
            GrpcStatusText.DecodeDetails(bare).ShouldBe(status);
            GrpcStatusText.DecodeDetails(bare.PadRight((bare.Length + 3) / 4 * 4, '=')).ShouldBe(status);
        }
    }

    [Theory]
    [InlineData("***")]
    [InlineData("AAAAA")]
    [InlineData("CP///w==")]
    public void DecodeDetails_Garbage_IsNull(string value) => GrpcStatusText.DecodeDetails(value).ShouldBeNull();

    [Fact]
    public void RpcStatusException_RoundTrip_KeepsCodeMessageAndDetails()
    {
        var status = new RpcStatusException(StatusCode.NotFound, "gone", new NotFoundFailure()).ToStatus();
        var back = RpcStatusException.FromStatus(status);
        back.Code.ShouldBe(StatusCode.NotFound);
        back.Message.ShouldBe("gone");
        back.Details.Single().TypeUrl
            .ShouldBe("type.googleapis.com/temporal.api.errordetails.v1.NotFoundFailure");
        back.Details.Single().Is(Empty.Descriptor).ShouldBeFalse();
    }

    [Fact]
    public void RpcStatusException_Ok_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new RpcStatusException(StatusCode.OK, "fine"));

    [Theory]
    [InlineData(70_000, "70S")]
    [InlineData(1_500, "1500m")]
    [InlineData(0.5, "1m")]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(100_000_000_001, "100000001S")]
    public void Timeout_Format_UsesFittingUnit(double milliseconds, string expected)
    {
        var formatted = GrpcTimeout.Format(TimeSpan.FromMilliseconds(milliseconds));
        if (expected.Length > 9)
        {
            // More than eight digits do not fit, the next unit must be taken.
            formatted.ShouldBe("1666667M");
        }
        else
        {
            formatted.ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("1H", 3_600_000)]
    [InlineData("2M", 120_000)]
    [InlineData("70S", 70_000)]
    [InlineData("15m", 15)]
    [InlineData("2500u", 2.5)]
    [InlineData("1000000n", 1)]
    public void Timeout_Parse_KnowsEveryUnit(string value, double milliseconds)
    {
        GrpcTimeout.TryParse(value, out var timeout).ShouldBeTrue();
        timeout.ShouldBe(TimeSpan.FromMilliseconds(milliseconds));
    }

    [Fact]
    public void Timeout_BeyondTimeSpan_IsClamped()
    {
        GrpcTimeout.TryParse("99999999H", out var timeout).ShouldBeTrue();
        timeout.ShouldBe(TimeSpan.FromHours(99999999));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("5")]
    [InlineData("123456789S")]
    [InlineData("-5S")]
    [InlineData("5x")]
    [InlineData(" 5S")]
    [InlineData("+5S")]
    public void Timeout_Malformed_IsRefused(string? value) => GrpcTimeout.TryParse(value, out _).ShouldBeFalse();
}
