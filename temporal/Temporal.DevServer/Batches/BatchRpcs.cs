using System.Globalization;
using Google.Protobuf;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.State;
using Temporalio.Api.Batch.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Batches;

/// <summary>Start, stop, describe and list batch operations.</summary>
internal sealed class BatchRpcs(BatchServer batches, ExecutionEngine engine) : IRpcService
{
    private const int PageSizeMax = 1000;

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<StartBatchOperationRequest, StartBatchOperationResponse>("StartBatchOperation", StartAsync);
        table.Add<StopBatchOperationRequest, StopBatchOperationResponse>("StopBatchOperation", StopAsync);
        table.Add<DescribeBatchOperationRequest, DescribeBatchOperationResponse>(
            "DescribeBatchOperation", DescribeAsync);
        table.Add<ListBatchOperationsRequest, ListBatchOperationsResponse>("ListBatchOperations", ListAsync);
    }

    private async Task<StartBatchOperationResponse> StartAsync(StartBatchOperationRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        BatchRules.Check(ns, request);
        await batches.StartAsync(ns, request).ConfigureAwait(false);
        return new StartBatchOperationResponse();
    }

    private async Task<StopBatchOperationResponse> StopAsync(StopBatchOperationRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        RequireJobId(request.JobId);
        if (request.Reason.Length == 0)
        {
            throw RpcErrors.InvalidArgument("Reason is not set on request.");
        }

        await batches.Require(ns, request.JobId).StopAsync(request.Identity, request.Reason).ConfigureAwait(false);
        return new StopBatchOperationResponse();
    }

    private Task<DescribeBatchOperationResponse> DescribeAsync(
        DescribeBatchOperationRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        RequireJobId(request.JobId);
        var stored = batches.Require(ns, request.JobId).Stored;
        return Task.FromResult(new DescribeBatchOperationResponse
        {
            OperationType = BatchRules.TypeOf(stored.Request),
            JobId = stored.Request.JobId,
            State = stored.State,
            StartTime = stored.StartTime,
            CloseTime = stored.CloseTime,
            TotalOperationCount = stored.Total,
            CompleteOperationCount = stored.Complete,
            FailureOperationCount = stored.Failed,
            Identity = BatchRules.IdentityOf(stored.Request),
            Reason = stored.Request.Reason,
        });
    }

    private Task<ListBatchOperationsResponse> ListAsync(ListBatchOperationsRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        var size = request.PageSize is > 0 and <= PageSizeMax ? request.PageSize : PageSizeMax;
        var start = ReadToken(request.NextPageToken);
        var all = batches.List(ns);
        var response = new ListBatchOperationsResponse { OperationInfo = { all.Skip(start).Take(size).Select(InfoOf) } };
        if (start + size < all.Count)
        {
            response.NextPageToken = ByteString.CopyFromUtf8((start + size).ToString(CultureInfo.InvariantCulture));
        }

        return Task.FromResult(response);
    }

    private static BatchOperationInfo InfoOf(StoredBatch stored) => new()
    {
        JobId = stored.Request.JobId,
        State = stored.State,
        StartTime = stored.StartTime,
        CloseTime = stored.CloseTime,
    };

    private static void RequireJobId(string jobId)
    {
        if (jobId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("JobId is not set on request.");
        }
    }

    private static int ReadToken(ByteString token)
    {
        if (token.IsEmpty)
        {
            return 0;
        }

        return int.TryParse(token.ToStringUtf8(), NumberStyles.None, CultureInfo.InvariantCulture, out var start)
            ? start
            : throw RpcErrors.InvalidArgument("Invalid NextPageToken.");
    }
}
