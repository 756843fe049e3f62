namespace Sagas.Contracts.Bookings;

/// <summary>Booking ids are made by the API when it accepts a request.</summary>
public static class BookingIds
{
    private const string Prefix = "bk_";
    private const int Length = 35;

    /// <summary>A new id. Time-ordered, so that rows of one hour lie together. Not for use inside workflows.</summary>
    public static string Create() => Prefix + Guid.CreateVersion7().ToString("N");

    public static bool IsValid(string? id) =>
        id is { Length: Length } && id.StartsWith(Prefix, StringComparison.Ordinal)
        && id.AsSpan(Prefix.Length).IndexOfAnyExcept("0123456789abcdef") < 0;
}
