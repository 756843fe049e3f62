namespace Temporal.DevServer.Http.Routing;

/// <summary>
/// The path of an HTTP rule, such as <c>/api/v1/namespaces/{namespace}/workflows/{execution.workflow_id}</c>: literal
/// segments, and segments that set a field of the request.
/// </summary>
internal sealed class PathTemplate
{
    private readonly Segment[] _segments;

    /// <summary>Reads a template as it stands in the rule.</summary>
    public PathTemplate(string text)
    {
        Text = text;
        _segments = [.. text.TrimStart('/').Split('/').Select(Segment.Parse)];
    }

    /// <summary>The template as written.</summary>
    public string Text { get; }

    /// <summary>How many segments a path must have.</summary>
    public int Length => _segments.Length;

    /// <summary>Literal segments bind tighter than fields; the route with more of them is tried first.</summary>
    public int LiteralCount => _segments.Count(s => s.Field is null);

    /// <summary>The fields that a path sets, or null when it is not of this form.</summary>
    /// <param name="path">Decoded segments.</param>
    public IReadOnlyList<KeyValuePair<string, string>>? Match(IReadOnlyList<string> path)
    {
        if (path.Count != _segments.Length)
        {
            return null;
        }

        var fields = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < path.Count; i++)
        {
            if (_segments[i].Field is { } field)
            {
                if (path[i].Length == 0)
                {
                    return null;
                }

                fields.Add(new(field, path[i]));
            }
            else if (_segments[i].Literal != path[i])
            {
                return null;
            }
        }

        return fields;
    }

    private readonly record struct Segment(string? Literal, string? Field)
    {
        public static Segment Parse(string text) => text is ['{', .. var field, '}']
            ? new(null, field)
            : new(text, null);
    }
}
