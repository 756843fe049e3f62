using System.Text.Json;

namespace Sandbox.Tests.Specifications;

/// <summary>The check itself fires.</summary>
public sealed class SchemaCheckTests
{
    [Theory]
    [InlineData("""{"id":"re_1","object":"refund","amount":1,"created":1}""", "$.currency is missing")]
    [InlineData(
        """{"id":"re_1","object":"refund","amount":"1","created":1,"currency":"usd"}""",
        "$.amount must be integer, not String")]
    [InlineData(
        """{"id":"re_1","object":"refund","amount":1,"created":1,"currency":"usd","reason":"because"}""",
        "$.reason has the unknown value because")]
    [InlineData(
        """{"id":null,"object":"refund","amount":1,"created":1,"currency":"usd"}""", "$.id must not be null")]
    public void Check_BadRefund_NamesTheFault(string refund, string fault)
    {
        var schema = StripeSpecification.Document.GetProperty("components").GetProperty("schemas").GetProperty("refund");

        new SchemaCheck(StripeSpecification.Document).Check(JsonDocument.Parse(refund).RootElement, schema)
            .ShouldBe([fault]);
    }
}
