using System.Globalization;

namespace Sagas.Contracts;

/// <summary>An amount of money, exact: whole minor units (cents for EUR, yen for JPY) of one currency.</summary>
/// <param name="Amount">Minor units; never negative.</param>
/// <param name="Currency">ISO 4217 code, three capital letters.</param>
public sealed record Money(long Amount, string Currency)
{
    /// <summary>The largest amount one booking may carry; Stripe takes at most eight digits.</summary>
    public const long AmountMax = 99_999_999;

    /// <summary>By the amounts that Stripe takes: for it, UGX and ISK have two decimals.</summary>
    private static readonly HashSet<string> NoDecimals = new(StringComparer.Ordinal)
    {
        "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
    };

    private static readonly HashSet<string> ThreeDecimals = new(StringComparer.Ordinal) { "BHD", "JOD", "KWD", "OMR", "TND" };

    public static Money Zero(string currency) => new(0, currency);

    public static Money Sum(IEnumerable<Money> parts, string currency) =>
        parts.Aggregate(Zero(currency), (sum, part) => sum.Plus(part));

    public Money Plus(Money other)
    {
        if (other.Currency != Currency)
        {
            throw new InvalidOperationException(
                $"Cannot add {other.Currency} to {Currency}: one booking has one currency. Price all its seats in {Currency}.");
        }
        return this with { Amount = checked(Amount + other.Amount) };
    }

    /// <summary>What is wrong with this amount, or null.</summary>
    public string? Fault() =>
        Amount is < 0 or > AmountMax ? $"amount {Amount} must lie between 0 and {AmountMax} minor units"
        : Currency is not { Length: 3 } || !Currency.All(char.IsAsciiLetterUpper)
            ? $"currency '{Currency}' must be three capital letters (ISO 4217)"
        : null;

    /// <summary>As people read it: <c>1,250.00 EUR</c>.</summary>
    public override string ToString()
    {
        var decimals = NoDecimals.Contains(Currency) ? 0 : ThreeDecimals.Contains(Currency) ? 3 : 2;
        var amount = Amount / (decimals switch { 0 => 1m, 3 => 1000m, _ => 100m });
        return $"{amount.ToString("N" + decimals, CultureInfo.InvariantCulture)} {Currency}";
    }
}
