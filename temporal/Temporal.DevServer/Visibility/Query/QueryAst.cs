namespace Temporal.DevServer.Visibility.Query;

/// <summary>A condition as it was written, names and values not yet understood.</summary>
internal abstract record Expr
{
    /// <summary>Both.</summary>
    internal sealed record And(Expr Left, Expr Right) : Expr;

    /// <summary>One of them.</summary>
    internal sealed record Or(Expr Left, Expr Right) : Expr;

    /// <summary>The opposite.</summary>
    internal sealed record Not(Expr Inner) : Expr;

    /// <summary><c>left op right</c>; the operator in lower case, negations like <c>not in</c> included.</summary>
    internal sealed record Comparison(Operand Left, string Operator, Operand Right) : Expr;

    /// <summary><c>left [not] between from and to</c>.</summary>
    internal sealed record Between(Operand Left, bool Negated, Operand From, Operand To) : Expr;

    /// <summary><c>left is [not] null</c>.</summary>
    internal sealed record IsNull(Operand Left, bool Negated) : Expr;

    /// <summary><c>left is [not] true</c> or <c>false</c>: SQL, but no filter.</summary>
    internal sealed record IsTruth(Operand Left) : Expr;

    /// <summary>A value where a condition should be.</summary>
    internal sealed record Lone(Operand Value) : Expr;
}

/// <summary>A side of a comparison.</summary>
internal abstract record Operand
{
    /// <summary>The Go type that a real server names in its messages.</summary>
    public abstract string SqlType { get; }

    /// <summary>The operand as SQL, for messages.</summary>
    public abstract string Sql { get; }

    /// <summary>A name without quotes, or in backticks.</summary>
    internal sealed record Column(string Name) : Operand
    {
        public override string SqlType => "*sqlparser.ColName";

        public override string Sql => Name;
    }

    /// <summary>A string in single or double quotes.</summary>
    internal sealed record Text(string Value) : Operand
    {
        public override string SqlType => "*sqlparser.SQLVal";

        public override string Sql => $"'{Value.Replace("'", "\\'", StringComparison.Ordinal)}'";
    }

    /// <summary>A number, as written.</summary>
    internal sealed record Number(string Digits, bool IsInteger) : Operand
    {
        public override string SqlType => "*sqlparser.SQLVal";

        public override string Sql => Digits;
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    internal sealed record Bool(bool Value) : Operand
    {
        public override string SqlType => "sqlparser.BoolVal";

        public override string Sql => Value ? "true" : "false";
    }

    /// <summary><c>null</c>.</summary>
    internal sealed record Null : Operand
    {
        public override string SqlType => "*sqlparser.NullVal";

        public override string Sql => "null";
    }

    /// <summary>A list in parentheses.</summary>
    internal sealed record Tuple(IReadOnlyList<Operand> Items) : Operand
    {
        public override string SqlType => "sqlparser.ValTuple";

        public override string Sql => $"({string.Join(", ", Items.Select(i => i.Sql))})";
    }

    /// <summary>SQL that no filter can use: functions and arithmetic.</summary>
    internal sealed record Other(string Type, string Source) : Operand
    {
        /// <summary>The Go type of a call.</summary>
        public const string FunctionType = "*sqlparser.FuncExpr";

        /// <summary>Whether it is a call.</summary>
        public bool IsFunction => Type == FunctionType;

        public override string SqlType => Type;

        public override string Sql => Source;
    }
}

/// <summary>A whole query.</summary>
/// <param name="Where">The condition; null for everything.</param>
/// <param name="GroupBy">Names behind GROUP BY.</param>
/// <param name="HasOrderBy">Whether ORDER BY was written.</param>
/// <param name="HasLimit">Whether LIMIT was written.</param>
internal sealed record ParsedQuery(Expr? Where, IReadOnlyList<string> GroupBy, bool HasOrderBy, bool HasLimit);
