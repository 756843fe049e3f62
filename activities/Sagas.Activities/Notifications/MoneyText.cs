using System.Globalization;
using Sagas.Contracts;

namespace Sagas.Activities.Notifications;

/// <summary>Amounts as people read them.</summary>
internal static class MoneyText
{
    private static readonly HashSet<string> NoDecimals = new(StringComparer.Ordinal)
    {
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
    };

    private static readonly HashSet<string> ThreeDecimals = new(StringComparer.Ordinal) { "BHD", "JOD", "KWD", "OMR", "TND" };

    public static string Of(Money money)
    {
        var decimals = NoDecimals.Contains(money.Currency) ? 0 : ThreeDecimals.Contains(money.Currency) ? 3 : 2;
        var scale = decimals switch { 0 => 1m, 2 => 100m, _ => 1000m };
        var amount = (money.Amount / scale).ToString("N" + decimals, CultureInfo.InvariantCulture);
        return $"{amount} {money.Currency}";
    }
}
