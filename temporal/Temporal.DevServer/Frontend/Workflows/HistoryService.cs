using Google.Protobuf;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Workflows;

/// <summary>
/// GetWorkflowExecutionHistory and its reverse. Page tokens pin the run, so that a later page never shows another one.
/// A long poll never blocks before it has shown what there is; then it waits for something new and answers empty, with
/// a token, when nothing comes.
/// </summary>
internal sealed class HistoryService(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<GetWorkflowExecutionHistoryRequest, GetWorkflowExecutionHistoryResponse>(
            "GetWorkflowExecutionHistory", GetAsync);
        table.Add<GetWorkflowExecutionHistoryReverseRequest, GetWorkflowExecutionHistoryReverseResponse>(
            "GetWorkflowExecutionHistoryReverse", GetReverseAsync);
    }

    /// <summary>Reads a page, or waits for the next event or the close event.</summary>
    public async Task<GetWorkflowExecutionHistoryResponse> GetAsync(
        GetWorkflowExecutionHistoryRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.Execution);
        var token = ParseToken(request.NextPageToken, request.Execution.RunId);
        var key = Requests.KeyOf(ns, request.Execution.WorkflowId);
        var closeOnly = request.HistoryEventFilterType == HistoryEventFilterType.CloseEvent;
        var runId = token?.RunId ?? request.Execution.RunId;
        var seen = token is { IsRunning: true } ? token.LastEventId : 0;
        var waits = closeOnly || (request.WaitNewEvent && token is { IsRunning: true } && token.NextEventId > token.LastEventId);
        var view = await ViewAsync(key, runId, waits, closeOnly, seen, context).ConfigureAwait(false);
        return closeOnly
            ? await CloseEventAsync(request, view, context).ConfigureAwait(false)
            : await PageAsync(request, view, token, context).ConfigureAwait(false);
    }

    private async Task<GetWorkflowExecutionHistoryReverseResponse> GetReverseAsync(
        GetWorkflowExecutionHistoryReverseRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        Requests.CheckExecution(request.Execution);
        var token = ParseToken(request.NextPageToken, request.Execution.RunId);
        var view = await engine.RunAsync(Requests.KeyOf(ns, request.Execution.WorkflowId), async session => View.Of(
            await session.RequireRunAsync(token?.RunId ?? request.Execution.RunId).ConfigureAwait(false), null))
            .ConfigureAwait(false);
        var page = await engine.History.ReadReverseAsync(
            view.Run, token?.NextEventId ?? view.LastEventId, PageSize(request.MaximumPageSize)).ConfigureAwait(false);
        var response = new GetWorkflowExecutionHistoryReverseResponse { History = new() };
        response.History.Events.Add(page.Events);
        if (page.NextEventId is { } next)
        {
            response.NextPageToken = new HistoryToken
            {
                RunId = view.Run.RunId,
                NextEventId = next,
                Reverse = true,
            }.ToByteString();
        }

        return response;
    }

    /// <summary>What a run looks like, after waiting for news if that is asked for.</summary>
    private async Task<View> ViewAsync(
        WorkflowKey key, string runId, bool waits, bool closeOnly, long seen, RpcContext context)
    {
        var until = engine.WallNow + Requests.LongPollWait(context);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled, context.Stopping);
        while (true)
        {
            var view = await engine.RunAsync(key, async session =>
            {
                var run = await session.RequireRunAsync(runId).ConfigureAwait(false);
                var goesOn = waits && run.IsRunning && (closeOnly || run.State.NextEventId - 1 <= seen);

                // Nothing is shown yet, so nothing need be durable yet.
                session.AnswersBeforeCommit = goesOn;
                return View.Of(run, goesOn ? (closeOnly ? run.Closed : run.Changes).WaitAsync() : null);
            }).ConfigureAwait(false);
            runId = view.Run.RunId;
            if (view.Change is null || until <= engine.WallNow)
            {
                return view;
            }

            try
            {
                await view.Change.WaitAsync(until - engine.WallNow, gone.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                return view;
            }
        }
    }

    private async Task<GetWorkflowExecutionHistoryResponse> CloseEventAsync(
        GetWorkflowExecutionHistoryRequest request, View view, RpcContext context)
    {
        var response = new GetWorkflowExecutionHistoryResponse { History = new() };
        if (view.IsRunning)
        {
            if (request.WaitNewEvent)
            {
                response.NextPageToken = TokenOf(view, view.LastEventId + 1);
            }

            return response;
        }

        var closing = view.CloseEvent ?? await engine.History.ReadEventAsync(view.Run, view.CloseEventId).ConfigureAwait(false);
        response.History.Events.Add(CloseEvents.ForFilter(closing, context));
        return response;
    }

    private async Task<GetWorkflowExecutionHistoryResponse> PageAsync(
        GetWorkflowExecutionHistoryRequest request, View view, HistoryToken? token, RpcContext context)
    {
        // Pages without waiting show the history as it was at the first page; a long poll goes on with what has come since.
        var last = token is null || (token.IsRunning && request.WaitNewEvent) ? view.LastEventId : token.LastEventId;
        var page = await engine.History.ReadAsync(
            view.Run, token?.NextEventId ?? 1, last, PageSize(request.MaximumPageSize)).ConfigureAwait(false);
        var response = new GetWorkflowExecutionHistoryResponse { History = new() };
        response.History.Events.Add(page.Events);
        if (page.NextEventId is { } next)
        {
            response.NextPageToken = new HistoryToken
            {
                RunId = view.Run.RunId,
                NextEventId = next,
                LastEventId = last,
                IsRunning = request.WaitNewEvent,
            }.ToByteString();
        }
        else if (request.WaitNewEvent && view.IsRunning)
        {
            response.NextPageToken = TokenOf(view, last + 1);
        }
        else if (last == view.LastEventId && !IsOperatorTool(context))
        {
            response.History.Events.Add(view.Virtual);
        }

        return response;
    }

    /// <summary>The CLI and the UI show history as it is written; workers need what they were handed.</summary>
    private static bool IsOperatorTool(RpcContext context) => context.Header("client-name") is "temporal-cli" or "temporal-ui";

    private static ByteString TokenOf(View view, long next) => new HistoryToken
    {
        RunId = view.Run.RunId,
        NextEventId = next,
        LastEventId = view.LastEventId,
        IsRunning = true,
    }.ToByteString();

    private static int PageSize(int asked) =>
        asked is <= 0 or > Limits.HistoryPageBatches ? Limits.HistoryPageBatches : asked;

    private static HistoryToken? ParseToken(ByteString bytes, string runId)
    {
        if (bytes.IsEmpty)
        {
            return null;
        }

        HistoryToken token;
        try
        {
            token = HistoryToken.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException)
        {
            throw RpcErrors.InvalidArgument("Invalid NextPageToken.");
        }

        if (token.RunId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("Invalid NextPageToken.");
        }

        return runId.Length > 0 && runId != token.RunId
            ? throw RpcErrors.InvalidArgument("RunId in the request does not match the NextPageToken.")
            : token;
    }

    private sealed record View(
        RunKey Run,
        bool IsRunning,
        long LastEventId,
        long CloseEventId,
        HistoryEvent? CloseEvent,
        IReadOnlyList<HistoryEvent> Virtual,
        Task? Change)
    {
        public static View Of(WorkflowRun run, Task? change) => new(
            run.Key, run.IsRunning, run.State.NextEventId - 1, run.State.CloseEventId,
            run.IsRunning ? null : run.FindEvent(run.State.CloseEventId),
            [.. WorkflowTaskMachine.VirtualEvents(run.State, forItsWorker: false)], change);
    }
}
