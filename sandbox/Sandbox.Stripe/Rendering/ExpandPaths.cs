namespace Sandbox.Stripe.Rendering;

/// <summary>Which references an answer shows as whole objects.</summary>
internal readonly struct ExpandPaths(IReadOnlyCollection<string> paths)
{
    public static ExpandPaths None => new([]);

    public bool Has(string name)
    {
        if (paths.Count == 0)
        {
            return false;
        }

        return paths.Any(path => path == name
            || (path.Length > name.Length && path[name.Length] == '.' && path.StartsWith(name, StringComparison.Ordinal)));
    }

    public ExpandPaths Below(string name) => paths.Count == 0
        ? this
        : new ExpandPaths([.. paths
            .Where(path => path.StartsWith(name + ".", StringComparison.Ordinal))
            .Select(path => path[(name.Length + 1)..])]);
}
