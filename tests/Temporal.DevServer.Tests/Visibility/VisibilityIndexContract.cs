using Sagas.TestSupport;
using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.Visibility;
using Temporal.DevServer.Visibility.Query;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Tests.Visibility;

/// <summary>What every index must find; run against each implementation.</summary>
public abstract class VisibilityIndexContract
{
    public static TheoryData<string, string> Queries => new()
    {
        { "", "r7 r6 r5 r4 r3 r2 r1" },
        { "WorkflowType = 'echo'", "r2 r1" },
        { "WorkflowType != \"echo\"", "r7 r6 r5 r4 r3" },
        { "`WorkflowId` IN ('r1', 'r9', 'r3')", "r3 r1" },
        { "workflowtype_ = 'x'", "!" },
        { "ExecutionStatus = 'Running'", "r7 r6" },
        { "ExecutionStatus = 1 or executionstatus_ = 1", "!" },
        { "ExecutionStatus = 2", "r5 r4 r3 r2 r1" },
        { "ExecutionStatus = 77", "" },
        { "ExecutionStatus NOT IN ('Running', 'Failed')", "r5 r4 r3 r2 r1" },
        { "WorkflowId STARTS_WITH 'r'", "r7 r6 r5 r4 r3 r2 r1" },
        { "WorkflowId NOT STARTS_WITH 'r1'", "r7 r6 r5 r4 r3 r2" },
        { "K STARTS_WITH 'key-%'", "" },
        { "K != 'key-1'", "r6 r5 r4 r3 r2" },
        { "NOT (K = 'key-1')", "r6 r5 r4 r3 r2" },
        { "K NOT IN ('key-1', 'key-2')", "r6 r5 r4 r3" },
        { "K IS NULL", "r7" },
        { "K IS NOT NULL AND K < 'key-3'", "r2 r1" },
        { "K BETWEEN 'key-2' AND 'key-4'", "r4 r3 r2" },
        { "K NOT BETWEEN 'key-2' AND 'key-4'", "r6 r5 r1" },
        { "K = 5", "" },
        { "I > 2 and I <= 4", "r4 r3" },
        { "I IN (1, 6)", "r6 r1" },
        { "I = '5'", "r5" },
        { "I = 'x'", "" },
        { "I > -1", "r6 r5 r4 r3 r2 r1" },
        { "D = 1.5", "r3" },
        { "D BETWEEN 0.5 AND 1", "r2 r1" },
        { "B = true", "r5 r3 r1" },
        { "B = 0", "r6 r4 r2" },
        { "B = 'true'", "" },
        { "T = 'BIRD owl'", "r6 r5 r4 r3 r2 r1" },
        { "T = 'early'", "r3 r2 r1" },
        { "T != 'early'", "r7 r6 r5 r4" },
        { "KL = 'odd'", "r5 r3 r1" },
        { "KL != 'odd'", "r7 r6 r4 r2" },
        { "KL NOT IN ('odd', 'none')", "r7 r6 r4 r2" },
        { "KL IN ('odd', 'none')", "r5 r3 r1" },
        { "KL IS NULL", "r7" },
        { "At < '2026-01-03T12:00:00Z'", "r2 r1" },
        { "At = '2026-01-03T00:00:00Z'", "r2" },
        { "StartTime > '2026-01-01T00:05:00+00:00'", "r7 r6" },
        { "StartTime >= '2026-01-01T00:05:00.000000001Z'", "r7 r6" },
        { "StartTime BETWEEN '2026-01-01T00:01:30Z' AND '2026-01-01T00:03:00Z'", "r3 r2" },
        { "StartTime = true", "" },
        { "ExecutionStatus = true", "r7 r6" },
        { "CloseTime IS NULL", "r7 r6" },
        { "CloseTime IS NOT NULL", "r5 r4 r3 r2 r1" },
        { "CloseTime > '2026-01-01T00:04:30Z'", "r7 r6 r5" },
        { "CloseTime < '2026-01-01T00:02:30Z'", "r2 r1" },
        { "NOT (CloseTime < '2026-01-01T00:04:30Z')", "r7 r6 r5" },
        { "CloseTime != '2026-01-01T00:01:10Z'", "r7 r6 r5 r4 r3 r2" },
        { "CloseTime NOT IN ('2026-01-01T00:01:10Z')", "r7 r6 r5 r4 r3 r2" },
        { "CloseTime BETWEEN '2026-01-01T00:04:30Z' AND '2100-01-01T00:00:00Z'", "r5" },
        { "CloseTime NOT BETWEEN '2026-01-01T00:00:00Z' AND '2026-01-01T00:04:30Z'", "r7 r6 r5" },
        { "ExecutionDuration = '10s'", "r5 r4 r3 r2 r1" },
        { "ExecutionDuration > '00:00:09' AND ExecutionDuration < '1d'", "r5 r4 r3 r2 r1" },
        { "ExecutionDuration > 10000000000", "" },
        { "HistoryLength >= 5", "r5 r4 r3 r2 r1" },
        { "(I = 1 OR I = 6) AND ExecutionStatus = 'Running'", "r6" },
        { "I = 1 OR I = 6 AND ExecutionStatus = 'Running'", "r6 r1" },
        { "NOT (I > 2 AND I < 6)", "r6 r2 r1" },
        { "TemporalNamespaceDivision = 'x'", "" },
        { "`it's` IS NULL AND I = 1", "r1" },
        { "K = 'it''s' OR K = 'it\\'s'", "" },
    };

    private protected abstract IVisibilityIndex Index { get; }

    [PostgresTheory]
    [MemberData(nameof(Queries))]
    public async Task List_Query_FindsInOrder(string query, string expected)
    {
        if (expected == "!")
        {
            Should.Throw<DevServer.Grpc.RpcException>(() => ListQueries.Bind(Rows.Namespace, query, null));
            return;
        }

        var where = ListQueries.Bind(Rows.Namespace, query, null);

        var found = await Index.ListAsync(Rows.Namespace.Id, where, null, 100, CancellationToken.None);

        string.Join(' ', found.Select(r => r.Key.WorkflowId)).ShouldBe(expected, query);
    }

    [PostgresFact]
    public async Task List_Pages_AreDisjointAndComplete()
    {
        var where = ListQueries.Bind(Rows.Namespace, "", null);
        var names = new List<string>();
        PageKey? after = null;
        while (true)
        {
            var page = await Index.ListAsync(Rows.Namespace.Id, where, after, 3, CancellationToken.None);
            names.AddRange(page.Select(r => r.Key.WorkflowId));
            if (page.Count < 3)
            {
                break;
            }

            after = PageToken.Read(PageToken.Write(PageKey.Of(page[^1])));
        }

        names.ShouldBe(["r7", "r6", "r5", "r4", "r3", "r2", "r1"]);
    }

    [PostgresFact]
    public async Task Count_ByStatus_CountsEach()
    {
        var where = ListQueries.Bind(Rows.Namespace, "", null);

        var counts = await Index.CountAsync(Rows.Namespace.Id, where, CancellationToken.None);

        counts.Count.ShouldBe(2);
        counts[WorkflowExecutionStatus.Completed].ShouldBe(5);
        counts[WorkflowExecutionStatus.Running].ShouldBe(2);
    }
}

public sealed class InMemoryVisibilityTests : VisibilityIndexContract
{
    private readonly InMemoryVisibility _index = new();

    public InMemoryVisibilityTests()
    {
        foreach (var record in Rows.All)
        {
            _index.Upsert(record);
        }
    }

    private protected override IVisibilityIndex Index => _index;
}
