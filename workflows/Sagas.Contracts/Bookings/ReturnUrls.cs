namespace Sagas.Contracts.Bookings;

/// <summary>Pages that customers are sent back to after 3-D Secure.</summary>
public static class ReturnUrls
{
    public const int LengthMax = 2048;

    /// <summary>Stands for the booking's id, which whoever asks for a booking does not know yet.</summary>
    public const string BookingId = "{bookingId}";

    public static string For(string url, string bookingId) => url.Replace(BookingId, bookingId, StringComparison.Ordinal);

    /// <summary>
    /// What is wrong with an address, as a clause, or null. Plain http only where nobody can listen, and no user name, which
    /// would show a host that is none.
    /// </summary>
    public static string? Fault(string url)
    {
        var isAddress = url.Length <= LengthMax && Uri.TryCreate(For(url, "bk_0"), UriKind.Absolute, out var page)
            && (page.Scheme == Uri.UriSchemeHttps || (page.Scheme == Uri.UriSchemeHttp && page.IsLoopback))
            && page.Host.Length > 0 && page.UserInfo.Length == 0 && !url.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
        return isAddress ? null : "must be an absolute https address, or an http one of this machine";
    }
}
