using System.Runtime.CompilerServices;
using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Exceptions;
using Temporalio.Nexus;

namespace Temporalio.Client;

/// <content>Signalling, querying, cancelling, describing, reading and listing workflows.</content>
public partial class TemporalClient
{
    internal sealed partial class Impl
    {
        /// <inheritdoc />
        public override async Task SignalWorkflowAsync(SignalWorkflowInput input)
        {
            var converter = ConverterFor(input.Id);
            await Service.SignalWorkflowExecutionAsync(
                new()
                {
                    Namespace = Namespace,
                    WorkflowExecution = Execution(input.Id, input.RunId),
                    SignalName = input.Signal,
                    Input = await ClientPayloads.ToPayloadsAsync(converter, input.Args).ConfigureAwait(false),
                    Header = await ClientPayloads.ToHeaderAsync(converter, input.Headers).ConfigureAwait(false),
                    Identity = Identity,
                    RequestId = Guid.NewGuid().ToString(),
                    Links = { NexusLinks.ToCaller() },
                },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);
        }

        /// <inheritdoc />
        public override async Task<TResult> QueryWorkflowAsync<TResult>(QueryWorkflowInput input)
        {
            var converter = ConverterFor(input.Id);
            var request = new QueryWorkflowRequest
            {
                Namespace = Namespace,
                Execution = Execution(input.Id, input.RunId),
                Query = new()
                {
                    QueryType = input.Query,
                    QueryArgs = await ClientPayloads.ToPayloadsAsync(converter, input.Args).ConfigureAwait(false),
                    Header = await ClientPayloads.ToHeaderAsync(converter, input.Headers).ConfigureAwait(false),
                },
                QueryRejectCondition =
                    input.Options?.RejectCondition ?? client.Options.QueryRejectCondition ?? QueryRejectCondition.None,
            };
            QueryWorkflowResponse response;
            try
            {
                response = await Service.QueryWorkflowAsync(request, DefaultRetryOptions(input.Options?.Rpc))
                    .ConfigureAwait(false);
            }
            catch (RpcException e) when (
                e.GrpcStatus.Value is { Details.Count: 1 } status
                && status.Details[0].Is(QueryFailedFailure.Descriptor))
            {
                throw new WorkflowQueryFailedException(e.Message);
            }
            return response.QueryRejected is { } rejected
                ? throw new WorkflowQueryRejectedException(rejected.Status)
                : await ClientPayloads.ReadResultAsync<TResult>(converter, response.QueryResult).ConfigureAwait(false);
        }

        /// <inheritdoc />
        public override Task CancelWorkflowAsync(CancelWorkflowInput input) =>
            Service.RequestCancelWorkflowExecutionAsync(
                new()
                {
                    Namespace = Namespace,
                    WorkflowExecution = Execution(input.Id, input.RunId),
                    FirstExecutionRunId = input.FirstExecutionRunId ?? string.Empty,
                    Identity = Identity,
                    RequestId = Guid.NewGuid().ToString(),
                },
                DefaultRetryOptions(input.Options?.Rpc));

        /// <inheritdoc />
        public override async Task TerminateWorkflowAsync(TerminateWorkflowInput input) =>
            await Service.TerminateWorkflowExecutionAsync(
                new()
                {
                    Namespace = Namespace,
                    WorkflowExecution = Execution(input.Id, input.RunId),
                    FirstExecutionRunId = input.FirstExecutionRunId ?? string.Empty,
                    Reason = input.Reason ?? string.Empty,
                    Details = await ClientPayloads.ToPayloadsAsync(ConverterFor(input.Id), input.Options?.Details)
                        .ConfigureAwait(false),
                    Identity = Identity,
                },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);

        /// <inheritdoc />
        public override async Task<WorkflowExecutionDescription> DescribeWorkflowAsync(DescribeWorkflowInput input)
        {
            var response = await Service.DescribeWorkflowExecutionAsync(
                new() { Namespace = Namespace, Execution = Execution(input.Id, input.RunId) },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false);
            return new(response, ConverterFor(input.Id));
        }

        /// <inheritdoc />
        public override async Task<WorkflowHistoryEventPage> FetchWorkflowHistoryEventPageAsync(
            FetchWorkflowHistoryEventPageInput input)
        {
            var response = await Service.GetWorkflowExecutionHistoryAsync(
                new()
                {
                    Namespace = Namespace,
                    Execution = Execution(input.Id, input.RunId),
                    MaximumPageSize = input.PageSize ?? 0,
                    NextPageToken = ToToken(input.NextPageToken),
                    WaitNewEvent = input.WaitNewEvent,
                    HistoryEventFilterType = input.EventFilterType,
                    SkipArchival = input.SkipArchival,
                },
                DefaultRetryOptions(input.Rpc)).ConfigureAwait(false);
            return new(response.History?.Events ?? [], FromToken(response.NextPageToken));
        }

        /// <inheritdoc />
        public override IAsyncEnumerable<WorkflowExecution> ListWorkflowsAsync(ListWorkflowsInput input) =>
            ListAllAsync(input);

        /// <inheritdoc />
        public override Task<WorkflowListPage> ListWorkflowsPaginatedAsync(ListWorkflowsPaginatedInput input) =>
            ListPageAsync(input.Query, input.Options?.PageSize ?? 0, input.NextPageToken, input.Options?.Rpc);

        /// <inheritdoc />
        public override async Task<WorkflowExecutionCount> CountWorkflowsAsync(CountWorkflowsInput input) =>
            new(await Service.CountWorkflowExecutionsAsync(
                new() { Namespace = Namespace, Query = input.Query },
                DefaultRetryOptions(input.Options?.Rpc)).ConfigureAwait(false));

        private static Api.Common.V1.WorkflowExecution Execution(string id, string? runId) =>
            new() { WorkflowId = id, RunId = runId ?? string.Empty };

        private static ByteString ToToken(byte[]? token) =>
            token == null ? ByteString.Empty : ByteString.CopyFrom(token);

        private static byte[]? FromToken(ByteString token) => token.IsEmpty ? null : token.ToByteArray();

        private async IAsyncEnumerable<WorkflowExecution> ListAllAsync(
            ListWorkflowsInput input, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var limit = input.Options?.Limit is > 0 and var given ? given : int.MaxValue;
            var (rpc, source) = (input.Options?.Rpc ?? new()).WithAdditionalCancellationToken(cancellationToken);
            using (source)
            {
                byte[]? token = null;
                do
                {
                    var page = await ListPageAsync(input.Query, pageSize: 0, token, rpc).ConfigureAwait(false);
                    foreach (var workflow in page.Workflows)
                    {
                        yield return workflow;
                        if (--limit == 0)
                        {
                            yield break;
                        }
                    }
                    token = page.NextPageToken;
                }
                while (token != null);
            }
        }

        private async Task<WorkflowListPage> ListPageAsync(
            string query, int pageSize, byte[]? token, RpcOptions? rpc)
        {
            var response = await Service.ListWorkflowExecutionsAsync(
                new()
                {
                    Namespace = Namespace,
                    Query = query,
                    PageSize = pageSize,
                    NextPageToken = ToToken(token),
                },
                DefaultRetryOptions(rpc)).ConfigureAwait(false);
            return new(
                [.. response.Executions.Select(e => new WorkflowExecution(e, client.Options.DataConverter, Namespace))],
                FromToken(response.NextPageToken));
        }
    }
}
