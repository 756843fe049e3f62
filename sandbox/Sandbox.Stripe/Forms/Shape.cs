using System.Globalization;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Forms;

/// <summary>The form of one parameter, and the refusal when a value has another.</summary>
internal abstract record Shape
{
    public static readonly Shape Integer = new IntegerShape();
    public static readonly Shape Flag = new FlagShape();
    public static readonly Shape Text = new TextShape(5000);
    public static readonly Shape Anything = new AnyShape();
    public static readonly Shape TextList = new ListShape(Text);

    public bool IsRequired { get; init; }

    public Shape Required() => this with { IsRequired = true };

    public static Shape TextUpTo(int charactersMax) => new TextShape(charactersMax);

    public static Shape OneOf(params string[] values) => new EnumShape(values);

    public static Shape Map(int keysMax, int keyCharactersMax, int valueCharactersMax) =>
        new MapShape(keysMax, keyCharactersMax, valueCharactersMax);

    public static ObjectShape Object(params (string Name, Shape Shape)[] members) =>
        new(members.ToDictionary(member => member.Name, member => member.Shape, StringComparer.Ordinal));

    /// <summary>The refusal of this node, or null when it fits.</summary>
    public abstract StripeError? Check(string path, FormNode node);

    protected static string Quote(string? text) =>
        text is null ? "" : text.Length <= 100 ? text : text[..100] + "…";

    private sealed record IntegerShape : Shape
    {
        public override StripeError? Check(string path, FormNode node) =>
            !node.IsValue ? StripeError.Invalid($"Invalid integer: {path} is an object", path, "parameter_invalid_integer")
            : node.Value is null or "" ? StripeError.Empty(path)
            : long.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? null
            : StripeError.Invalid($"Invalid integer: {Quote(node.Value)}", path, "parameter_invalid_integer");
    }

    private sealed record FlagShape : Shape
    {
        public override StripeError? Check(string path, FormNode node) =>
            node is { IsValue: true, Value: "true" or "false" or "True" or "False" or "1" or "0" } ? null
            : StripeError.Invalid($"Invalid boolean: {Quote(node.Value)}", path);
    }

    private sealed record TextShape(int CharactersMax) : Shape
    {
        public override StripeError? Check(string path, FormNode node)
        {
            if (!node.IsValue)
            {
                return StripeError.Invalid("Invalid string: an object was given", path, "parameter_invalid_string");
            }

            return node.Value!.Length > CharactersMax
                ? StripeError.Invalid(
                    $"Invalid string: {Quote(node.Value)}; must be at most {CharactersMax} characters", path)
                : null;
        }
    }

    private sealed record EnumShape(string[] Values) : Shape
    {
        public override StripeError? Check(string path, FormNode node) =>
            node.IsValue && Values.Contains(node.Value) ? null
            : StripeError.Invalid($"Invalid {path}: must be one of {string.Join(", ", Values)}", path);
    }

    private sealed record MapShape(int KeysMax, int KeyCharactersMax, int ValueCharactersMax) : Shape
    {
        public override StripeError? Check(string path, FormNode node)
        {
            if (node.Children is not { } children)
            {
                return node.Value is "" ? null : StripeError.Invalid("Invalid object", path, "parameter_invalid_object");
            }

            if (children.Count > KeysMax)
            {
                return StripeError.Invalid($"Metadata can have at most {KeysMax} keys", path);
            }

            foreach (var (key, child) in children)
            {
                if (!child.IsValue)
                {
                    return StripeError.Invalid("Metadata values must be strings", $"{path}[{Quote(key)}]");
                }

                if (key.Length > KeyCharactersMax || child.Value!.Length > ValueCharactersMax)
                {
                    return StripeError.Invalid(
                        $"Metadata keys can have at most {KeyCharactersMax} characters and values {ValueCharactersMax}",
                        $"{path}[{Quote(key)}]");
                }
            }

            return null;
        }
    }

    private sealed record ListShape(Shape Element) : Shape
    {
        public override StripeError? Check(string path, FormNode node)
        {
            if (node.Children is not { } children)
            {
                return node.Value is "" ? null : StripeError.Invalid("Invalid array", path, "parameter_invalid_array");
            }

            return children.Select(child => Element.Check($"{path}[{Quote(child.Key)}]", child.Value))
                .FirstOrDefault(fault => fault is not null);
        }
    }

    private sealed record AnyShape : Shape
    {
        public override StripeError? Check(string path, FormNode node) => null;
    }
}
