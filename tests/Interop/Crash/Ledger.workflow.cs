using Temporalio.Activities;
using Temporalio.Workflows;

namespace Interop.Crash;

/// <summary>
/// A ledger takes entries by signal and by update, notes each with an activity, and returns them in the order they came;
/// the same as <c>workflows/ledger.ts</c>.
/// </summary>
[Workflow("ledger")]
public sealed class LedgerWorkflow
{
    private readonly List<string> _entries = [];
    private bool _closed;

    [Activity("note")]
    public static void Note(string entry) => _ = entry;

    [WorkflowRun]
    public async Task<IReadOnlyList<string>> RunAsync()
    {
        for (var noted = 0; ; noted++)
        {
            await Workflow.WaitConditionAsync(() => noted < _entries.Count || _closed);
            if (noted == _entries.Count)
            {
                return _entries;
            }

            var entry = _entries[noted];
            await Workflow.ExecuteActivityAsync(
                () => Note(entry), new ActivityOptions { StartToCloseTimeout = TimeSpan.FromSeconds(5) });
        }
    }

    [WorkflowSignal("add")]
    public async Task AddAsync(string entry) => _entries.Add(entry);

    [WorkflowUpdate("put")]
    public async Task<int> PutAsync(string entry)
    {
        _entries.Add(entry);
        return _entries.Count;
    }

    [WorkflowSignal("close")]
    public async Task CloseAsync() => _closed = true;
}
