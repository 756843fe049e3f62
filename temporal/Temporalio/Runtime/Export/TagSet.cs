using System.Globalization;

namespace Temporalio.Runtime.Export;

/// <summary>Tags of values, sorted by name; equal when all names and values are. Of two with one name the later wins.</summary>
internal sealed class TagSet : IEquatable<TagSet>
{
    public TagSet(TagSet? from, IReadOnlyCollection<KeyValuePair<string, object>> tags)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in from?.Tags ?? [])
        {
            all[name] = value;
        }
        foreach (var (name, value) in tags)
        {
            all[name] = value is bool flag
                ? flag ? "true" : "false"
                : Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        }
        Tags = [.. all];
        Text = string.Join('\n', Tags.Select(t => $"{t.Key}\t{t.Value}"));
    }

    public KeyValuePair<string, string>[] Tags { get; }

    /// <summary>Gets all names and values in one text, by which sets are told apart.</summary>
    public string Text { get; }

    public bool Equals(TagSet? other) => other?.Text == Text;

    public override bool Equals(object? obj) => Equals(obj as TagSet);

    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);
}
