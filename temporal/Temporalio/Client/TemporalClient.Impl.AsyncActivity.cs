using Google.Protobuf;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Client;

/// <content>Activities that are completed from outside: by token or by ids, each has a call of its own.</content>
public partial class TemporalClient
{
    internal sealed partial class Impl
    {
        /// <inheritdoc />
        public override async Task HeartbeatAsyncActivityAsync(HeartbeatAsyncActivityInput input)
        {
            var converter = ConverterFor(input.DataConverterOverride);
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            var details = await ClientPayloads.ToPayloadsAsync(converter, input.Options?.Details).ConfigureAwait(false);
            bool stop;
            if (input.Activity is AsyncActivityHandle.IdReference id)
            {
                var response = await Service.RecordActivityTaskHeartbeatByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Details = details,
                        Identity = Identity,
                    },
                    rpc).ConfigureAwait(false);
                stop = response.CancelRequested || response.ActivityPaused || response.ActivityReset;
            }
            else
            {
                var response = await Service.RecordActivityTaskHeartbeatAsync(
                    new()
                    {
                        Namespace = Namespace,
                        TaskToken = Token(input.Activity),
                        Details = details,
                        Identity = Identity,
                    },
                    rpc).ConfigureAwait(false);
                stop = response.CancelRequested || response.ActivityPaused || response.ActivityReset;
            }
            if (stop)
            {
                throw new AsyncActivityCanceledException();
            }
        }

        /// <inheritdoc />
        public override async Task CompleteAsyncActivityAsync(CompleteAsyncActivityInput input)
        {
            var converter = ConverterFor(input.DataConverterOverride);
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            var result = await ClientPayloads.ToPayloadsAsync(converter, [input.Result]).ConfigureAwait(false);
            if (input.Activity is AsyncActivityHandle.IdReference id)
            {
                await Service.RespondActivityTaskCompletedByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Result = result,
                        Identity = Identity,
                    },
                    rpc).ConfigureAwait(false);
                return;
            }
            await Service.RespondActivityTaskCompletedAsync(
                new()
                {
                    Namespace = Namespace,
                    TaskToken = Token(input.Activity),
                    Result = result,
                    Identity = Identity,
                },
                rpc).ConfigureAwait(false);
        }

        /// <inheritdoc />
        public override async Task FailAsyncActivityAsync(FailAsyncActivityInput input)
        {
            var converter = ConverterFor(input.DataConverterOverride);
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            var failure = await converter.ToFailureAsync(input.Exception).ConfigureAwait(false);
            var details = await ClientPayloads.ToPayloadsAsync(converter, input.Options?.LastHeartbeatDetails)
                .ConfigureAwait(false);
            if (input.Activity is AsyncActivityHandle.IdReference id)
            {
                await Service.RespondActivityTaskFailedByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Failure = failure,
                        LastHeartbeatDetails = details,
                        Identity = Identity,
                    },
                    rpc).ConfigureAwait(false);
                return;
            }
            await Service.RespondActivityTaskFailedAsync(
                new()
                {
                    Namespace = Namespace,
                    TaskToken = Token(input.Activity),
                    Failure = failure,
                    LastHeartbeatDetails = details,
                    Identity = Identity,
                },
                rpc).ConfigureAwait(false);
        }

        /// <inheritdoc />
        public override async Task ReportCancellationAsyncActivityAsync(ReportCancellationAsyncActivityInput input)
        {
            var converter = ConverterFor(input.DataConverterOverride);
            var rpc = DefaultRetryOptions(input.Options?.Rpc);
            var details = await ClientPayloads.ToPayloadsAsync(converter, input.Options?.Details).ConfigureAwait(false);
            if (input.Activity is AsyncActivityHandle.IdReference id)
            {
                await Service.RespondActivityTaskCanceledByIdAsync(
                    new()
                    {
                        Namespace = Namespace,
                        WorkflowId = id.WorkflowId,
                        RunId = id.RunId ?? string.Empty,
                        ActivityId = id.ActivityId,
                        Details = details,
                        Identity = Identity,
                    },
                    rpc).ConfigureAwait(false);
                return;
            }
            await Service.RespondActivityTaskCanceledAsync(
                new()
                {
                    Namespace = Namespace,
                    TaskToken = Token(input.Activity),
                    Details = details,
                    Identity = Identity,
                },
                rpc).ConfigureAwait(false);
        }

        private static ByteString Token(AsyncActivityHandle.Reference activity) =>
            activity is AsyncActivityHandle.TaskTokenReference token
                ? ByteString.CopyFrom(token.TaskToken)
                : throw new ArgumentException($"Unknown kind of activity reference {activity.GetType()}");

        private DataConverter ConverterFor(DataConverter? given) => given ?? client.Options.DataConverter;
    }
}
