using System.Globalization;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Visibility.Query;

/// <summary>Turns what was written into a value of the attribute's type.</summary>
internal static class QueryValues
{
    private const string StatusField = "ExecutionStatus";
    private const string DurationField = "ExecutionDuration";

    /// <summary>The value; null when it can be written but nothing can ever equal it.</summary>
    /// <exception cref="QueryException">It cannot be read as the type.</exception>
    public static object? Convert(Field field, Operand operand)
    {
        RequireValue(operand);
        return field switch
        {
            { Name: StatusField, IsSystem: true } => Status(field, operand),
            { Name: DurationField, IsSystem: true } => Duration(operand),
            { Type: IndexedValueType.Datetime } => Time(field, operand),
            { Type: IndexedValueType.Int } => Integer(operand),
            { Type: IndexedValueType.Double } => Real(operand),
            { Type: IndexedValueType.Bool } => Bool(operand),
            _ => operand is Operand.Text text ? text.Value : null,
        };
    }

    /// <summary>Refuses what cannot be the right side of a comparison with an attribute.</summary>
    /// <exception cref="QueryException">It cannot.</exception>
    public static void Require(Field field, Operand operand)
    {
        foreach (var item in operand is Operand.Tuple tuple ? tuple.Items : [operand])
        {
            _ = Convert(field, item);
        }
    }

    private static void RequireValue(Operand operand)
    {
        switch (operand)
        {
            case Operand.Column column:
                throw QueryException.Unsupported(
                    "column name on the right side of comparison expression " +
                    $"(did you forget to quote '{column.Name}'?)");
            case Operand.Other { IsFunction: true }:
                throw QueryException.Unsupported("nested func");
            case Operand.Tuple or Operand.Null or Operand.Other:
                throw QueryException.Expression($"unexpected value type {operand.SqlType}");
        }
    }

    private static QueryException NotDecimal(Field field) =>
        QueryException.Expression($"unexpected value type float64 for search attribute {field.Name}");

    private static string? Status(Field field, Operand operand)
    {
        if (operand is Operand.Bool truth)
        {
            // A real server compares the number of the status with 1 or 0.
            return truth.Value ? nameof(WorkflowExecutionStatus.Running) : null;
        }

        if (operand is Operand.Number { IsInteger: true } number)
        {
            return long.TryParse(number.Digits, CultureInfo.InvariantCulture, out var code)
                && code is > 0 and <= (long)WorkflowExecutionStatus.Paused
                ? ((WorkflowExecutionStatus)code).ToString()
                : null;
        }

        var name = operand is Operand.Text text ? text.Value : throw NotDecimal(field);
        return !name.Any(char.IsAsciiDigit) && Enum.TryParse<WorkflowExecutionStatus>(name, out var status)
            && status != WorkflowExecutionStatus.Unspecified
            ? status.ToString()
            : throw QueryException.Expression($"invalid ExecutionStatus value '{name}'");
    }

    private static object? Duration(Operand operand)
    {
        if (operand is not Operand.Text { Value: var text })
        {
            return Integer(operand);
        }

        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var nanoseconds))
        {
            return nanoseconds;
        }

        return GoDuration.TryParse(text, out var parsed)
            ? parsed
            : throw new QueryException($"invalid value for search attribute {DurationField}: {text} (invalid duration)");
    }

    private static object? Time(Field field, Operand operand)
    {
        if (operand is Operand.Number { IsInteger: true })
        {
            return Integer(operand);
        }

        if (operand is Operand.Bool)
        {
            return null;
        }

        var text = operand is Operand.Text t ? t.Value : throw NotDecimal(field);
        return Rfc3339.TryParseNanoseconds(text, out var nanoseconds)
            ? nanoseconds
            : throw QueryException.Expression($"unable to parse datetime '{text}'");
    }

    private static object? Integer(Operand operand)
    {
        var text = TextOf(operand);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : Real(operand) is double real && real == Math.Floor(real) && Math.Abs(real) < long.MaxValue ? (long)real : null;
    }

    private static object? Real(Operand operand) =>
        double.TryParse(TextOf(operand), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) ? value : null;

    private static object? Bool(Operand operand) => operand switch
    {
        Operand.Bool value => value.Value,
        Operand.Number { Digits: "1" } => true,
        Operand.Number { Digits: "0" } => false,
        _ => null,
    };

    private static string TextOf(Operand operand) => operand switch
    {
        Operand.Text text => text.Value,
        Operand.Number number => number.Digits,
        _ => "",
    };
}
