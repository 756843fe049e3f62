using Google.Protobuf;
using Temporal.DevServer.Frontend.Workflows;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.History;
using Temporal.DevServer.History.Engine;
using Temporal.DevServer.Persistence;
using Temporal.DevServer.State;
using Temporalio.Api.WorkflowService.V1;

namespace Temporal.DevServer.Frontend.Activities;

/// <summary>
/// Describe and poll an activity without a workflow. A poll waits for its end, a description with a token for anything
/// new; who waits too long gets an empty answer and asks again.
/// </summary>
internal sealed class StandaloneViews(ExecutionEngine engine) : IRpcService
{
    /// <inheritdoc/>
    public void Register(RpcTableBuilder table)
    {
        table.Add<DescribeActivityExecutionRequest, DescribeActivityExecutionResponse>(
            "DescribeActivityExecution", DescribeAsync);
        table.Add<PollActivityExecutionRequest, PollActivityExecutionResponse>("PollActivityExecution", PollAsync);
    }

    private Task<PollActivityExecutionResponse> PollAsync(PollActivityExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        StandaloneRequests.CheckId(request.ActivityId, request.RunId);
        return WhenAsync(
            StandaloneActivity.KeyOf(ns.Id, request.ActivityId), request.RunId, context,
            async run => run.IsRunning ? null : new PollActivityExecutionResponse
            {
                RunId = run.Key.RunId,
                Outcome = StandaloneActivity.Outcome(await OutcomeEventAsync(run).ConfigureAwait(false)),
            },
            run => run.Closed);
    }

    private Task<DescribeActivityExecutionResponse> DescribeAsync(
        DescribeActivityExecutionRequest request, RpcContext context)
    {
        var ns = engine.Namespace(request.Namespace);
        StandaloneRequests.CheckId(request.ActivityId, request.RunId);
        var seen = ReadToken(request);
        return WhenAsync(
            StandaloneActivity.KeyOf(ns.Id, request.ActivityId), request.RunId, context,
            async run => run.State.TransitionCount == seen ? null : await ResponseAsync(run, request).ConfigureAwait(false),
            run => run.Changes);
    }

    private async ValueTask<DescribeActivityExecutionResponse> ResponseAsync(
        WorkflowRun run, DescribeActivityExecutionRequest request)
    {
        var activity = StandaloneActivity.Of(run.State);
        var scheduled = (await engine.History.GetEventAsync(run, activity.ScheduledId).ConfigureAwait(false))
            .ActivityTaskScheduledEventAttributes;
        var response = new DescribeActivityExecutionResponse
        {
            RunId = run.Key.RunId,
            Info = StandaloneShape.Of(run, activity, scheduled),
            Input = request.IncludeInput ? scheduled.Input : null,
            LongPollToken = new HistoryToken { RunId = run.Key.RunId, LastEventId = run.State.TransitionCount }.ToByteString(),
        };
        if (request.IncludeOutcome && !run.IsRunning)
        {
            response.Outcome = StandaloneActivity.Outcome(await OutcomeEventAsync(run).ConfigureAwait(false));
        }

        return response;
    }

    private ValueTask<Temporalio.Api.History.V1.HistoryEvent> OutcomeEventAsync(WorkflowRun run) =>
        engine.History.GetEventAsync(run, StandaloneActivity.OutcomeEventId(run.State));

    /// <summary>What the caller has seen; null when it wants to see what there is.</summary>
    private static long? ReadToken(DescribeActivityExecutionRequest request)
    {
        if (request.LongPollToken.IsEmpty)
        {
            return null;
        }

        if (request.RunId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("run id is required when long poll token is provided");
        }

        try
        {
            var token = HistoryToken.Parser.ParseFrom(request.LongPollToken);
            return token.RunId == request.RunId
                ? token.LastEventId
                : throw RpcErrors.InvalidArgument("long poll token does not match execution");
        }
        catch (InvalidProtocolBufferException)
        {
            throw RpcErrors.InvalidArgument("invalid long poll token");
        }
    }

    /// <summary>Answers as soon as there is something to say, looking again at each change.</summary>
    private async Task<TResponse> WhenAsync<TResponse>(
        WorkflowKey key, string runId, RpcContext context, Func<WorkflowRun, Task<TResponse?>> read,
        Func<WorkflowRun, ChangeSignal> signal)
        where TResponse : class, new()
    {
        var until = engine.WallNow + Requests.LongPollWait(context);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.Cancelled, context.Stopping);
        while (true)
        {
            Task? change = null;
            var response = await engine.RunAsync(key, async session =>
            {
                var run = await session.FindAsync(runId).ConfigureAwait(false)
                    ?? throw StandaloneActivity.Unknown(StandaloneActivity.ActivityIdOf(key.WorkflowId));
                runId = run.Key.RunId;
                var found = await read(run).ConfigureAwait(false);
                change = found is null ? signal(run).WaitAsync() : null;

                // Nothing is shown yet, so nothing need be durable yet.
                session.AnswersBeforeCommit = found is null;
                return found;
            }).ConfigureAwait(false);
            if (response is not null || change is null || until <= engine.WallNow)
            {
                return response ?? new TResponse();
            }

            try
            {
                await change.WaitAsync(until - engine.WallNow, gone.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                return new TResponse();
            }
        }
    }
}
