using System.Collections.Frozen;

namespace Sandbox.Stripe.Model;

/// <summary>The documented test payment methods by token and by number, and one of our own (<c>pm_sandbox_…</c>).</summary>
internal static class TestCards
{
    private static readonly CardDecline _generic = new("card_declined", "generic_decline", "Your card was declined.");
    private static readonly CardDecline _funds =
        new("card_declined", "insufficient_funds", "Your card has insufficient funds.");

    private static readonly CardDecline _processing = new(
        "processing_error",
        "processing_error",
        "An error occurred while processing your card. Try again in a little bit.");

    private static readonly (string Number, TestCard Card, string[] Aliases)[] _all =
    [
        Card("4242424242424242", "pm_card_visa"),
        Card("5555555555554444", "pm_card_mastercard", brand: "mastercard"),
        Card("378282246310005", "pm_card_amex", brand: "amex"),
        Card("3566002020360505", "pm_card_jcb", brand: "jcb", country: "JP"),
        Card("4000004100000005", "pm_card_kr", country: "KR"),
        Card("4000003920000003", "pm_card_jp", country: "JP"),
        Declined("4000000000000002", "pm_card_visa_chargeDeclined", _generic, "pm_card_chargeDeclined"),
        Declined(
            "4000000000009995",
            "pm_card_visa_chargeDeclinedInsufficientFunds",
            _funds,
            "pm_card_chargeDeclinedInsufficientFunds"),
        Declined(
            "4000000000009987",
            "pm_card_visa_chargeDeclinedLostCard",
            new CardDecline("card_declined", "lost_card", "Your card was declined."),
            "pm_card_chargeDeclinedLostCard"),
        Declined(
            "4000000000009979",
            "pm_card_visa_chargeDeclinedStolenCard",
            new CardDecline("card_declined", "stolen_card", "Your card was declined."),
            "pm_card_chargeDeclinedStolenCard"),
        Declined(
            "4000000000000069",
            "pm_card_chargeDeclinedExpiredCard",
            new CardDecline("expired_card", "expired_card", "Your card has expired.")),
        Declined(
            "4000000000000127",
            "pm_card_chargeDeclinedIncorrectCvc",
            new CardDecline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")),
        Declined("4000000000000119", "pm_card_chargeDeclinedProcessingError", _processing),
        Declined(
            "4000000000006975",
            "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
            new CardDecline(
                "card_declined",
                "card_velocity_exceeded",
                "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.")),
        Declined("4000000000000341", "pm_card_chargeCustomerFail", _generic),
        Authenticating("4000002760003184", "pm_card_authenticationRequired"),
        Authenticating("4000002500003155", "pm_card_authenticationRequiredOnSetup"),
        Authenticating("4000000000003220", "pm_card_threeDSecure2Required"),
        Authenticating("4000008400001629", "pm_card_threeDSecureRequiredChargeDeclined", _generic),
        Authenticating("4000008400001280", "pm_card_threeDSecureRequiredProcessingError", _processing),
        Authenticating(
            "4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", _funds),
        Declined(
            "4100000000000019",
            "pm_card_radarBlock",
            new CardDecline("card_declined", "fraudulent", "Your card was declined.", Blocked: true)),
        Card("4000000000004954", "pm_card_riskLevelHighest", change: card => card with { RiskLevel = "highest" }),
        Card("4000000000009235", "pm_card_riskLevelElevated", change: card => card with { RiskLevel = "elevated" }),
        Card("4000000000000101", "pm_card_cvcCheckFail", change: card => card with { FailsCvcCheck = true }),
        Card(
            "4000000000007726",
            "pm_card_pendingRefund",
            change: card => card with { Refund = RefundFate.PendsThenSucceeds }),
        Card(
            "4000000000005126", "pm_card_refundFail", change: card => card with { Refund = RefundFate.SucceedsThenFails }),
        Card("4000000000000077", "pm_card_bypassPending"),
        Card("", "pm_sandbox_authorizationLapses", change: card => card with { LapsesAtCapture = true }),
    ];

    private static readonly FrozenDictionary<string, TestCard> _byToken = _all
        .SelectMany(entry => entry.Aliases.Append(entry.Card.Token).Select(token => (token, entry.Card)))
        .ToFrozenDictionary(pair => pair.token, pair => pair.Card, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TestCard> _byNumber = _all
        .Where(entry => entry.Number.Length > 0)
        .ToFrozenDictionary(entry => entry.Number, entry => entry.Card, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Tokens => _byToken.Keys;

    public static TestCard? Find(string token) => _byToken.GetValueOrDefault(token);

    public static TestCard? FindByNumber(string number) =>
        _byNumber.GetValueOrDefault(number.Replace(" ", "", StringComparison.Ordinal));

    private static (string, TestCard, string[]) Card(
        string number,
        string token,
        string brand = "visa",
        string country = "US",
        Func<TestCard, TestCard>? change = null)
    {
        var card = new TestCard(token, brand, number.Length >= 4 ? number[^4..] : "4242", country);
        return (number, change is null ? card : change(card), []);
    }

    private static (string, TestCard, string[]) Declined(
        string number, string token, CardDecline decline, params string[] aliases) =>
        (number, new TestCard(token, "visa", number[^4..], "US") { Decline = decline }, aliases);

    private static (string, TestCard, string[]) Authenticating(
        string number, string token, CardDecline? decline = null) =>
        (number, new TestCard(token, "visa", number[^4..], "US") { Authenticates = true, Decline = decline }, []);
}
