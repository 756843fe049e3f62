using System.Globalization;
using Sagas.Contracts;

namespace Sagas.Local.Terminal;

internal static class Amounts
{
    /// <summary>ISO 4217 currencies without minor units.</summary>
    private static readonly HashSet<string> Whole =
        ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"];

    public static string Format(Money? money)
    {
        if (money is null)
        {
            return "-";
        }

        return Whole.Contains(money.Currency)
            ? string.Create(CultureInfo.InvariantCulture, $"{money.Amount} {money.Currency}")
            : string.Create(CultureInfo.InvariantCulture, $"{money.Amount / 100m:0.00} {money.Currency}");
    }
}
