using Temporal.DevServer.Frontend.Namespaces;
using Temporal.DevServer.Frontend.Visibility;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Operation = Temporalio.Api.WorkflowService.V1.StartBatchOperationRequest.OperationOneofCase;

namespace Temporal.DevServer.Batches;

/// <summary>What a batch operation must look like, with the texts of a real server.</summary>
internal static class BatchRules
{
    /// <summary>How the error of a query that cannot be read begins.</summary>
    public const string QueryFault = "invalid visibility query";

    /// <summary>Refuses a faulty request.</summary>
    public static void Check(NamespaceEntry ns, StartBatchOperationRequest request)
    {
        if (request.JobId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("JobId is not set on request.");
        }

        Requests.CheckLength(request.JobId, "JobId length exceeds limit.");
        if (request.OperationCase == Operation.None || request.Reason.Length == 0
            || (request.VisibilityQuery.Length == 0 && Executions(request).Count == 0))
        {
            throw RpcErrors.InvalidArgument(
                "must provide required parameters: BatchType/Reason/Namespace/Query/Executions");
        }

        CheckOperation(request);
        if (request.VisibilityQuery.Length > 0)
        {
            ListQueries.Bind(ns, request.VisibilityQuery, grouping: null, QueryFault);
        }
    }

    /// <summary>The runs that a request names.</summary>
    public static IReadOnlyList<WorkflowExecution> Executions(StartBatchOperationRequest request) =>
    [
        .. request.Executions,
        .. request.TargetExecutions.Select(e => new WorkflowExecution { WorkflowId = e.BusinessId, RunId = e.RunId }),
    ];

    /// <summary>The type of an operation, for describing it.</summary>
    public static BatchOperationType TypeOf(StartBatchOperationRequest request) => request.OperationCase switch
    {
        Operation.TerminationOperation => BatchOperationType.Terminate,
        Operation.CancellationOperation => BatchOperationType.Cancel,
        Operation.SignalOperation => BatchOperationType.Signal,
        Operation.DeletionOperation => BatchOperationType.Delete,
        Operation.ResetOperation => BatchOperationType.Reset,
        Operation.UpdateWorkflowOptionsOperation => BatchOperationType.UpdateExecutionOptions,
        Operation.UnpauseActivitiesOperation => BatchOperationType.UnpauseActivity,
        Operation.ResetActivitiesOperation => BatchOperationType.ResetActivity,
        Operation.UpdateActivityOptionsOperation => BatchOperationType.UpdateActivityOptions,
        _ => BatchOperationType.Unspecified,
    };

    /// <summary>Who asked for it.</summary>
    public static string IdentityOf(StartBatchOperationRequest request) => request.OperationCase switch
    {
        Operation.TerminationOperation => request.TerminationOperation.Identity,
        Operation.CancellationOperation => request.CancellationOperation.Identity,
        Operation.SignalOperation => request.SignalOperation.Identity,
        Operation.DeletionOperation => request.DeletionOperation.Identity,
        Operation.ResetOperation => request.ResetOperation.Identity,
        Operation.UpdateWorkflowOptionsOperation => request.UpdateWorkflowOptionsOperation.Identity,
        Operation.UnpauseActivitiesOperation => request.UnpauseActivitiesOperation.Identity,
        Operation.ResetActivitiesOperation => request.ResetActivitiesOperation.Identity,
        Operation.UpdateActivityOptionsOperation => request.UpdateActivityOptionsOperation.Identity,
        _ => "",
    };

    private static void CheckOperation(StartBatchOperationRequest request)
    {
        switch (request.OperationCase)
        {
            case Operation.SignalOperation when request.SignalOperation.Signal.Length == 0:
                throw RpcErrors.InvalidArgument("SignalName is not set on request.");
            case Operation.UnpauseActivitiesOperation
                when request.UnpauseActivitiesOperation is { Type.Length: 0, MatchAll: false }:
            case Operation.ResetActivitiesOperation
                when request.ResetActivitiesOperation is { Type.Length: 0, MatchAll: false }:
            case Operation.UpdateActivityOptionsOperation
                when request.UpdateActivityOptionsOperation is { Type.Length: 0, MatchAll: false }:
                throw RpcErrors.InvalidArgument("must provide ActivityType or MatchAll");
        }

        if (TypeOf(request) == BatchOperationType.Unspecified)
        {
            throw RpcErrors.Unimplemented($"batch operation {request.OperationCase} is not supported by this server");
        }
    }
}
