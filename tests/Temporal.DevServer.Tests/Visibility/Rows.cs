using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.Visibility;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporal.DevServer.Tests.Visibility;

/// <summary>Rows for visibility tests: r1 … r7, with attributes of every type; r7 has none.</summary>
internal static class Rows
{
    public static readonly DateTimeOffset Base = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly NamespaceEntry Namespace = NamespaceRegistry.NewEntry("default", TimeSpan.FromDays(1)) with
    {
        CustomSearchAttributes = new Dictionary<string, IndexedValueType>
        {
            ["K"] = IndexedValueType.Keyword,
            ["I"] = IndexedValueType.Int,
            ["D"] = IndexedValueType.Double,
            ["B"] = IndexedValueType.Bool,
            ["T"] = IndexedValueType.Text,
            ["KL"] = IndexedValueType.KeywordList,
            ["At"] = IndexedValueType.Datetime,
            ["it's"] = IndexedValueType.Keyword,
        },
    };

    public static IEnumerable<VisibilityRecord> All => Enumerable.Range(1, 7).Select(Row);

    private static VisibilityRecord Row(int i)
    {
        var closed = i <= 5;
        var start = Base.AddMinutes(i);
        var execution = new WorkflowExecution { WorkflowId = $"r{i}", RunId = $"00000000-0000-4000-8000-{i:000000000000}" };
        return new VisibilityRecord
        {
            Key = new RunKey(Namespace.Id, execution.WorkflowId, execution.RunId),
            WorkflowType = i <= 2 ? "echo" : "other",
            TaskQueue = "q",
            Status = closed ? WorkflowExecutionStatus.Completed : WorkflowExecutionStatus.Running,
            StartTime = Timestamp.FromDateTimeOffset(start),
            ExecutionTime = Timestamp.FromDateTimeOffset(start),
            CloseTime = closed ? Timestamp.FromDateTimeOffset(start.AddSeconds(10)) : null,
            ExecutionDuration = closed ? Duration.FromTimeSpan(TimeSpan.FromSeconds(10)) : null,
            HistoryLength = closed ? 5 : null,
            Memo = new Memo(),
            SearchAttributes = i == 7 ? new SearchAttributes() : Attributes(i),
            Root = execution,
            FirstRunId = execution.RunId,
        };
    }

    private static SearchAttributes Attributes(int i) => new()
    {
        IndexedFields =
        {
            ["K"] = Payload("Keyword", $"key-{i}"),
            ["I"] = Payload("Int", i),
            ["D"] = Payload("Double", i / 2.0),
            ["B"] = Payload("Bool", i % 2 == 1),
            ["T"] = Payload("Text", i < 4 ? $"Early-bird number{i}" : $"late owl number{i}"),
            ["KL"] = Payload("KeywordList", new[] { "all", i % 2 == 1 ? "odd" : "even" }),
            ["At"] = Payload("Datetime", Base.AddDays(i)),
        },
    };

    private static Payload Payload(string type, object value) => new()
    {
        Metadata =
        {
            ["encoding"] = ByteString.CopyFromUtf8("json/plain"),
            ["type"] = ByteString.CopyFromUtf8(type),
        },
        Data = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(value)),
    };
}
