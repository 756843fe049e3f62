using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <content>
/// Updates. The server answers a waiting call after some seconds with the stage reached so far, so calls are repeated,
/// with the same update id, until the update is at least accepted; the outcome is then polled for. </content>
public partial class TemporalClient
{
    internal sealed partial class Impl
    {
        /// <inheritdoc />
        public override async Task<WorkflowUpdateHandle<TResult>> StartWorkflowUpdateAsync<TResult>(
            StartWorkflowUpdateInput input)
        {
            var request = await CreateUpdateRequestAsync(
                input.Update,
                input.Args,
                input.Options,
                input.Options.WaitForStage,
                input.Headers,
                ConverterFor(input.Id)).ConfigureAwait(false);
            request.WorkflowExecution = Execution(input.Id, input.RunId);
            request.FirstExecutionRunId = input.FirstExecutionRunId ?? string.Empty;
            try
            {
                UpdateWorkflowExecutionResponse response;
                do
                {
                    response = await Service.UpdateWorkflowExecutionAsync(
                        request, DefaultRetryOptions(input.Options.Rpc)).ConfigureAwait(false);
                }
                while (response.Stage < UpdateWorkflowExecutionLifecycleStage.Accepted);
                return await ToHandleAsync<TResult>(
                    request, response, input.Options.WaitForStage, input.Options.Rpc, input.RunId)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (IsTimeoutOrCancellation(e))
            {
                throw new WorkflowUpdateRpcTimeoutOrCanceledException(e);
            }
        }

        /// <inheritdoc />
        public override async Task<WorkflowUpdateHandle<TUpdateResult>>
            StartUpdateWithStartWorkflowAsync<TUpdateResult>(StartUpdateWithStartWorkflowInput input)
        {
            var start = input.Options.StartWorkflowOperation
                ?? throw new ArgumentException("Start workflow operation is required in options");
            CheckStage(input.Options.WaitForStage);
            CheckStart(start.Options);
            if (!start.TryMarkUsed())
            {
                throw new ArgumentException("Start operation already used");
            }
            try
            {
                return await UpdateWithStartAsync<TUpdateResult>(input, start).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                var translated = Translate(e, start);
                // Whoever waits for the handle of the workflow must learn of it too.
                start.SetFailed(translated);
                if (ReferenceEquals(translated, e))
                {
                    throw;
                }
                throw translated;
            }
        }

        private static bool IsTimeoutOrCancellation(Exception e) =>
            e is OperationCanceledException
            or RpcException { Code: RpcException.StatusCode.DeadlineExceeded or RpcException.StatusCode.Cancelled };

        private static void CheckStage(WorkflowUpdateStage stage)
        {
            if (stage is not (WorkflowUpdateStage.Accepted or WorkflowUpdateStage.Completed))
            {
                throw new ArgumentException(stage == WorkflowUpdateStage.Admitted
                    ? "Admitted is not an allowed wait stage to start workflow update"
                    : "WaitForStage is required to start workflow update");
            }
        }

        private static void CheckStart(WorkflowOptions options)
        {
            if (options.StartSignal != null || options.StartSignalArgs != null)
            {
                throw new ArgumentException("Cannot have start signal on update with start");
            }
            if (options.RequestEagerStart)
            {
                throw new ArgumentException("Cannot request eager start on update with start");
            }
            if (options.IdConflictPolicy == WorkflowIdConflictPolicy.Unspecified)
            {
                throw new ArgumentException("Workflow ID conflict policy required for update with start");
            }
            if (options.Rpc != null)
            {
                throw new ArgumentException("Cannot set RPC options on start options, set them on the update options");
            }
        }

        private static Exception Translate(Exception e, WithStartWorkflowOperation start)
        {
            var cause = e is RpcException rpc ? FirstCause(rpc) ?? rpc : e;
            if (IsTimeoutOrCancellation(cause))
            {
                return new WorkflowUpdateRpcTimeoutOrCanceledException(cause);
            }
            return cause is RpcException { Code: RpcException.StatusCode.AlreadyExists } exists
                && AlreadyStarted(exists, start.Options.Id!, start.Workflow) is { } already
                    ? already
                    : cause;
        }

        /// <summary>Finds the part of a multi-operation failure that made the others fail.</summary>
        private static RpcException? FirstCause(RpcException e)
        {
            if (e.GrpcStatus.Value is not { Details.Count: 1 } status
                || !status.Details[0].TryUnpack(out MultiOperationExecutionFailure failure))
            {
                return null;
            }
            var cause = failure.Statuses.FirstOrDefault(s =>
                s.Code != (int)RpcException.StatusCode.OK
                && (s.Details.Count == 0 || !s.Details[0].Is(MultiOperationExecutionAborted.Descriptor)));
            if (cause == null)
            {
                return null;
            }
            var single = new GrpcStatus { Code = cause.Code, Message = cause.Message, Details = { cause.Details } };
            return new((RpcException.StatusCode)cause.Code, cause.Message, single.ToByteArray());
        }

        private async Task<WorkflowUpdateHandle<TResult>> UpdateWithStartAsync<TResult>(
            StartUpdateWithStartWorkflowInput input, WithStartWorkflowOperation start)
        {
            var converter = ConverterFor(RequireId(start.Options));
            var startRequest = await CreateStartRequestAsync(
                start.Workflow, start.Args, start.Options, start.Headers, converter).ConfigureAwait(false);
            var updateRequest = await CreateUpdateRequestAsync(
                input.Update, input.Args, input.Options, input.Options.WaitForStage, input.Headers, converter)
                .ConfigureAwait(false);
            updateRequest.WorkflowExecution = Execution(startRequest.WorkflowId, null);
            var request = new ExecuteMultiOperationRequest
            {
                Namespace = Namespace,
                Operations =
                {
                    new ExecuteMultiOperationRequest.Types.Operation { StartWorkflow = startRequest },
                    new ExecuteMultiOperationRequest.Types.Operation { UpdateWorkflow = updateRequest },
                },
            };
            string runId;
            UpdateWorkflowExecutionResponse update;
            do
            {
                var response = await Service.ExecuteMultiOperationAsync(
                    request, DefaultRetryOptions(input.Options.Rpc)).ConfigureAwait(false);
                runId = response.Responses[0].StartWorkflow.RunId;
                start.SetStarted(client, runId);
                update = response.Responses[1].UpdateWorkflow;
            }
            while (update.Stage < UpdateWorkflowExecutionLifecycleStage.Accepted);
            return await ToHandleAsync<TResult>(
                updateRequest, update, input.Options.WaitForStage, input.Options.Rpc, runId).ConfigureAwait(false);
        }

        private async Task<UpdateWorkflowExecutionRequest> CreateUpdateRequestAsync(
            string update,
            IReadOnlyCollection<object?> args,
            WorkflowUpdateOptions options,
            WorkflowUpdateStage waitForStage,
            IDictionary<string, Payload>? headers,
            DataConverter converter)
        {
            CheckStage(waitForStage);
            return new()
            {
                Namespace = Namespace,
                Request = new()
                {
                    Meta = new() { UpdateId = options.Id ?? Guid.NewGuid().ToString(), Identity = Identity },
                    Input = new()
                    {
                        Name = update,
                        Args = await ClientPayloads.ToPayloadsAsync(converter, args).ConfigureAwait(false),
                        Header = await ClientPayloads.ToHeaderAsync(converter, headers).ConfigureAwait(false),
                    },
                },
                WaitPolicy = new() { LifecycleStage = (UpdateWorkflowExecutionLifecycleStage)waitForStage },
            };
        }

        private async Task<WorkflowUpdateHandle<TResult>> ToHandleAsync<TResult>(
            UpdateWorkflowExecutionRequest request,
            UpdateWorkflowExecutionResponse response,
            WorkflowUpdateStage waitForStage,
            RpcOptions? rpc,
            string? knownRunId)
        {
            var runId = response.UpdateRef?.WorkflowExecution?.RunId is { Length: > 0 } given ? given : knownRunId;
            var handle = new WorkflowUpdateHandle<TResult>(
                client, request.Request.Meta.UpdateId, request.WorkflowExecution.WorkflowId, runId)
            {
                KnownOutcome = response.Outcome,
            };
            if (waitForStage == WorkflowUpdateStage.Completed)
            {
                await handle.PollUntilOutcomeAsync(rpc).ConfigureAwait(false);
            }
            return handle;
        }
    }
}
