using System.Globalization;

namespace Sagas.Local.Bench;

internal enum Kind
{
    Confirmed,
    Declined,
    MailRefused,
}

/// <summary>
/// The bookings of one run: of 20, 15 confirmed, 4 declined, and 1 whose mail is refused for good and which is undone.
/// They come well mixed, and always the same ones.
/// </summary>
internal sealed class Mix(string eventId, int sections, string run)
{
    public const int Cycle = 20;
    public const int DeclinedOfCycle = 4;

    // 7 has no factor in common with 20, so one cycle visits every kind, spread out.
    private const int Stride = 7;

    public string EventId => eventId;

    public static Kind KindOf(int index) => (index * Stride % Cycle) switch
    {
        0 => Kind.MailRefused,
        <= DeclinedOfCycle => Kind.Declined,
        _ => Kind.Confirmed,
    };

    public string SeatOf(int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (index % sections))}-{(index / sections) + 1}");

    public string KeyOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{run}-{index}");

    public string EmailOf(int index) => KindOf(index) == Kind.MailRefused
        ? string.Create(CultureInfo.InvariantCulture, $"bench{index}+refuse@example.com")
        : string.Create(CultureInfo.InvariantCulture, $"bench{index}@example.com");

    public static string PaymentMethodOf(int index) =>
        KindOf(index) == Kind.Declined ? "pm_card_chargeDeclined" : "pm_card_visa";
}
