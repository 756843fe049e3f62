using System.Collections.Frozen;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Forms;

/// <summary>The <c>expand</c> list: only paths that this sandbox can show in full.</summary>
internal sealed record ExpandShape : Shape
{
    private static readonly FrozenSet<string> _paths = FrozenSet.ToFrozenSet(
    [
        "latest_charge", "latest_charge.balance_transaction", "payment_method", "payment_intent", "charge",
        "balance_transaction", "customer",
    ]);

    public override StripeError? Check(string path, FormNode node)
    {
        if (node.Children is not { } children)
        {
            return StripeError.Invalid("Invalid array", path, "parameter_invalid_array");
        }

        var unknown = children.Values.FirstOrDefault(child => child.Value is null || !_paths.Contains(Bare(child.Value)));
        return unknown is null
            ? null
            : StripeError.Invalid($"This property cannot be expanded ({Quote(unknown.Value)}).", path);
    }

    /// <summary>The paths asked for, without the <c>data.</c> that lists put before them.</summary>
    public static IReadOnlyCollection<string> Read(FormNode form) =>
        form["expand"]?.Children is { } children ? [.. children.Values.Select(child => Bare(child.Value!))] : [];

    private static string Bare(string path) =>
        path.StartsWith("data.", StringComparison.Ordinal) ? path["data.".Length..] : path;
}
