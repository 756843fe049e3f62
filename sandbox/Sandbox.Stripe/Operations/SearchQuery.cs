using System.Globalization;
using System.Text.RegularExpressions;
using Sandbox.Stripe.Model;

namespace Sandbox.Stripe.Operations;

/// <summary>
/// The part of Stripe's search language that payments need: clauses joined by AND, each
/// <c>metadata['key']:'value'</c>, <c>status:'…'</c>, <c>currency:'…'</c>, <c>customer:'…'</c>, <c>amount</c> or
/// <c>created</c> with <c>: &gt; &gt;= &lt; &lt;=</c>, with an optional minus before it.
/// </summary>
internal sealed partial class SearchQuery
{
    private readonly List<Func<Intent, bool>> _clauses = [];

    /// <summary>A metadata pair that every hit has; it leads into the index.</summary>
    public (string Key, string Value)? Lead { get; private set; }

    public static bool TryParse(string text, out SearchQuery query)
    {
        query = new SearchQuery();
        var at = 0;
        while (at < text.Length)
        {
            var match = ClausePattern().Match(text, at);
            if (!match.Success || !query.Add(match))
            {
                return false;
            }

            at += match.Length;
        }

        return query._clauses.Count > 0;
    }

    public bool Holds(Intent intent) => _clauses.TrueForAll(clause => clause(intent));

    [GeneratedRegex(
        """
        \G\s*(?<not>-)?(?<field>metadata|status|currency|customer|amount|created)(\[(?<q1>['"])(?<key>[^'"]{1,40})\k<q1>\])?
        \s*(?<op>:|>=|<=|>|<)\s*((?<q2>['"])(?<text>[^'"]{0,500})\k<q2>|(?<number>-?\d{1,18}))\s*(AND\s+(?=\S)|$)
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClausePattern();

    private bool Add(Match match)
    {
        var negated = match.Groups["not"].Success;
        var field = match.Groups["field"].Value.ToLowerInvariant();
        var value = match.Groups["text"].Success ? match.Groups["text"].Value : match.Groups["number"].Value;
        var clause = field is "amount" or "created"
            ? Number(field, match.Groups["op"].Value, value)
            : Text(field, match.Groups["key"], match.Groups["op"].Value, value, negated);
        if (clause is null)
        {
            return false;
        }

        _clauses.Add(negated ? intent => !clause(intent) : clause);
        return true;
    }

    private static Func<Intent, bool>? Number(string field, string op, string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wanted))
        {
            return null;
        }

        Func<Intent, long> read = field == "amount" ? intent => intent.Amount : intent => intent.Created;
        return op switch
        {
            ":" => intent => read(intent) == wanted,
            ">" => intent => read(intent) > wanted,
            ">=" => intent => read(intent) >= wanted,
            "<" => intent => read(intent) < wanted,
            _ => intent => read(intent) <= wanted,
        };
    }

    private Func<Intent, bool>? Text(string field, Group key, string op, string wanted, bool negated)
    {
        if (op != ":" || key.Success != (field == "metadata"))
        {
            return null;
        }

        if (field != "metadata")
        {
            return field switch
            {
                "status" => intent => intent.Status == wanted,
                "currency" => intent => intent.Currency == wanted,
                _ => intent => intent.Customer == wanted,
            };
        }

        if (!negated)
        {
            Lead ??= (key.Value, wanted);
        }

        var name = key.Value;
        return intent => intent.Metadata?.GetValueOrDefault(name) == wanted;
    }
}
