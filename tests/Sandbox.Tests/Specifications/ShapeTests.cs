using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Operations;

namespace Sandbox.Tests.Specifications;

/// <summary>The parameters that the sandbox takes are Stripe's; the differences are these.</summary>
public sealed class ShapeTests
{
    /// <summary>Known to Stripe, refused here: what a ticket sale never sends.</summary>
    private static readonly string[] _leftOut =
    [
        "application_fee_amount", "client_secret", "mandate", "mandate_data", "on_behalf_of", "radar_options",
        "transfer_data", "payment_method_types", "statement_descriptor", "instructions_email", "origin", "currency",
        "customer", "refund_application_fee", "reverse_transfer",
    ];

    /// <summary>Taken here, newer than the description of 2023.</summary>
    private static readonly string[] _newer = ["allowed_payment_method_types"];

    public static TheoryData<string, string, string> Operations => new()
    {
        { "post", "/v1/payment_intents", nameof(Shapes.CreateIntent) },
        { "post", "/v1/payment_intents/{intent}", nameof(Shapes.UpdateIntent) },
        { "post", "/v1/payment_intents/{intent}/confirm", nameof(Shapes.ConfirmIntent) },
        { "post", "/v1/payment_intents/{intent}/capture", nameof(Shapes.CaptureIntent) },
        { "post", "/v1/payment_intents/{intent}/cancel", nameof(Shapes.CancelIntent) },
        { "post", "/v1/refunds", nameof(Shapes.CreateRefund) },
        { "post", "/v1/refunds/{refund}", nameof(Shapes.UpdateRefund) },
        { "post", "/v1/refunds/{refund}/cancel", nameof(Shapes.CancelRefund) },
        { "get", "/v1/payment_intents", nameof(Shapes.ListIntents) },
        { "get", "/v1/payment_intents/search", nameof(Shapes.SearchIntents) },
        { "get", "/v1/refunds", nameof(Shapes.ListRefunds) },
        { "get", "/v1/charges", nameof(Shapes.ListCharges) },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public void Shape_Parameters_AreThePublishedOnes(string method, string path, string name)
    {
        var shape = (ObjectShape)typeof(Shapes).GetProperty(name)!.GetValue(null)!;
        var published = StripeSpecification.Parameters(method, path).ToHashSet();

        shape.Members.Keys.Except(published).Except(_newer).ShouldBeEmpty("taken, but not Stripe's");
        published.Except(shape.Members.Keys).Except(_leftOut).ShouldBeEmpty("Stripe's, but not taken");
    }
}
