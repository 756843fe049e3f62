using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Model;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Operations;

/// <summary>Retrieve and list.</summary>
internal static class Reading
{
    public const int LimitDefault = 10;
    public const int LimitMax = 100;

    public static Outcome Intent(StripeCall call) => call.Store.Intents.Find(call.Id) is { } intent
        ? Show(call, intent)
        : Outcome.Refused(StripeError.NotFound("payment_intent", call.Id, "intent"));

    public static Outcome Charge(StripeCall call) => call.Store.Charges.Find(call.Id) is { } charge
        ? Outcome.Of(charge, call.Store.Intents.Find(charge.Intent))
        : Outcome.Refused(StripeError.NotFound("charge", call.Id, "id"));

    public static Page Intents(StripeCall call) => List(
        call,
        "/v1/payment_intents",
        "payment_intent",
        call.Store.Intents,
        intent => intent.Created,
        intent => call.Text("customer") is not { } customer || intent.Customer == customer,
        intent => Show(call, intent));

    public static Page Charges(StripeCall call) => List(
        call,
        "/v1/charges",
        "charge",
        call.Text("payment_intent") is { } intent
            ? Only(call.Store.ChargesOf(intent), charge => charge.Id)
            : call.Store.Charges,
        charge => charge.Created,
        charge => (call.Text("customer") is not { } customer || charge.Customer == customer)
            && (call.Text("transfer_group") is not { } group || charge.TransferGroup == group),
        charge => Outcome.Of(charge, call.Store.Intents.Find(charge.Intent)));

    public static Page Refunds(StripeCall call) => List(
        call,
        "/v1/refunds",
        "refund",
        call.Text("payment_intent") is { } intent
            ? Only(call.Store.RefundsOf(intent), refund => refund.Id)
            : call.Store.Refunds,
        refund => refund.Created,
        refund => call.Text("charge") is not { } charge || refund.Charge == charge,
        refund => RefundOperations.Show(call, refund));

    public static StripeError? Limit(StripeCall call, out int limit)
    {
        var asked = call.Number("limit") ?? LimitDefault;
        limit = (int)Math.Clamp(asked, 1, LimitMax);
        return asked is < 1 or > LimitMax
            ? StripeError.Invalid(
                $"This value must be from 1 to {LimitMax}.", "limit", "parameter_invalid_integer")
            : null;
    }

    public static Outcome Show(StripeCall call, Intent intent) =>
        Outcome.Of(intent, call.Store.Charges.Find(intent.LatestCharge));

    private static Table<T> Only<T>(IEnumerable<T> items, Func<T, string> id)
        where T : class
    {
        var table = new Table<T>(id);
        foreach (var item in items)
        {
            table.Put(item);
        }

        return table;
    }

    private static Page List<T>(
        StripeCall call,
        string url,
        string kind,
        Table<T> table,
        Func<T, long> created,
        Func<T, bool> holds,
        Func<T, Outcome> show)
        where T : class
    {
        if (Limit(call, out var limit) is { } fault)
        {
            return Page.Refused(fault);
        }

        var after = call.Text("starting_after");
        var before = call.Text("ending_before");
        if (after is not null && before is not null)
        {
            return Page.Refused(StripeError.Invalid(
                "You can only use one of starting_after and ending_before.", "ending_before"));
        }

        if ((after ?? before) is { } cursor && table.PositionOf(cursor) is null)
        {
            return Page.Refused(StripeError.NotFound(kind, cursor, after is null ? "ending_before" : "starting_after"));
        }

        var range = call.Form["created"];
        var found = Walk(table, after, before)
            .Where(item => RangeShape.Holds(range, created(item)) && holds(item)).Take(limit + 1).ToList();
        var hasMore = found.Count > limit;
        var items = found.Take(limit).Select(show).ToList();
        if (before is not null)
        {
            items.Reverse();
        }

        return new Page(url, items, hasMore);
    }

    /// <summary>Newest first from after the cursor; with <c>ending_before</c> upwards from it.</summary>
    private static IEnumerable<T> Walk<T>(Table<T> table, string? after, string? before)
        where T : class
    {
        if (before is not null)
        {
            for (var i = table.PositionOf(before)!.Value + 1; i < table.Count; i++)
            {
                yield return table.Items[i];
            }

            yield break;
        }

        for (var i = (after is null ? table.Count : table.PositionOf(after)!.Value) - 1; i >= 0; i--)
        {
            yield return table.Items[i];
        }
    }
}
