using Temporal.DevServer.History;

namespace Temporal.DevServer.Visibility.Query;

/// <summary>
/// Queries of activities that were started on their own name them by ActivityId and ActivityType. Their runs are found by
/// workflow id, of which the activity id is a part, and by workflow type.
/// </summary>
internal static class ActivityNames
{
    private const string IdName = "ActivityId";
    private const string TypeName = "ActivityType";

    /// <summary>The same condition by the names of runs.</summary>
    public static Expr? Of(Expr? where) => where switch
    {
        null => null,
        Expr.And and => new Expr.And(Of(and.Left)!, Of(and.Right)!),
        Expr.Or or => new Expr.Or(Of(or.Left)!, Of(or.Right)!),
        Expr.Not not => new Expr.Not(Of(not.Inner)!),
        Expr.IsNull isNull => isNull with { Left = Column(isNull.Left) },
        Expr.Between between when IsId(between.Left) =>
            between with { Left = Column(between.Left), From = Id(between.From), To = Id(between.To) },
        Expr.Between between => between with { Left = Column(between.Left) },
        Expr.Comparison comparison when IsId(comparison.Left) =>
            comparison with { Left = Column(comparison.Left), Right = Id(comparison.Right) },
        Expr.Comparison comparison => comparison with { Left = Column(comparison.Left) },
        _ => where,
    };

    private static bool IsId(Operand operand) => operand is Operand.Column { Name: IdName };

    private static Operand Column(Operand operand) => operand switch
    {
        Operand.Column { Name: IdName } => new Operand.Column("WorkflowId"),
        Operand.Column { Name: TypeName } => new Operand.Column("WorkflowType"),
        _ => operand,
    };

    private static Operand Id(Operand operand) => operand switch
    {
        Operand.Text text => new Operand.Text(StandaloneActivity.IdPrefix + text.Value),
        Operand.Tuple tuple => new Operand.Tuple([.. tuple.Items.Select(Id)]),
        _ => operand,
    };
}
