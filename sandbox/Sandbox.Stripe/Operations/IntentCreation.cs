using Sandbox.Hosting;
using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Operations;

/// <summary><c>POST /v1/payment_intents</c> and <c>POST /v1/payment_intents/{id}</c>.</summary>
internal static class IntentCreation
{
    private static readonly string[] _onlyWithConfirm = ["return_url", "off_session", "error_on_requires_action"];

    public static Outcome Create(StripeCall call)
    {
        var currency = call.Text("currency")?.ToLowerInvariant() ?? "";
        if ((Money.Check(call.Number("amount")!.Value, currency) ?? CheckMethods(call)) is { } fault)
        {
            return Outcome.RefusedParameters(fault);
        }

        var id = Identifiers.New("pi_3", 23);
        var intent = Describe(call, new Intent
        {
            Id = id,
            Secret = Identifiers.New(id + "_secret_", 25),
            Created = call.Now,
            Amount = call.Number("amount")!.Value,
            Currency = currency,
            Status = IntentStatus.RequiresPaymentMethod,
            ConfirmationMethod = call.Text("confirmation_method") ?? "automatic",
            AutomaticMethods = Automatic(call),
            AllowRedirects = call.Text("automatic_payment_methods", "allow_redirects"),
        });
        if (CardChoice.Choose(call, ref intent) is { } unknownCard)
        {
            return Outcome.Refused(unknownCard);
        }

        if (intent.CardToken is not null)
        {
            intent = intent with { Status = IntentStatus.RequiresConfirmation };
        }

        return call.Flag("confirm") ? IntentConfirmation.Confirm(call, intent) : Outcome.Of(intent);
    }

    public static Outcome Update(StripeCall call)
    {
        if (call.Store.Intents.Find(call.Id) is not { } intent)
        {
            return Outcome.Refused(StripeError.NotFound("payment_intent", call.Id, "intent"));
        }

        var amount = call.Number("amount") ?? intent.Amount;
        var currency = call.Text("currency")?.ToLowerInvariant() ?? intent.Currency;
        var isOpen = intent.Status is IntentStatus.RequiresPaymentMethod or IntentStatus.RequiresConfirmation
            or IntentStatus.RequiresAction;
        var changesMoney = call.Has("amount") || call.Has("currency") || call.Has("payment_method")
            || call.Has("payment_method_data") || call.Has("capture_method");
        if (changesMoney && !isOpen)
        {
            return Outcome.Refused(WrongState(intent, "updated in that way", "requires_payment_method, "
                + "requires_confirmation, requires_action"), intent);
        }

        if (Money.Check(amount, currency) is { } fault)
        {
            return Outcome.RefusedParameters(fault);
        }

        intent = Describe(call, intent) with { Amount = amount, Currency = currency };
        if (CardChoice.Choose(call, ref intent) is { } unknownCard)
        {
            return Outcome.Refused(unknownCard);
        }

        return Outcome.Of(
            isOpen && intent.Status == IntentStatus.RequiresPaymentMethod && intent.CardToken is not null
                ? intent with { Status = IntentStatus.RequiresConfirmation }
                : intent,
            call.Store.Charges.Find(intent.LatestCharge));
    }

    /// <summary>Takes over the parameters that create, update and confirm share.</summary>
    public static Intent Describe(StripeCall call, Intent intent) => intent with
    {
        CaptureMethod = call.Text("capture_method") ?? intent.CaptureMethod,
        Customer = call.Text("customer") ?? intent.Customer,
        Description = call.Text("description") ?? intent.Description,
        ReceiptEmail = call.Text("receipt_email") ?? intent.ReceiptEmail,
        ReturnUrl = call.Text("return_url") ?? intent.ReturnUrl,
        SetupFutureUsage = call.Text("setup_future_usage") ?? intent.SetupFutureUsage,
        StatementDescriptorSuffix = call.Text("statement_descriptor_suffix") ?? intent.StatementDescriptorSuffix,
        TransferGroup = call.Text("transfer_group") ?? intent.TransferGroup,
        Metadata = call.MergeMetadata(intent.Metadata),
        Shipping = ReadShipping(call.Form["shipping"]) ?? intent.Shipping,
    };

    public static StripeError WrongState(Intent intent, string done, string allowed) => StripeError.Invalid(
        $"This PaymentIntent could not be {done} because it has a status of {intent.Status}. "
        + $"Only a PaymentIntent with one of the following statuses may be {done}: {allowed}.",
        code: "payment_intent_unexpected_state");

    private static bool Automatic(StripeCall call) =>
        !call.Has("allowed_payment_method_types") && !call.Has("payment_method_types")
        && (!call.Has("automatic_payment_methods")
            || StripeCall.IsTrue(call.Text("automatic_payment_methods", "enabled")));

    private static StripeError? CheckMethods(StripeCall call)
    {
        if (call.Has("allowed_payment_method_types") && call.Has("automatic_payment_methods"))
        {
            return StripeError.Invalid(
                "You may only specify one of these parameters: allowed_payment_method_types, automatic_payment_methods.",
                "allowed_payment_method_types");
        }

        if (call.Flag("confirm"))
        {
            return null;
        }

        var early = _onlyWithConfirm.FirstOrDefault(call.Has);
        return early is null ? null : StripeError.Invalid($"{early} can only be given together with confirm=true.", early);
    }

    private static Shipping? ReadShipping(FormNode? node) => node?.Children is null
        ? null
        : new Shipping(
            node["name"]?.Value,
            node["phone"]?.Value,
            node["carrier"]?.Value,
            node["tracking_number"]?.Value,
            node["address"]?.Children?.ToDictionary(pair => pair.Key, pair => pair.Value.Value ?? ""));
}
