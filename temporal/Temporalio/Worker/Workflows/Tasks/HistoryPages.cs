using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.History.V1;
using Temporalio.Converters;
using Temporalio.Worker.Workflows.Codecs;
using Temporalio.Worker.Workflows.Replay;

namespace Temporalio.Worker.Workflows.Tasks;

/// <summary>The history of one task, page by page, decoded.</summary>
internal sealed class HistoryPages
{
    private readonly IWorkflowTaskService _service;
    private readonly string _namespace;
    private readonly WorkflowExecution _execution;
    private readonly PayloadVisitor? _decoder;
    private History? _first;
    private ByteString? _nextToken;

    /// <summary>Pages that begin with events that came with the task.</summary>
    public HistoryPages(
        IWorkflowTaskService service,
        string ns,
        WorkflowExecution execution,
        IPayloadCodec? codec,
        History first,
        ByteString nextToken)
    {
        _service = service;
        _namespace = ns;
        _execution = execution;
        _decoder = codec == null ? null : PayloadVisitor.Decoder(codec);
        _first = first;
        _nextToken = nextToken.IsEmpty ? null : nextToken;
    }

    /// <summary>Forgets the events that came with the task and begins at the first event of the run.</summary>
    public void StartOver()
    {
        _first = null;
        _nextToken = ByteString.Empty;
    }

    /// <summary>Appends the next page to a cursor.</summary>
    public async Task AppendNextAsync(HistoryCursor cursor)
    {
        var page = _first ?? await FetchAsync().ConfigureAwait(false);
        _first = null;
        if (_decoder != null)
        {
            await _decoder.VisitAsync(page).ConfigureAwait(false);
        }
        cursor.Append(page.Events);
        cursor.HasMorePages = _nextToken != null;
    }

    private async Task<History> FetchAsync()
    {
        var response = await _service.GetHistoryAsync(new()
        {
            Namespace = _namespace,
            Execution = _execution,
            NextPageToken = _nextToken ?? ByteString.Empty,
        }).ConfigureAwait(false);
        _nextToken = response.NextPageToken.IsEmpty ? null : response.NextPageToken;
        return response.History ?? new();
    }
}
