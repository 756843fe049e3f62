using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Http.Json;
using Temporalio.Api.Common.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Http.Ui;

/// <summary>The whole history of a run as one JSON array, for people to keep and for replayers to read.</summary>
internal sealed class HistoryDownload(RpcTable rpcs)
{
    /// <summary>Answers <c>GET /api/v1/namespaces/{ns}/workflows/{id}/run/{run}/history.json</c>.</summary>
    public async Task AnswerAsync(HttpContext http, string ns, string workflowId, string runId)
    {
        var handler = rpcs.Find($"/{RpcTableBuilder.WorkflowService}/GetWorkflowExecutionHistory");
        using var context = new RpcContext(aborted: http.RequestAborted);
        var request = new GetWorkflowExecutionHistoryRequest
        {
            Namespace = ns,
            Execution = new WorkflowExecution { WorkflowId = workflowId, RunId = runId },
        };
        http.Response.ContentType = "application/json";
        var separator = "[";
        do
        {
            var page = (GetWorkflowExecutionHistoryResponse)await handler.InvokeAsync(request, context).ConfigureAwait(false);
            foreach (var item in page.History.Events)
            {
                await http.Response.WriteAsync(separator + ResponseJson.Write(item, default), http.RequestAborted)
                    .ConfigureAwait(false);
                separator = ",";
            }

            request.NextPageToken = page.NextPageToken;
        }
        while (request.NextPageToken != ByteString.Empty);
        await http.Response.WriteAsync(separator == "[" ? "[]" : "]", http.RequestAborted).ConfigureAwait(false);
    }
}
