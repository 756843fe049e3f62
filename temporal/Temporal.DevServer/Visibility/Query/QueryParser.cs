namespace Temporal.DevServer.Visibility.Query;

/// <summary>
/// Recursive descent over the WHERE part of a SELECT. Weakest first: OR, AND, NOT, comparison. Depth is bounded, so that a
/// hostile query cannot exhaust the stack.
/// </summary>
internal sealed class QueryParser
{
    private const int DepthMax = 200;

    private static readonly HashSet<string> Comparisons =
        new(StringComparer.Ordinal) { "=", "!=", "<>", "<", ">", "<=", ">=", "<=>" };

    private static readonly HashSet<string> WordComparisons =
        new(StringComparer.Ordinal) { "in", "like", "starts_with", "regexp", "rlike" };

    private static readonly HashSet<string> Arithmetic =
        new(StringComparer.Ordinal) { "+", "-", "*", "/", "%", "||", "&&", "<<", ">>", "|", "&", "^" };

    private readonly QueryLexer _lexer;
    private Token _token;
    private int _depth;

    private QueryParser(string query)
    {
        _lexer = new QueryLexer(query);
        _token = _lexer.Next();
    }

    /// <summary>Reads a query; the empty one means everything.</summary>
    /// <exception cref="QueryException">It is not one.</exception>
    public static ParsedQuery Parse(string query) => new QueryParser(query).ParseAll();

    private ParsedQuery ParseAll()
    {
        var where = _token.Kind == TokenKind.End || IsKeyword("group") || IsKeyword("order") || IsKeyword("limit")
            ? null
            : ParseOr();
        var groups = TryTake("group") ? ParseNames() : [];
        var ordered = TryTake("order");
        if (ordered)
        {
            ParseOrder();
        }

        var limited = TryTake("limit");
        if (limited)
        {
            ParseOperand();
        }

        return _token.Kind == TokenKind.End
            ? new ParsedQuery(where, groups, ordered, limited)
            : throw QueryException.Syntax(_token);
    }

    private List<string> ParseNames()
    {
        Require("by");
        var names = new List<string>();
        do
        {
            names.Add(Take(TokenKind.Name).Text);
        }
        while (TryTakeSymbol(","));
        return names;
    }

    private void ParseOrder()
    {
        Require("by");
        do
        {
            ParseOperand();
            _ = TryTake("asc") || TryTake("desc");
        }
        while (TryTakeSymbol(","));
    }

    private Expr ParseOr()
    {
        var left = ParseAnd();
        while (TryTake("or"))
        {
            left = new Expr.Or(left, ParseAnd());
        }

        return left;
    }

    private Expr ParseAnd()
    {
        var left = ParseNot();
        while (TryTake("and"))
        {
            left = new Expr.And(left, ParseNot());
        }

        return left;
    }

    private Expr ParseNot()
    {
        using var depth = Deeper();
        return TryTake("not") ? new Expr.Not(ParseNot()) : ParseCondition();
    }

    private Expr ParseCondition()
    {
        if (_token is { Kind: TokenKind.Symbol, Text: "(" })
        {
            Advance();
            var inner = ParseOr();
            RequireSymbol(")");
            return inner;
        }

        var left = ParseOperand();
        if (TryTake("is"))
        {
            var isNot = TryTake("not");
            if (TryTake("true") || TryTake("false"))
            {
                return new Expr.IsTruth(left);
            }

            Require("null");
            return new Expr.IsNull(left, isNot);
        }

        if (_token.Kind == TokenKind.Symbol && Comparisons.Contains(_token.Text))
        {
            var symbol = Advance().Text;
            return new Expr.Comparison(left, symbol == "<>" ? "!=" : symbol, ParseOperand());
        }

        return ParseWordComparison(left);
    }

