using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Operations;

/// <summary>An operation of the API: its name for fault rules, its parameters and what it does under the store's lock.</summary>
internal sealed record Operation(
    string Name, bool Writes, ObjectShape Shape, Func<StripeCall, Outcome>? Run, Func<StripeCall, Page>? List = null);

/// <summary>A page of objects, rendered as a list or a search result.</summary>
internal sealed record Page(
    string Url, IReadOnlyList<Outcome> Items, bool HasMore, bool IsSearch = false, string? NextPage = null)
{
    public Model.StripeError? Error { get; init; }

    public static Page Refused(Model.StripeError error) => new("", [], false) { Error = error };
}
