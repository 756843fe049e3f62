namespace Temporal.DevServer.Visibility.Query;

/// <summary>Kinds of words in a query.</summary>
internal enum TokenKind
{
    End,
    Name,
    Keyword,
    Text,
    Integer,
    Decimal,
    Symbol,
    Bad,
}

/// <summary>A word of a query.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its content: keywords in lower case, strings without quotes.</param>
/// <param name="End">Offset just behind it.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int End);

/// <summary>A query that cannot be answered; the message goes to the caller behind "invalid query: ".</summary>
internal sealed class QueryException(string message) : Exception(message)
{
    /// <summary>
    /// A fault in the syntax. A real server parses the query behind a prefix of its own, and its positions count that.
    /// </summary>
    public static QueryException Syntax(Token token)
    {
        const int prefixLength = 27;
        var position = prefixLength + token.End + 1;
        var near = token.Kind is TokenKind.End or TokenKind.Symbol ? "" : $" near '{token.Text}'";
        return new QueryException($"malformed SQL query: syntax error at position {position}{near}");
    }

    /// <summary>A fault in the meaning.</summary>
    public static QueryException Expression(string message) => new($"invalid expression: {message}");

    /// <summary>Something SQL can say but a list filter cannot.</summary>
    public static QueryException Unsupported(string what) => new($"operation is not supported: {what}");
}

/// <summary>Cuts a query into words. Keywords and operators in any case, names as written or in backticks.</summary>
internal sealed class QueryLexer(string query)
{
    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "and", "or", "not", "in", "is", "null", "between", "like", "true", "false", "group", "order", "by", "limit",
        "select", "from", "where", "having", "union", "insert", "update", "delete", "xor", "regexp", "case", "exists",
        "asc", "desc", "offset", "as", "join", "on", "set", "values", "into", "distinct", "starts_with", "div", "mod",
        "when", "then", "else", "end", "interval", "collate", "rlike",
    };

    private static readonly string[] LongSymbols = ["<=>", "<=", ">=", "<>", "!=", "||", "&&", "<<", ">>"];

    private readonly string _query = query.Trim();
    private int _at;

    /// <summary>The next word; <see cref="TokenKind.End"/> for ever at the end.</summary>
    public Token Next()
    {
        while (_at < _query.Length && char.IsWhiteSpace(_query[_at]))
        {
            _at++;
        }

        if (_at >= _query.Length)
        {
            return new Token(TokenKind.End, "", _query.Length);
        }

        var c = _query[_at];
        return c switch
        {
            '\'' or '"' => Quoted(c),
            '`' => Backticked(),
            _ when char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(Peek(1))) => Number(),
            _ when IsNameStart(c) => Word(),
            _ => Symbol(),
        };
    }

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or '@';

    private char Peek(int ahead) => _at + ahead < _query.Length ? _query[_at + ahead] : '\0';

    private Token Take(TokenKind kind, string text) => new(kind, text, _at);

    private Token Word()
    {
        var start = _at;
        while (_at < _query.Length && (char.IsLetterOrDigit(_query[_at]) || _query[_at] is '_' or '@' or '.' or '$'))
        {
            _at++;
        }

        var text = _query[start.._at];
        var lower = text.ToLowerInvariant();
        return Keywords.Contains(lower) ? Take(TokenKind.Keyword, lower) : Take(TokenKind.Name, text);
    }

    private Token Backticked()
    {
        var end = _query.IndexOf('`', _at + 1);
        if (end < 0)
        {
            var rest = _query[(_at + 1)..];
            _at = _query.Length;
            return Take(TokenKind.Bad, rest);
        }

        var text = _query[(_at + 1)..end];
        _at = end + 1;
        return Take(TokenKind.Name, text);
    }

    /// <summary>A string; the quote is written inside by doubling it or behind a backslash.</summary>
    private Token Quoted(char quote)
    {
        var text = new System.Text.StringBuilder();
        for (_at++; _at < _query.Length; _at++)
        {
            var c = _query[_at];
            if (c == quote && Peek(1) != quote)
            {
                _at++;
                return Take(TokenKind.Text, text.ToString());
            }

            if (c == quote || (c == '\\' && _at + 1 < _query.Length))
            {
                _at++;
                c = c == quote ? quote : Unescape(_query[_at]);
            }

            text.Append(c);
        }

        return Take(TokenKind.Bad, text.ToString());
    }

    private static char Unescape(char c) => c switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        '0' => '\0',
        _ => c,
    };

    private Token Number()
    {
        var start = _at;
        var kind = TokenKind.Integer;
        while (_at < _query.Length)
        {
            var c = _query[_at];
            var exponentSign = c is '+' or '-' && _query[_at - 1] is 'e' or 'E';
            if (!char.IsAsciiDigit(c) && c is not ('.' or 'e' or 'E') && !exponentSign)
            {
                break;
            }

            kind = char.IsAsciiDigit(c) ? kind : TokenKind.Decimal;
            _at++;
        }

        return Take(kind, _query[start.._at]);
    }

    private Token Symbol()
    {
        var symbol = LongSymbols.FirstOrDefault(s => string.CompareOrdinal(_query, _at, s, 0, s.Length) == 0)
            ?? _query[_at].ToString();
        _at += symbol.Length;
        return Take(TokenKind.Symbol, symbol);
    }
}
