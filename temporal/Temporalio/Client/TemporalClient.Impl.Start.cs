using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Nexus;

namespace Temporalio.Client;

/// <content>Starting workflows.</content>
public partial class TemporalClient
{
    internal sealed partial class Impl
    {
        /// <inheritdoc />
        public override async Task<WorkflowHandle<TWorkflow, TResult>> StartWorkflowAsync<TWorkflow, TResult>(
            StartWorkflowInput input)
        {
            if (input.Options is { StartSignal: null, StartSignalArgs: not null })
            {
                throw new ArgumentException("Cannot have start signal args without start signal");
            }
            try
            {
                var converter = ConverterFor(RequireId(input.Options));
                var runId = input.Options.StartSignal == null
                    ? await StartAsync(input, converter).ConfigureAwait(false)
                    : await SignalWithStartAsync(input, converter).ConfigureAwait(false);
                return new(client, input.Options.Id!, RunId: null, ResultRunId: runId, FirstExecutionRunId: runId);
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
            {
                if (AlreadyStarted(e, input.Options.Id!, input.Workflow) is { } already)
                {
                    throw already;
                }
                throw;
            }
        }

        private static string RequireId(WorkflowOptions options) =>
            options.Id ?? throw new ArgumentException("ID required to start workflow");

        private static WorkflowAlreadyStartedException? AlreadyStarted(
            RpcException e, string workflowId, string workflowType) =>
            e.GrpcStatus.Value is { Details.Count: 1 } status
            && status.Details[0].TryUnpack(out WorkflowExecutionAlreadyStartedFailure failure)
                ? new(e.Message, workflowId, workflowType, failure.RunId)
                : null;

        private DataConverter ConverterFor(string workflowId) =>
            client.Options.DataConverter.WithSerializationContext(
                new ISerializationContext.Workflow(Namespace, workflowId));

        private async Task<string> StartAsync(StartWorkflowInput input, DataConverter converter)
        {
            var request = await CreateStartRequestAsync(
                input.Workflow, input.Args, input.Options, input.Headers, converter).ConfigureAwait(false);
            var eager = input.Options.RequestEagerStart
                ? EagerStarts.TryReserve(client.Connection, Namespace, request.TaskQueue.Name)
                : null;
            request.RequestEagerExecution = eager != null;
            try
            {
                var response = await Service.StartWorkflowExecutionAsync(
                    request, DefaultRetryOptions(input.Options.Rpc)).ConfigureAwait(false);
                eager?.Run(response.EagerWorkflowTask);
                if (input.Options.Nexus == null)
                {
                    NexusLinks.AddStarted(Namespace, request.WorkflowId, response.RunId);
                }
                return response.RunId;
            }
            finally
            {
                eager?.Dispose();
            }
        }

        private async Task<StartWorkflowExecutionRequest> CreateStartRequestAsync(
            string workflow,
            IReadOnlyCollection<object?> args,
            WorkflowOptions options,
            IDictionary<string, Payload>? headers,
            DataConverter converter)
        {
            var request = await NewStartRequestAsync(workflow, args, options, headers, converter).ConfigureAwait(false);
            if (options.Nexus is { } nexus)
            {
                nexus.AddTo(request);
            }
            else
            {
                request.Links.Add(NexusLinks.ToCaller());
            }
            return request;
        }

        private async Task<StartWorkflowExecutionRequest> NewStartRequestAsync(
            string workflow,
            IReadOnlyCollection<object?> args,
            WorkflowOptions options,
            IDictionary<string, Payload>? headers,
            DataConverter converter) =>
            new()
            {
                Namespace = Namespace,
                WorkflowId = RequireId(options),
                WorkflowType = new() { Name = workflow },
                TaskQueue = RequireTaskQueue(options),
                Input = await ClientPayloads.ToPayloadsAsync(converter, args).ConfigureAwait(false),
                WorkflowExecutionTimeout = ClientPayloads.ToDuration(options.ExecutionTimeout),
                WorkflowRunTimeout = ClientPayloads.ToDuration(options.RunTimeout),
                WorkflowTaskTimeout = ClientPayloads.ToDuration(options.TaskTimeout),
                Identity = Identity,
                RequestId = Guid.NewGuid().ToString(),
                WorkflowIdReusePolicy = options.IdReusePolicy,
                WorkflowIdConflictPolicy = options.IdConflictPolicy,
                RetryPolicy = options.RetryPolicy?.ToProto(),
                CronSchedule = options.CronSchedule ?? string.Empty,
                Memo = await ClientPayloads.ToMemoAsync(converter, options.Memo).ConfigureAwait(false),
                SearchAttributes = options.TypedSearchAttributes is { Count: > 0 } attributes
                    ? attributes.ToProto()
                    : null,
                Header = await ClientPayloads.ToHeaderAsync(converter, headers).ConfigureAwait(false),
                WorkflowStartDelay = ClientPayloads.ToDuration(options.StartDelay),
                UserMetadata = await ClientPayloads.ToUserMetadataAsync(
                    converter, options.StaticSummary, options.StaticDetails).ConfigureAwait(false),
                Priority = options.Priority?.ToProto(),
                VersioningOverride = options.VersioningOverride?.ToProto(),
            };

        private async Task<string> SignalWithStartAsync(StartWorkflowInput input, DataConverter converter)
        {
            var start = await CreateStartRequestAsync(
                input.Workflow, input.Args, input.Options, input.Headers, converter).ConfigureAwait(false);
            var request = new SignalWithStartWorkflowExecutionRequest
            {
                Namespace = start.Namespace,
                WorkflowId = start.WorkflowId,
                WorkflowType = start.WorkflowType,
                TaskQueue = start.TaskQueue,
                Input = start.Input,
                WorkflowExecutionTimeout = start.WorkflowExecutionTimeout,
                WorkflowRunTimeout = start.WorkflowRunTimeout,
                WorkflowTaskTimeout = start.WorkflowTaskTimeout,
                Identity = start.Identity,
                RequestId = start.RequestId,
                WorkflowIdReusePolicy = start.WorkflowIdReusePolicy,
                WorkflowIdConflictPolicy = start.WorkflowIdConflictPolicy,
                RetryPolicy = start.RetryPolicy,
                CronSchedule = start.CronSchedule,
                Memo = start.Memo,
                SearchAttributes = start.SearchAttributes,
                Header = start.Header,
                WorkflowStartDelay = start.WorkflowStartDelay,
                UserMetadata = start.UserMetadata,
                Priority = start.Priority,
                VersioningOverride = start.VersioningOverride,
                Links = { start.Links },
                SignalName = input.Options.StartSignal,
                SignalInput = await ClientPayloads.ToPayloadsAsync(converter, input.Options.StartSignalArgs)
                    .ConfigureAwait(false),
            };
            var response = await Service.SignalWithStartWorkflowExecutionAsync(
                request, DefaultRetryOptions(input.Options.Rpc)).ConfigureAwait(false);
            return response.RunId;
        }

        private static TaskQueue RequireTaskQueue(WorkflowOptions options) => new()
        {
            Name = options.TaskQueue
                ?? throw new ArgumentException("Task queue required to start workflow"),
            Kind = TaskQueueKind.Normal,
        };
    }
}
