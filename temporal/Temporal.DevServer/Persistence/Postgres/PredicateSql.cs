using System.Text;
using Npgsql;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Persistence.Postgres;

/// <summary>Writes a condition as SQL. Names and values only ever go over as parameters.</summary>
internal sealed class PredicateSql(NpgsqlParameterCollection parameters)
{
    private readonly StringBuilder _sql = new();

    /// <summary>The SQL of a condition.</summary>
    public static string Write(Predicate predicate, NpgsqlParameterCollection parameters)
    {
        var writer = new PredicateSql(parameters);
        writer.Append(predicate);
        return writer._sql.ToString();
    }

    private void Append(Predicate predicate)
    {
        switch (predicate)
        {
            case Predicate.And and:
                AppendPair(and.Left, "AND", and.Right);
                break;
            case Predicate.Or or:
                AppendPair(or.Left, "OR", or.Right);
                break;
            case Predicate.Not not:
                _sql.Append("(NOT ");
                Append(not.Inner);
                _sql.Append(')');
                break;
            case Predicate.IsNull isNull:
                _sql.Append('(').Append(Raw(isNull.Field)).Append(" IS NULL)");
                break;
            case Predicate.Compare compare:
                _sql.Append('(').Append(Typed(compare.Field)).Append(Symbol(compare.Op)).Append(Value(compare.Value)).Append(')');
                break;
            case Predicate.OneOf oneOf:
                _sql.Append('(').Append(Typed(oneOf.Field)).Append(" IN (")
                    .AppendJoin(", ", oneOf.Values.Select(Value)).Append("))");
                break;
            case Predicate.HasAny hasAny:
                _sql.Append("coalesce(").Append(Raw(hasAny.Field)).Append(" ?| ")
                    .Append(Parameter(hasAny.Values.Select(PgText.Encode).ToArray())).Append(", false)");
                break;
            case Predicate.StartsWith starts:
                _sql.Append("starts_with((").Append(Typed(starts.Field)).Append(")::text, ")
                    .Append(Value(starts.Prefix)).Append(')');
                break;
            case Predicate.Never never:
                _sql.Append("(CASE WHEN ").Append(Raw(never.Field)).Append(" IS NULL THEN NULL ELSE false END)");
                break;
            default:
                throw new InvalidOperationException($"No SQL for {predicate.GetType().Name}.");
        }
    }

    private void AppendPair(Predicate left, string word, Predicate right)
    {
        _sql.Append('(');
        Append(left);
        _sql.Append(' ').Append(word).Append(' ');
        Append(right);
        _sql.Append(')');
    }

    /// <summary>The value as it is stored; null when absent.</summary>
    private string Raw(Field field) => field.IsSystem
        ? Column(field.Name)
        : $"(attributes -> {Parameter(PgText.Encode(field.Name))})";

    /// <summary>The value as something that can be compared.</summary>
    private string Typed(Field field)
    {
        if (field.IsSystem)
        {
            return Column(field.Name);
        }

        var text = $"(attributes ->> {Parameter(PgText.Encode(field.Name))})";
        return field.Type switch
        {
            IndexedValueType.Int or IndexedValueType.Datetime => $"{text}::bigint",
            IndexedValueType.Double => $"{text}::double precision",
            IndexedValueType.Bool => $"{text}::boolean",
            _ => $"{text} COLLATE \"C\"",
        };
    }

    private static string Column(string name) => name switch
    {
        "WorkflowId" => "workflow_id",
        "RunId" => "run_id::text COLLATE \"C\"",
        "WorkflowType" => "workflow_type",
        "ExecutionStatus" => "status",
        "TaskQueue" => "task_queue",
        "ParentWorkflowId" => "parent_workflow_id",
        "ParentRunId" => "parent_run_id",
        "RootWorkflowId" => "root_workflow_id",
        "RootRunId" => "root_run_id",
        "StartTime" => "start_time",
        "ExecutionTime" => "execution_time",
        "CloseTime" => "close_time",
        "HistoryLength" => "history_length",
        "HistorySizeBytes" => "history_size_bytes",
        "ExecutionDuration" => "execution_duration",
        "StateTransitionCount" => "state_transition_count",
        _ => throw new InvalidOperationException($"No column for {name}."),
    };

    private static string Symbol(CompareOp op) => op switch
    {
        CompareOp.Equal => " = ",
        CompareOp.NotEqual => " <> ",
        CompareOp.Less => " < ",
        CompareOp.LessOrEqual => " <= ",
        CompareOp.Greater => " > ",
        _ => " >= ",
    };

    private string Value(object value) => value switch
    {
        string text => Parameter(PgText.Encode(text)),
        long number => Parameter(number),
        double number => Parameter(number),
        bool flag => Parameter(flag),
        _ => throw new InvalidOperationException($"No SQL value for {value.GetType().Name}."),
    };

    private string Parameter<T>(T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return $"${parameters.Count}";
    }
}
