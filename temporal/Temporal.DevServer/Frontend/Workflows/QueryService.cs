using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Matching;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Query.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// QueryWorkflow. A query must see every event acknowledged before it. While a workflow task is pending it rides on the
/// next one that starts; otherwise it is asked directly: first of the worker that has the run in its cache, then, when
/// that does not answer in time, of any worker.
/// </summary>
internal sealed class QueryService(ExecutionEngine engine, DirectQueries direct) : IRpcService
{
    private const string TimedOut = "query timed out before a worker could process it";

    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<QueryWorkflowRequest, QueryWorkflowResponse>("QueryWorkflow", QueryAsync);
        table.Add<RespondQueryTaskCompletedRequest, RespondQueryTaskCompletedResponse>(
            "RespondQueryTaskCompleted", AnswerAsync);
    }

    /// <summary>Asks a workflow something.</summary>
    public async Task<QueryWorkflowResponse> QueryAsync(QueryWorkflowRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.Execution);
        if (request.Query is null)
        {
            throw RpcErrors.InvalidArgument("WorkflowQuery is not set on request.");
        }

        if (request.Query.QueryType.Length == 0)
        {
            throw RpcErrors.InvalidArgument("QueryType is not set on request.");
        }

        Requests.CheckBlob(request.Query.QueryArgs);
        using var hold = engine.Clock.Hold();
        var key = Requests.KeyOf(ns, request.Execution.WorkflowId);
        var plan = await engine.RunAsync(key, async session => Decide(
            await session.RequireRunAsync(request.Execution.RunId).ConfigureAwait(false), request, context))
            .ConfigureAwait(false);
        if (plan.Rejected is { } status)
        {
            return new QueryWorkflowResponse { QueryRejected = new QueryRejected { Status = status } };
        }

        try
        {
            return await AskAsync(plan, request, context).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new RpcException(RpcCode.DeadlineExceeded, TimedOut);
        }
        finally
        {
            if (plan.Riding is { } riding)
            {
                await engine.RunAsync(key, async session =>
                {
                    (await session.FindAsync(plan.Run.RunId).ConfigureAwait(false))?.Queries.Remove(riding);
                    return true;
                }).ConfigureAwait(false);
            }
        }
    }

    private async Task<QueryWorkflowResponse> AskAsync(Plan plan, QueryWorkflowRequest request, RpcContext context)
    {
        WorkflowQueryResult? result = null;
        if (plan.Riding is { } riding)
        {
            result = await riding.Answer.WaitAsync(context.Cancelled).ConfigureAwait(false);
            Requests.CheckBlob(result?.Answer);
        }

        result ??= await direct.AskAsync(plan.Run, request.Query, context.Cancelled).ConfigureAwait(false);
        if (result.ResultType == QueryResultType.Failed)
        {
            throw new RpcException(RpcCode.InvalidArgument, result.ErrorMessage,
                new QueryFailedFailure { Failure = result.Failure });
        }

        return new QueryWorkflowResponse { QueryResult = result.Answer };
    }

    /// <summary>Decides inside the gate how a query is asked.</summary>
    private Plan Decide(WorkflowRun run, QueryWorkflowRequest request, RpcContext context)
    {
        var state = run.State;
        if (IsRejected(state.Status, request.QueryRejectCondition))
        {
            return new Plan(run.Key, null, state.Status);
        }

        if (state.LastCompletedStartedId == 0 && !run.IsRunning)
        {
            throw NotReady("Workflow execution closed before WorkflowTaskStarted event");
        }

        if (run.IsRunning && state.Task.Attempt >= Limits.FailingTaskAttempts)
        {
            throw NotReady("Unable to query workflow due to Workflow Task in failed state.");
        }

        if (state.BackoffUntil is { } until && context.Remaining is { } left
            && until.ToDateTimeOffset() > engine.Clock.UtcNow + left)
        {
            throw NotReady("Workflow task is not scheduled yet.");
        }

        var rides = run.IsRunning && (WorkflowTaskMachine.IsPending(state) || state.LastCompletedStartedId == 0);
        return new Plan(run.Key, rides ? run.Queries.Add(request.Query) : null, null);
    }

    private static bool IsRejected(WorkflowExecutionStatus status, QueryRejectCondition condition) => condition switch
    {
        QueryRejectCondition.NotOpen => status != WorkflowExecutionStatus.Running,
        QueryRejectCondition.NotCompletedCleanly =>
            status is not WorkflowExecutionStatus.Running and not WorkflowExecutionStatus.Completed,
        _ => false,
    };

    private static RpcException NotReady(string message) =>
        RpcErrors.FailedPrecondition(message, new WorkflowNotReadyFailure());

    /// <summary>A worker answers a direct query.</summary>
    private Task<RespondQueryTaskCompletedResponse> AnswerAsync(
        RespondQueryTaskCompletedRequest request, RpcContext context)
    {
        engine.Namespace(request.Namespace);
        if (request.TaskToken.IsEmpty)
        {
            throw RpcErrors.InvalidArgument("Task token not set on request.");
        }

        QueryToken token;
        try
        {
            token = QueryToken.Parser.ParseFrom(request.TaskToken);
        }
        catch (InvalidProtocolBufferException)
        {
            throw RpcErrors.InvalidArgument("Error deserializing task token.");
        }

        direct.Answer(token.QueryId, request.QueryResult?.CalculateSize() > Limits.BlobBytesMax
            ? new WorkflowQueryResult { ResultType = QueryResultType.Failed, ErrorMessage = Requests.BlobTooLarge }
            : new WorkflowQueryResult
            {
                ResultType = request.CompletedType,
                Answer = request.QueryResult,
                ErrorMessage = request.ErrorMessage,
                Failure = request.Failure,
            });
        return Task.FromResult(new RespondQueryTaskCompletedResponse());
    }

    private sealed record Plan(RunKey Run, PendingQuery? Riding, WorkflowExecutionStatus? Rejected);
}
