using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.Grpc;

namespace Temporal.DevServer.Tests.Visibility;

public sealed class QueryErrorTests
{
    [Theory]
    [InlineData("WorkflowType = ", "malformed SQL query: syntax error at position 42")]
    [InlineData("nonsense nonsense", "malformed SQL query: syntax error at position 45 near 'nonsense'")]
    [InlineData("SELECT * FROM executions", "malformed SQL query: syntax error at position 34 near 'select'")]
    [InlineData("WorkflowType", "invalid expression: incomplete expression")]
    [InlineData("Nope = 'x'", "invalid expression: column name 'Nope' is not a valid search attribute")]
    [InlineData("Memo = 'x'", "invalid expression: column name 'Memo' is not a valid search attribute")]
    [InlineData("ExecutionStatus = 'running'", "invalid expression: invalid ExecutionStatus value 'running'")]
    [InlineData("ExecutionStatus = '1'", "invalid expression: invalid ExecutionStatus value '1'")]
    [InlineData("StartTime > 'yesterday'", "invalid expression: unable to parse datetime 'yesterday'")]
    [InlineData("StartTime > '2026-01-01'", "invalid expression: unable to parse datetime '2026-01-01'")]
    [InlineData("WorkflowType = echo", "operation is not supported: column name on the right side of comparison " +
        "expression (did you forget to quote 'echo'?)")]
    [InlineData("WorkflowType LIKE 'e%'", "invalid expression: invalid operator 'like' in `WorkflowType like 'e%'`")]
    [InlineData("KL > 'a'", "invalid expression: operator '>' not supported for KeywordList type search attribute in `KL > 'a'`")]
    [InlineData("T STARTS_WITH 'a'",
        "invalid expression: operator 'starts_with' not supported for Text type search attribute in `T starts_with 'a'`")]
    [InlineData("KL BETWEEN 'a' AND 'b'",
        "invalid expression: cannot do range condition on search attribute 'KL' of type KeywordList")]
    [InlineData("'a' = 'b'", "invalid expression: must be a column name but was *sqlparser.SQLVal")]
    [InlineData("now() = 'b'", "invalid expression: must be a column name but was *sqlparser.FuncExpr")]
    [InlineData("K = NULL", "invalid expression: unexpected value type *sqlparser.NullVal")]
    [InlineData("K = 1 + 1", "invalid expression: unexpected value type *sqlparser.BinaryExpr")]
    [InlineData("K = 'a' ORDER BY K", "operation is not supported: 'ORDER BY' clause")]
    [InlineData("K = 'a' LIMIT 1", "operation is not supported: 'LIMIT' clause")]
    [InlineData("GROUP BY ExecutionStatus", "operation is not supported: 'GROUP BY' clause")]
    [InlineData("ExecutionDuration = 'x'", "invalid value for search attribute ExecutionDuration: x (invalid duration)")]
    [InlineData("StartTime > 1.5", "invalid expression: unexpected value type float64 for search attribute StartTime")]
    [InlineData("ExecutionStatus = 1.5",
        "invalid expression: unexpected value type float64 for search attribute ExecutionStatus")]
    [InlineData("K = now()", "operation is not supported: nested func")]
    [InlineData("now()", "operation is not supported: function expression")]
    [InlineData("'a'", "operation is not supported: expression of type *sqlparser.SQLVal")]
    [InlineData("B IS TRUE", "invalid expression: 'IS' operator can only be used with 'NULL' or 'NOT NULL'")]
    [InlineData("B IS NOT FALSE", "invalid expression: 'IS' operator can only be used with 'NULL' or 'NOT NULL'")]
    [InlineData("B BETWEEN true AND false", "invalid expression: cannot do range condition on search attribute 'B' of type Bool")]
    [InlineData("K STARTS_WITH 5", "invalid expression: right-hand side of 'starts_with' must be a literal string (got: 5)")]
    [InlineData("Nope LIKE 'x'", "invalid expression: invalid operator 'like' in `Nope like 'x'`")]
    [InlineData("KL > a", "operation is not supported: column name on the right side of comparison " +
        "expression (did you forget to quote 'a'?)")]
    public void List_FaultyQuery_SaysWhy(string query, string message)
    {
        var error = Should.Throw<RpcException>(() => ListQueries.Bind(Rows.Namespace, query, null));

        error.Code.ShouldBe(RpcCode.InvalidArgument);
        error.Message.ShouldBe($"invalid query: {message}");
    }

    [Theory]
    [InlineData("GROUP BY WorkflowType", "operation is not supported: 'GROUP BY' clause is only supported for ExecutionStatus")]
    [InlineData("GROUP BY ExecutionStatus, WorkflowType",
        "operation is not supported: 'GROUP BY' clause supports only a single field")]
    public void Count_FaultyGrouping_SaysWhy(string query, string message)
    {
        var error = Should.Throw<RpcException>(() => ListQueries.Bind(Rows.Namespace, query, []));

        error.Message.ShouldBe($"invalid query: {message}");
    }

    [Fact]
    public void List_HostileNesting_IsRefused()
    {
        var query = new string('(', 100_000) + "K = 'a'";

        Should.Throw<RpcException>(() => ListQueries.Bind(Rows.Namespace, query, null)).Code
            .ShouldBe(RpcCode.InvalidArgument);
    }
}
