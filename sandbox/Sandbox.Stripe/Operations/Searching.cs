using System.Globalization;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Operations;

/// <summary><c>GET /v1/payment_intents/search</c>. Fresh writes do not show at once.</summary>
internal static class Searching
{
    public static Page Intents(StripeCall call)
    {
        if (Reading.Limit(call, out var limit) is { } fault)
        {
            return Page.Refused(fault);
        }

        if (!SearchQuery.TryParse(call.Text("query") ?? "", out var query))
        {
            return Page.Refused(StripeError.Invalid(
                "We were unable to parse your search query. Join clauses such as metadata['key']:'value' by AND.", "query"));
        }

        var page = 0;
        if (call.Text("page") is { } cursor
            && (!int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out page) || page > 1_000_000))
        {
            return Page.Refused(StripeError.Invalid("Invalid page: use next_page of the answer before.", "page"));
        }

        var store = call.Store;
        var candidates = query.Lead is { } lead
            ? store.Search.Find(lead.Key, lead.Value).Select(id => store.Intents.Find(id)!)
            : store.Intents.Items;
        var found = candidates.Reverse().DistinctBy(intent => intent.Id)
            .Where(intent => store.Search.Shows(intent.Id) && query.Holds(intent))
            .Skip(page * limit).Take(limit + 1).ToList();
        var hasMore = found.Count > limit;
        return new Page(
            "/v1/payment_intents/search",
            [.. found.Take(limit).Select(intent => Reading.Show(call, intent))],
            hasMore,
            IsSearch: true,
            hasMore ? (page + 1).ToString(CultureInfo.InvariantCulture) : null);
    }
}
