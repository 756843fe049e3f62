using System.Collections.Frozen;

namespace Sandbox.Stripe.Model;

/// <summary>Which currencies are taken, and their smallest and largest amounts in minor units.</summary>
internal static class Money
{
    public const long Max = 99_999_999;

    private static readonly FrozenDictionary<string, long> _minimums = new Dictionary<string, long>
    {
        ["usd"] = 50, ["eur"] = 50, ["gbp"] = 30, ["jpy"] = 50, ["krw"] = 500, ["aud"] = 50, ["cad"] = 50, ["chf"] = 50,
        ["nzd"] = 50, ["sgd"] = 50, ["brl"] = 50, ["inr"] = 50, ["hkd"] = 400, ["mxn"] = 1000, ["myr"] = 200,
        ["dkk"] = 250, ["sek"] = 300, ["nok"] = 300, ["pln"] = 200, ["ron"] = 200, ["aed"] = 200, ["bgn"] = 100,
        ["czk"] = 1500, ["huf"] = 17500, ["thb"] = 1000,
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> _others = (
        "afn all amd ang aoa ars awg azn bam bbd bdt bhd bif bmd bnd bob bsd bwp byn bzd cdf clp cny cop crc cve djf dop dzd "
        + "egp etb fjd fkp gel gip gmd gnf gtq gyd hnl htg idr ils isk jmd jod kes kgs khr kmf kwd kyd kzt lak lbp lkr lrd "
        + "lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mzn nad ngn nio npr omr pab pen pgk php pkr pyg qar rsd rub rwf sar "
        + "sbd scr shp sle sos srd std szl tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst xaf xcd xof xpf yer zar "
        + "zmw").Split(' ').ToFrozenSet();

    public static StripeError? Check(long amount, string currency)
    {
        if (!_minimums.TryGetValue(currency, out var minimum) && !_others.Contains(currency))
        {
            var shown = currency.Length <= 20 ? currency : currency[..20] + "…";
            return StripeError.Invalid(
                $"Invalid currency: {shown}. Use a lowercase three-letter ISO code that Stripe supports.", "currency");
        }

        if (amount < 1)
        {
            return StripeError.Invalid(
                "This value must be greater than or equal to 1.", "amount", "parameter_invalid_integer");
        }

        if (amount > Max)
        {
            return StripeError.Invalid(
                $"Amount must be no more than {Max} in the smallest unit of {currency}", "amount", "amount_too_large");
        }

        return amount < minimum
            ? StripeError.Invalid(
                $"Amount must be at least {minimum} in the smallest unit of {currency}", "amount", "amount_too_small")
            : null;
    }
}
