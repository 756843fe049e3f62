using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.History;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility.Query;

/// <summary>Gives the names and values of a query their meaning in a namespace.</summary>
internal sealed class QueryBinder(NamespaceEntry entry)
{
    private const string DivisionName = "TemporalNamespaceDivision";
    private bool _mentionsDivision;

    /// <summary>Set for lists of schedules, where a real server words unknown names as it did of old.</summary>
    public bool IsForSchedules { get; init; }

    /// <summary>Set for lists of activities that were started on their own.</summary>
    public bool IsForActivities { get; init; }

    /// <summary>
    /// The condition of a query. Unless the query mentions the division, only runs of users are seen, not those of the
    /// server's own machinery.
    /// </summary>
    /// <exception cref="QueryException">A name, operator or value is wrong.</exception>
    public Predicate Bind(Expr? where)
    {
        var bound = where is null ? null : BindExpr(where);
        if (_mentionsDivision && bound is not null && !IsForActivities)
        {
            return bound;
        }

        var division = new Field(DivisionName, IndexedValueType.Keyword, IsSystem: false);
        Predicate users = IsForActivities
            ? new Predicate.Compare(division, CompareOp.Equal, StandaloneActivity.Division)
            : new Predicate.IsNull(division);
        return bound is null ? users : new Predicate.And(users, bound);
    }

    private Predicate BindExpr(Expr expr) => expr switch
    {
        Expr.And and => new Predicate.And(BindExpr(and.Left), BindExpr(and.Right)),
        Expr.Or or => new Predicate.Or(BindExpr(or.Left), BindExpr(or.Right)),
        Expr.Not not => new Predicate.Not(BindExpr(not.Inner)),
        Expr.IsNull isNull => Negate(isNull.Negated, new Predicate.IsNull(Resolve(isNull.Left, $"{isNull.Left.Sql} is {(isNull.Negated ? "not " : "")}null"))),
        Expr.Between between => BindBetween(between),
        Expr.Comparison comparison => BindComparison(comparison),
        Expr.IsTruth => throw QueryException.Expression("'IS' operator can only be used with 'NULL' or 'NOT NULL'"),
        Expr.Lone lone => throw Incomplete(lone.Value),
        _ => throw new InvalidOperationException($"No meaning for {expr.GetType().Name}."),
    };

    private static QueryException Incomplete(Operand value) => value switch
    {
        Operand.Column => QueryException.Expression("incomplete expression"),
        Operand.Other { IsFunction: true } => QueryException.Unsupported("function expression"),
        _ => QueryException.Unsupported($"expression of type {value.SqlType}"),
    };

    private Predicate BindBetween(Expr.Between between)
    {
        var field = Resolve(between.Left, $"{between.Left.Sql} between {between.From.Sql} and {between.To.Sql}");
        if (field.Type is IndexedValueType.KeywordList or IndexedValueType.Text or IndexedValueType.Bool)
        {
            throw QueryException.Expression(
                $"cannot do range condition on search attribute '{field.Name}' of type {field.Type}");
        }

        var from = QueryValues.Convert(field, between.From);
        var to = QueryValues.Convert(field, between.To);
        if (from is null || to is null)
        {
            return new Predicate.Never(field);
        }

        return OpenCloseTime.Allow(field, Negate(between.Negated, new Predicate.And(
            new Predicate.Compare(field, CompareOp.GreaterOrEqual, from),
            new Predicate.Compare(field, CompareOp.LessOrEqual, to))));
    }

    /// <summary>In the order in which a real server looks for mistakes: operator, name, value, operator for the type.</summary>
    private Predicate BindComparison(Expr.Comparison comparison)
    {
        var name = comparison.Operator;
        var shown = $"{comparison.Left.Sql} {name} {comparison.Right.Sql}";
        if (name is "like" or "not like" or "regexp" or "not regexp" or "rlike" or "not rlike" or "<=>")
        {
            throw QueryException.Expression($"invalid operator '{name}' in `{shown}`");
        }

        var field = Resolve(comparison.Left, shown);
        QueryValues.Require(field, comparison.Right);
        RequireOperator(field, name, shown);
        var bound = name switch
        {
            "in" => BindIn(field, comparison.Right),
            "not in" => new Predicate.Not(BindIn(field, comparison.Right)),
            "starts_with" => BindPrefix(field, name, comparison.Right),
            "not starts_with" => new Predicate.Not(BindPrefix(field, name, comparison.Right)),
            _ => BindOrder(field, name, comparison.Right),
        };
        return OpenCloseTime.Allow(field, bound);
    }

