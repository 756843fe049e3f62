using Sandbox.Hosting;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Operations;

/// <summary>Which card a call names, by token or by number.</summary>
internal static class CardChoice
{
    /// <summary>
    /// Puts the call's card on the intent. A token makes a payment method of its own each time, as at Stripe; an id that the
    /// intent already has keeps it.
    /// </summary>
    public static StripeError? Choose(StripeCall call, ref Intent intent)
    {
        TestCard? card;
        if (call.Text("payment_method") is { } token)
        {
            if (token == intent.PaymentMethod)
            {
                return null;
            }

            card = TestCards.Find(token);
            if (card is null)
            {
                return StripeError.NotFound("PaymentMethod", token, "payment_method");
            }
        }
        else if (call.Form["payment_method_data"]?["card"]?["number"]?.Value is { } number)
        {
            card = TestCards.FindByNumber(number);
            if (card is null)
            {
                return new StripeError(
                    402, "card_error", "Your card number is incorrect.", "incorrect_number", "number");
            }
        }
        else
        {
            return null;
        }

        intent = intent with { CardToken = card.Token, PaymentMethod = Identifiers.New("pm_1", 23) };
        return null;
    }
}
