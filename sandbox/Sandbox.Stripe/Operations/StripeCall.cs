using System.Globalization;
using Sandbox.Stripe.Forms;
using Sandbox.Stripe.Store;

namespace Sandbox.Stripe.Operations;

/// <summary>One checked call: its parameters and the account it works on.</summary>
/// <param name="Origin">Scheme, host and port under which the caller reaches this server.</param>
internal sealed record StripeCall(StripeStore Store, FormNode Form, string Id, long Now, string Origin)
{
    public bool Has(string name) => Form[name] is not null;

    /// <summary>The value; an empty one counts as absent.</summary>
    public string? Text(string name) => Form[name]?.Value is { Length: > 0 } value ? value : null;

    public string? Text(string outer, string inner) =>
        Form[outer]?[inner]?.Value is { Length: > 0 } value ? value : null;

    public long? Number(string name) =>
        Text(name) is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public bool Flag(string name) => IsTrue(Text(name));

    public static bool IsTrue(string? text) => text is "true" or "True" or "1";

    /// <summary>Metadata after this call: keys are merged, an empty value removes its key, an empty map removes all.</summary>
    public Dictionary<string, string>? MergeMetadata(Dictionary<string, string>? before)
    {
        if (Form["metadata"] is not { } node)
        {
            return before;
        }

        if (node.Children is not { } children)
        {
            return null;
        }

        var merged = before is null ? [] : new Dictionary<string, string>(before, StringComparer.Ordinal);
        foreach (var (key, child) in children)
        {
            if (child.Value is { Length: > 0 } value)
            {
                merged[key] = value;
            }
            else
            {
                merged.Remove(key);
            }
        }

        return merged;
    }
}
