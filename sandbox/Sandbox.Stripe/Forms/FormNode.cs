namespace Sandbox.Stripe.Forms;

/// <summary>One place in a decoded form: a value, or named children (a list's children are named by index).</summary>
internal sealed class FormNode
{
    public string? Value { get; set; }

    public Dictionary<string, FormNode>? Children { get; private set; }

    public bool IsValue => Children is null;

    public FormNode? this[string name] => Children?.GetValueOrDefault(name);

    /// <summary>The child of that name, made when missing. An empty name appends to a list.</summary>
    public FormNode Enter(string name)
    {
        Children ??= new Dictionary<string, FormNode>(StringComparer.Ordinal);
        if (name.Length == 0)
        {
            name = Children.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        if (!Children.TryGetValue(name, out var child))
        {
            Children.Add(name, child = new FormNode());
        }

        return child;
    }

    /// <summary>Whether any value in here equals or contains the text.</summary>
    public bool Carries(string text) =>
        Value?.Contains(text, StringComparison.Ordinal) == true
        || Children?.Values.Any(child => child.Carries(text)) == true;
}
