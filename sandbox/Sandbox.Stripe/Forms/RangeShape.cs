using System.Globalization;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Forms;

/// <summary>A time, or bounds of it: <c>created=1</c>, <c>created[gte]=1</c>.</summary>
internal sealed record RangeShape : Shape
{
    private static readonly ObjectShape _bounds =
        Object(("gt", Integer), ("gte", Integer), ("lt", Integer), ("lte", Integer));

    public override StripeError? Check(string path, FormNode node) =>
        node.IsValue ? Integer.Check(path, node) : _bounds.Check(path, node);

    public static bool Holds(FormNode? range, long time)
    {
        if (range is null)
        {
            return true;
        }

        if (range.IsValue)
        {
            return time == Bound(range);
        }

        return (range["gt"] is not { } gt || time > Bound(gt))
            && (range["gte"] is not { } gte || time >= Bound(gte))
            && (range["lt"] is not { } lt || time < Bound(lt))
            && (range["lte"] is not { } lte || time <= Bound(lte));
    }

    private static long Bound(FormNode node) => long.Parse(node.Value!, CultureInfo.InvariantCulture);
}
