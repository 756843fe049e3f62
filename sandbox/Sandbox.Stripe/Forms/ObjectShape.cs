using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Forms;

/// <summary>A set of named parameters; nothing else is taken.</summary>
internal sealed record ObjectShape(IReadOnlyDictionary<string, Shape> Members) : Shape
{
    /// <summary>The first refusal of a whole request.</summary>
    public StripeError? Check(FormNode root) => CheckMembers("", root);

    public override StripeError? Check(string path, FormNode node) =>
        node.IsValue
            ? node.Value is "" ? null : StripeError.Invalid("Invalid object", path, "parameter_invalid_object")
            : CheckMembers(path, node);

    private StripeError? CheckMembers(string path, FormNode node)
    {
        foreach (var (name, child) in node.Children ?? [])
        {
            var full = path.Length == 0 ? name : $"{path}[{name}]";
            var fault = Members.TryGetValue(name, out var shape) ? shape.Check(full, child) : StripeError.Unknown(full);
            if (fault is not null)
            {
                return fault;
            }
        }

        foreach (var (name, shape) in Members)
        {
            if (shape.IsRequired && node[name] is null)
            {
                return StripeError.Missing(path.Length == 0 ? name : $"{path}[{name}]");
            }
        }

        return null;
    }
}
