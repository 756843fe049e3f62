using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Converters;

namespace Interop.Crash;

/// <summary>Compares what clients were told about a ledger with what the server has.</summary>
internal sealed class LedgerAudit(ITemporalClient client)
{
    public async Task VerifyAsync(string id, IReadOnlyCollection<Fact> facts)
    {
        var handle = client.GetWorkflowHandle(id);
        var history = (await handle.FetchHistoryAsync()).Events.ToList();
        history.Select(e => e.EventId).ShouldBe(Enumerable.Range(1, history.Count).Select(i => (long)i), id);
        history[^1].EventType.ShouldBe(EventType.WorkflowExecutionCompleted, id);

        var result = await handle.GetResultAsync<IReadOnlyList<string>>();
        facts.Single(fact => fact.Result is not null).Result.ShouldBe(result, id);
        result.ShouldBeUnique(id);
        foreach (var fact in facts.Where(fact => fact.Entry is not null))
        {
            result.ShouldContain(fact.Entry!, id);
            (fact.Position ?? result.ToList().IndexOf(fact.Entry!) + 1).ShouldBe(result.ToList().IndexOf(fact.Entry!) + 1, id);
        }

        (await EntriesAsync(history)).Order().ShouldBe(result.Order(), id);
        (await NotedAsync(history)).ShouldBe(result, id);
    }

    /// <summary>Entries of the signals and updates in a history.</summary>
    private static async Task<List<string>> EntriesAsync(IEnumerable<HistoryEvent> history)
    {
        var entries = new List<string>();
        foreach (var item in history)
        {
            if (item.WorkflowExecutionSignaledEventAttributes is { SignalName: "add" } signal)
            {
                entries.Add(await StringAsync(signal.Input.Payloads_));
            }
            else if (item.WorkflowExecutionUpdateAcceptedEventAttributes is { } accepted)
            {
                entries.Add(await StringAsync(accepted.AcceptedRequest.Input.Args.Payloads_));
            }
        }

        return entries;
    }

    /// <summary>Entries of the activities in a history.</summary>
    private static async Task<List<string>> NotedAsync(IEnumerable<HistoryEvent> history)
    {
        var entries = new List<string>();
        foreach (var scheduled in history.Select(e => e.ActivityTaskScheduledEventAttributes).Where(e => e is not null))
        {
            entries.Add(await StringAsync(scheduled.Input.Payloads_));
        }

        return entries;
    }

    private static async Task<string> StringAsync(IEnumerable<Temporalio.Api.Common.V1.Payload> payloads) =>
        await DataConverter.Default.ToValueAsync<string>(payloads.Single());
}
