using System.Text.Json;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Rendering;

/// <summary>A PaymentIntent as JSON.</summary>
internal static class IntentWriter
{
    public static void Write(Utf8JsonWriter json, Intent intent, Charge? latestCharge, ExpandPaths expand)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, intent.Id);
        json.WriteString("object"u8, "payment_intent"u8);
        json.WriteNull("allowed_payment_method_types"u8);
        json.WriteNumber("amount"u8, intent.Amount);
        json.WriteNumber("amount_capturable"u8, intent.AmountCapturable);
        json.WriteStartObject("amount_details"u8);
        json.WriteStartObject("tip"u8);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteNumber("amount_received"u8, intent.AmountReceived);
        json.WriteNull("application"u8);
        json.WriteNull("application_fee_amount"u8);
        WriteAutomaticMethods(json, intent);
        json.WriteNumberOrNull("canceled_at"u8, intent.CanceledAt);
        json.WriteString("cancellation_reason"u8, intent.CancellationReason);
        json.WriteString("capture_method"u8, intent.CaptureMethod);
        json.WriteString("client_secret"u8, intent.Secret);
        json.WriteString("confirmation_method"u8, intent.ConfirmationMethod);
        json.WriteNumber("created"u8, intent.Created);
        json.WriteString("currency"u8, intent.Currency);
        json.WriteString("customer"u8, intent.Customer);
        json.WriteNull("customer_account"u8);
        json.WriteString("description"u8, intent.Description);
        json.WriteNull("excluded_payment_method_types"u8);
        WriteLastError(json, intent);
        json.WritePropertyName("latest_charge"u8);
        if (latestCharge is not null && expand.Has("latest_charge"))
        {
            ChargeWriter.Write(json, latestCharge, expand.Below("latest_charge"), null);
        }
        else
        {
            json.WriteStringValue(intent.LatestCharge);
        }

        WriteRest(json, intent, expand);
        json.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter json, Intent intent, ExpandPaths expand)
    {
        json.WriteBoolean("livemode"u8, false);
        json.WriteNull("managed_payments"u8);
        json.WriteMap("metadata"u8, intent.Metadata);
        WriteNextAction(json, intent);
        json.WriteNull("on_behalf_of"u8);
        json.WritePropertyName("payment_method"u8);
        if (intent is { PaymentMethod: not null, CardToken: not null } && expand.Has("payment_method"))
        {
            MethodWriter.Write(json, intent.PaymentMethod, TestCards.Find(intent.CardToken)!, intent.Created);
        }
        else
        {
            json.WriteStringValue(intent.PaymentMethod);
        }

        json.WriteNull("payment_method_configuration_details"u8);
        json.WriteStartObject("payment_method_options"u8);
        json.WriteEndObject();
        json.WriteStartArray("payment_method_types"u8);
        json.WriteStringValue("card"u8);
        json.WriteEndArray();
        json.WriteNull("payment_record"u8);
        json.WriteNull("processing"u8);
        json.WriteString("receipt_email"u8, intent.ReceiptEmail);
        json.WriteNull("review"u8);
        json.WriteString("setup_future_usage"u8, intent.SetupFutureUsage);
        WriteShipping(json, intent.Shipping);
        json.WriteNull("source"u8);
        json.WriteNull("statement_descriptor"u8);
        json.WriteString("statement_descriptor_suffix"u8, intent.StatementDescriptorSuffix);
        json.WriteString("status"u8, intent.Status);
        json.WriteNull("transfer_data"u8);
        json.WriteString("transfer_group"u8, intent.TransferGroup);
    }

    private static void WriteAutomaticMethods(Utf8JsonWriter json, Intent intent)
    {
        if (intent.AutomaticMethods is not true)
        {
            json.WriteNull("automatic_payment_methods"u8);
            return;
        }

        json.WriteStartObject("automatic_payment_methods"u8);
        json.WriteString("allow_redirects"u8, intent.AllowRedirects ?? "always");
        json.WriteBoolean("enabled"u8, true);
        json.WriteEndObject();
    }

    private static void WriteLastError(Utf8JsonWriter json, Intent intent)
    {
        if (intent.LastError is null)
        {
            json.WriteNull("last_payment_error"u8);
            return;
        }

        json.WriteStartObject("last_payment_error"u8);
        ErrorWriter.WriteMembers(json, intent.LastError, intent.LastErrorCard, intent.Created);
        json.WriteEndObject();
    }

    private static void WriteNextAction(Utf8JsonWriter json, Intent intent)
    {
        if (intent.Status != IntentStatus.RequiresAction)
        {
            json.WriteNull("next_action"u8);
            return;
        }

        json.WriteStartObject("next_action"u8);
        if (intent.ReturnUrl is { } returnUrl)
        {
            json.WriteStartObject("redirect_to_url"u8);
            json.WriteString("return_url"u8, returnUrl);
            json.WriteString("url"u8, intent.AuthenticationUrl);
            json.WriteEndObject();
            json.WriteString("type"u8, "redirect_to_url"u8);
        }
        else
        {
            json.WriteString("type"u8, "use_stripe_sdk"u8);
            json.WriteStartObject("use_stripe_sdk"u8);
            json.WriteString("type"u8, "three_d_secure_redirect"u8);
            json.WriteString("stripe_js"u8, intent.AuthenticationUrl);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteShipping(Utf8JsonWriter json, Shipping? shipping)
    {
        if (shipping is null)
        {
            json.WriteNull("shipping"u8);
            return;
        }

        json.WriteStartObject("shipping"u8);
        json.WriteMap("address"u8, shipping.Address);
        json.WriteString("carrier"u8, shipping.Carrier);
        json.WriteString("name"u8, shipping.Name);
        json.WriteString("phone"u8, shipping.Phone);
        json.WriteString("tracking_number"u8, shipping.TrackingNumber);
        json.WriteEndObject();
    }
}
