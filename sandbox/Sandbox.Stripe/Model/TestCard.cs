namespace Sandbox.Stripe.Model;

/// <summary>How a test card behaves.</summary>
internal sealed record TestCard(string Token, string Brand, string Last4, string Country)
{
    /// <summary>The refusal at authorisation (after authentication where that is asked); null approves.</summary>
    public CardDecline? Decline { get; init; }

    /// <summary>Whether the buyer must pass 3-D Secure first.</summary>
    public bool Authenticates { get; init; }

    public RefundFate Refund { get; init; }

    /// <summary>The authorisation is found lapsed when it is captured (our own, for tests of that path).</summary>
    public bool LapsesAtCapture { get; init; }

    public bool FailsCvcCheck { get; init; }

    public string RiskLevel { get; init; } = "normal";
}

/// <summary>Why a card is refused.</summary>
internal sealed record CardDecline(string Code, string? DeclineCode, string Message, bool Blocked = false)
{
    public string? AdviceCode => DeclineCode switch
    {
        "lost_card" or "stolen_card" => "do_not_try_again",
        "expired_card" or "incorrect_cvc" or "incorrect_number" => "confirm_card_data",
        "generic_decline" or "insufficient_funds" or "card_velocity_exceeded" or "processing_error" => "try_again_later",
        _ => null,
    };
}

/// <summary>What becomes of a refund to a card.</summary>
internal enum RefundFate
{
    Succeeds,
    PendsThenSucceeds,
    SucceedsThenFails,
}