    private static void RequireOperator(Field field, string name, string shown)
    {
        var allowed = field.Type switch
        {
            IndexedValueType.KeywordList => name is "=" or "!=" or "in" or "not in",
            IndexedValueType.Text => name is "=" or "!=",
            _ => true,
        };
        if (!allowed)
        {
            throw QueryException.Expression(
                $"operator '{name}' not supported for {field.Type} type search attribute in `{shown}`");
        }
    }

    private static Predicate BindIn(Field field, Operand right)
    {
        var items = right is Operand.Tuple tuple ? tuple.Items : [right];
        var values = items.Select(item => QueryValues.Convert(field, item)).OfType<object>().ToList();
        if (field.Type == IndexedValueType.KeywordList)
        {
            return new Predicate.HasAny(field, values.Cast<string>().ToList());
        }

        return values.Count == 0 ? new Predicate.Never(field) : new Predicate.OneOf(field, values);
    }

    private static Predicate BindPrefix(Field field, string name, Operand right) =>
        right is Operand.Text text
            ? new Predicate.StartsWith(field, text.Value)
            : throw QueryException.Expression($"right-hand side of '{name}' must be a literal string (got: {right.Sql})");

    private static Predicate BindOrder(Field field, string name, Operand right)
    {
        if (right is Operand.Tuple or Operand.Null or Operand.Other)
        {
            throw QueryException.Expression($"unexpected value type {right.SqlType}");
        }

        if (QueryValues.Convert(field, right) is not { } value)
        {
            var never = new Predicate.Never(field);
            return name == "!=" ? new Predicate.Not(never) : never;
        }

        if (field.Type is IndexedValueType.KeywordList or IndexedValueType.Text)
        {
            var words = field.Type == IndexedValueType.Text ? TextWords.Of((string)value) : [(string)value];
            return Negate(name == "!=", new Predicate.HasAny(field, words));
        }

        return new Predicate.Compare(field, Op(name), value);
    }

    private static CompareOp Op(string name) => name switch
    {
        "=" => CompareOp.Equal,
        "!=" => CompareOp.NotEqual,
        "<" => CompareOp.Less,
        "<=" => CompareOp.LessOrEqual,
        ">" => CompareOp.Greater,
        ">=" => CompareOp.GreaterOrEqual,
        _ => throw new InvalidOperationException($"Operator {name} has no order."),
    };

    private static Predicate Negate(bool negated, Predicate predicate) =>
        negated ? new Predicate.Not(predicate) : predicate;

    private Field Resolve(Operand left, string shown)
    {
        if (left is not Operand.Column column)
        {
            throw QueryException.Expression($"must be a column name but was {left.SqlType}");
        }

        var field = Candidates(column.Name).Select(Lookup).FirstOrDefault(f => f is not null)
            ?? throw Unknown(column.Name, shown);
        _mentionsDivision |= field.Name == DivisionName;
        return field;
    }

    private QueryException Unknown(string name, string shown) => IsForSchedules
        ? new QueryException("unable to convert filter expression: unable to convert left side of "
            + $"\"{shown}\": invalid search attribute: {name}")
        : QueryException.Expression($"column name '{name}' is not a valid search attribute");

    /// <summary>A custom name as it is, else the aliases that a real server knows.</summary>
    private static IEnumerable<string> Candidates(string name)
    {
        const string prefix = "Temporal";
        yield return name;
        if (name == "ScheduleId")
        {
            yield return "WorkflowId";
        }

        yield return name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : prefix + name;
    }

    private Field? Lookup(string name)
    {
        if (entry.CustomSearchAttributes.TryGetValue(name, out var custom))
        {
            return new Field(name, custom, IsSystem: false);
        }

        return SearchAttributeCatalog.NotCustom.TryGetValue(name, out var known)
            ? new Field(name, known, SearchAttributeCatalog.System.ContainsKey(name))
            : null;
    }
}