    private Expr ParseWordComparison(Operand left)
    {
        var negated = TryTake("not");
        if (TryTake("between"))
        {
            var from = ParseOperand();
            Require("and");
            return new Expr.Between(left, negated, from, ParseOperand());
        }

        if (_token.Kind == TokenKind.Keyword && WordComparisons.Contains(_token.Text))
        {
            var word = Advance().Text;
            var right = word == "in" ? ParseTuple() : ParseOperand();
            return new Expr.Comparison(left, negated ? $"not {word}" : word, right);
        }

        return negated ? throw QueryException.Syntax(_token) : new Expr.Lone(left);
    }

    private Operand.Tuple ParseTuple()
    {
        RequireSymbol("(");
        var items = new List<Operand>();
        do
        {
            items.Add(ParseOperand());
        }
        while (TryTakeSymbol(","));
        RequireSymbol(")");
        return new Operand.Tuple(items);
    }

    private Operand ParseOperand()
    {
        using var depth = Deeper();
        var operand = ParseSimpleOperand();
        while (_token.Kind == TokenKind.Symbol && Arithmetic.Contains(_token.Text))
        {
            var symbol = Advance().Text;
            operand = new Operand.Other("*sqlparser.BinaryExpr", $"{operand.Sql} {symbol} {ParseSimpleOperand().Sql}");
        }

        return operand;
    }

    private Operand ParseSimpleOperand()
    {
        var token = _token;
        switch (token.Kind)
        {
            case TokenKind.Text:
                Advance();
                return new Operand.Text(token.Text);
            case TokenKind.Integer or TokenKind.Decimal:
                Advance();
                return new Operand.Number(token.Text, token.Kind == TokenKind.Integer);
            case TokenKind.Name:
                Advance();
                return _token is { Kind: TokenKind.Symbol, Text: "(" } ? ParseFunction(token.Text) : new Operand.Column(token.Text);
            case TokenKind.Keyword when token.Text is "true" or "false":
                Advance();
                return new Operand.Bool(token.Text == "true");
            case TokenKind.Keyword when token.Text == "null":
                Advance();
                return new Operand.Null();
            case TokenKind.Symbol when token.Text is "-" or "+":
                Advance();
                return Signed(token.Text, ParseOperand());
            case TokenKind.Symbol when token.Text == "(":
                return ParseTuple();
            default:
                throw QueryException.Syntax(token);
        }
    }

    private static Operand Signed(string sign, Operand operand) => operand is Operand.Number number
        ? number with { Digits = sign == "-" ? "-" + number.Digits : number.Digits }
        : new Operand.Other("*sqlparser.UnaryExpr", sign + operand.Sql);

    private Operand.Other ParseFunction(string name)
    {
        var arguments = new List<string>();
        RequireSymbol("(");
        while (!TryTakeSymbol(")"))
        {
            arguments.Add(_token is { Kind: TokenKind.Symbol, Text: "*" } ? Advance().Text : ParseOperand().Sql);
            _ = TryTakeSymbol(",");
        }

        return new Operand.Other(Operand.Other.FunctionType, $"{name}({string.Join(", ", arguments)})");
    }

    private bool IsKeyword(string word) => _token.Kind == TokenKind.Keyword && _token.Text == word;

    private bool TryTake(string word)
    {
        var found = IsKeyword(word);
        if (found)
        {
            Advance();
        }

        return found;
    }

    private void Require(string word)
    {
        if (!TryTake(word))
        {
            throw QueryException.Syntax(_token);
        }
    }

    private bool TryTakeSymbol(string symbol)
    {
        var found = _token.Kind == TokenKind.Symbol && _token.Text == symbol;
        if (found)
        {
            Advance();
        }

        return found;
    }

    private void RequireSymbol(string symbol)
    {
        if (!TryTakeSymbol(symbol))
        {
            throw QueryException.Syntax(_token);
        }
    }

    private Token Take(TokenKind kind) => _token.Kind == kind ? Advance() : throw QueryException.Syntax(_token);

    private Token Advance()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }

    private DepthScope Deeper() => ++_depth <= DepthMax
        ? new DepthScope(this)
        : throw QueryException.Expression($"nested more than {DepthMax} levels deep");

    private readonly struct DepthScope(QueryParser parser) : IDisposable
    {
        public void Dispose() => parser._depth--;
    }
}
