namespace Sagas.Activities.Payments.Stripe;

/// <summary>How Stripe, or the sandbox in its place, is reached.</summary>
public sealed class StripeOptions
{
    /// <summary>Without the `/v1`.</summary>
    public Uri BaseAddress { get; set; } = new("https://api.stripe.com");

    /// <summary>Secret or restricted key.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>
    /// Where a customer goes after 3-D Secure, with `{bookingId}` in place of the booking's id. Null: there is no such page, so a
    /// card that asks for its owner is refused, unless the booking brings a page of its own.
    /// </summary>
    public string? ReturnUrl { get; set; }

    /// <summary>Of one request. Three of them must fit into the activity's StartToClose.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
