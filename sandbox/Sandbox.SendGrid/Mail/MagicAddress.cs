namespace Sandbox.SendGrid.Mail;

/// <summary>
/// Addresses that provoke an answer. They are this sandbox's own; SendGrid has none. <c>@invalid.example</c> and
/// <c>+refuse@</c> are refused for good (400); <c>+429@</c>, <c>+500@</c> fail each time; <c>+timeout-after-accept@</c> is
/// accepted and the connection dropped; <c>+bounce@</c>, <c>+drop@</c>, <c>+defer@</c> are accepted and marked so.
/// </summary>
internal static class MagicAddress
{
    public const string Delivered = "delivered";
    public const string TimeoutAfterAccept = "timeout-after-accept";

    public static bool IsRefused(string address) =>
        address.EndsWith("@invalid.example", StringComparison.OrdinalIgnoreCase) || Has(address, "refuse");

    /// <summary>The HTTP status that this address always gets, or null.</summary>
    public static int? FailsWith(string address) => Has(address, "429") ? 429 : Has(address, "500") ? 500 : null;

    /// <summary>What becomes of an accepted mail to these addresses.</summary>
    public static string FateOf(IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            if (Has(address, "bounce"))
            {
                return "bounce";
            }

            if (Has(address, "drop"))
            {
                return "dropped";
            }

            if (Has(address, "defer"))
            {
                return "deferred";
            }

            if (Has(address, TimeoutAfterAccept))
            {
                return TimeoutAfterAccept;
            }
        }

        return Delivered;
    }

    private static bool Has(string address, string tag) =>
        address.Contains($"+{tag}@", StringComparison.OrdinalIgnoreCase);
}
