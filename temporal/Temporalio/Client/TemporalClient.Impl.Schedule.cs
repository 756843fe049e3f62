using System.Runtime.CompilerServices;
using Google.Protobuf;
using Temporalio.Api.Schedule.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client.Interceptors;
using Temporalio.Client.Schedules;
using Temporalio.Exceptions;
using ProtoSchedule = Temporalio.Api.Schedule.V1.Schedule;
using Schedule = Temporalio.Client.Schedules.Schedule;

namespace Temporalio.Client;

/// <content>Schedules.</content>
public partial class TemporalClient
{
    internal sealed partial class Impl
    {
        private const int MaxUpdateAttempts = 5;

        /// <inheritdoc />
        public override async Task<ScheduleHandle> CreateScheduleAsync(CreateScheduleInput input)
        {
            var request = new CreateScheduleRequest
            {
                Namespace = Namespace,
                ScheduleId = input.Id,
                Schedule = await WriteAsync(input.Schedule).ConfigureAwait(false),
                InitialPatch = InitialPatch(input),
                Identity = Identity,
                RequestId = Guid.NewGuid().ToString(),
                Memo = await ClientPayloads.ToMemoAsync(client.Options.DataConverter, input.Options?.Memo)
                    .ConfigureAwait(false),
                SearchAttributes = input.Options?.TypedSearchAttributes?.ToProto(),
            };
            try
            {
                await Service.CreateScheduleAsync(request, DefaultRetryOptions(input.Options?.Rpc))
                    .ConfigureAwait(false);
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
            {
                throw new ScheduleAlreadyRunningException();
            }
            return new(client, input.Id);
        }

        /// <inheritdoc />
        public override Task BackfillScheduleAsync(BackfillScheduleInput input)
        {
            if (input.Backfills.Count == 0)
            {
                throw new ArgumentException("At least one backfill required");
            }
            return PatchAsync(
                input.Id,
                new() { BackfillRequest = { input.Backfills.Select(ScheduleProtos.WriteBackfill) } },
                input.RpcOptions);
        }

        /// <inheritdoc />
        public override Task PauseScheduleAsync(PauseScheduleInput input) =>
            PatchAsync(input.Id, new() { Pause = input.Note ?? "Paused via .NET SDK" }, input.RpcOptions);

        /// <inheritdoc />
        public override Task UnpauseScheduleAsync(UnpauseScheduleInput input) =>
            PatchAsync(input.Id, new() { Unpause = input.Note ?? "Unpaused via .NET SDK" }, input.RpcOptions);

        /// <inheritdoc />
        public override Task TriggerScheduleAsync(TriggerScheduleInput input) =>
            PatchAsync(
                input.Id,
                new() { TriggerImmediately = new() { OverlapPolicy = input.Options?.Overlap ?? default } },
                input.Options?.Rpc);

        /// <inheritdoc />
        public override Task DeleteScheduleAsync(DeleteScheduleInput input) =>
            Service.DeleteScheduleAsync(
                new() { Namespace = Namespace, ScheduleId = input.Id, Identity = Identity },
                DefaultRetryOptions(input.RpcOptions));

        /// <inheritdoc />
        public override async Task<ScheduleDescription> DescribeScheduleAsync(DescribeScheduleInput input)
        {
            var response = await Service.DescribeScheduleAsync(
                new() { Namespace = Namespace, ScheduleId = input.Id },
                DefaultRetryOptions(input.RpcOptions)).ConfigureAwait(false);
            return new(
                input.Id,
                await ReadAsync(response.Schedule).ConfigureAwait(false),
                response,
                client.Options.DataConverter);
        }

        /// <inheritdoc />
        public override async Task UpdateScheduleAsync(UpdateScheduleInput input)
        {
            for (var attempt = 1; ; attempt++)
            {
                var description = await DescribeScheduleAsync(new(input.Id, input.RpcOptions)).ConfigureAwait(false);
                var update = await input.Updater(new(description)).ConfigureAwait(false);
                if (update == null)
                {
                    return;
                }
                var request = new UpdateScheduleRequest
                {
                    Namespace = Namespace,
                    ScheduleId = input.Id,
                    Schedule = await WriteAsync(update.Schedule).ConfigureAwait(false),
                    ConflictToken = description.RawDescription.ConflictToken ?? ByteString.Empty,
                    Identity = Identity,
                    RequestId = Guid.NewGuid().ToString(),
                    SearchAttributes = update.TypedSearchAttributes?.ToProto(),
                };
                try
                {
                    await Service.UpdateScheduleAsync(request, DefaultRetryOptions(input.RpcOptions))
                        .ConfigureAwait(false);
                    return;
                }
                catch (RpcException e) when (
                    e.Code == RpcException.StatusCode.FailedPrecondition && attempt < MaxUpdateAttempts)
                {
                    // Someone else changed it since it was read: the change is made anew on what is there now.
                }
            }
        }

        /// <inheritdoc />
        public override IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(ListSchedulesInput input) =>
            ListSchedulesAsync(input, CancellationToken.None);

        private static SchedulePatch? InitialPatch(CreateScheduleInput input) =>
            input.Options is { } options && (options.TriggerImmediately || options.Backfills.Count > 0)
                ? new()
                {
                    TriggerImmediately = options.TriggerImmediately
                        ? new() { OverlapPolicy = input.Schedule.Policy.Overlap }
                        : null,
                    BackfillRequest = { options.Backfills.Select(ScheduleProtos.WriteBackfill) },
                }
                : null;

        private Task PatchAsync(string id, SchedulePatch patch, RpcOptions? rpc) =>
            Service.PatchScheduleAsync(
                new()
                {
                    Namespace = Namespace,
                    ScheduleId = id,
                    Patch = patch,
                    Identity = Identity,
                    RequestId = Guid.NewGuid().ToString(),
                },
                DefaultRetryOptions(rpc));

        private async Task<ProtoSchedule> WriteAsync(Schedule schedule) => new()
        {
            Spec = ScheduleProtos.WriteSpec(schedule.Spec),
            Action = await ScheduleActionProtos.WriteAsync(schedule.Action, client.Options.DataConverter, Namespace)
                .ConfigureAwait(false),
            Policies = ScheduleProtos.WritePolicy(schedule.Policy),
            State = ScheduleProtos.WriteState(schedule.State),
        };

        private async Task<Schedule> ReadAsync(ProtoSchedule proto) =>
            new(
                await ScheduleActionProtos.ReadAsync(proto.Action, client.Options.DataConverter, Namespace)
                    .ConfigureAwait(false),
                ScheduleProtos.ReadSpec(proto.Spec))
            {
                Policy = ScheduleProtos.ReadPolicy(proto.Policies),
                State = ScheduleProtos.ReadState(proto.State),
            };

        private async IAsyncEnumerable<ScheduleListDescription> ListSchedulesAsync(
            ListSchedulesInput input, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var (rpc, source) = (input.Options?.Rpc ?? new()).WithAdditionalCancellationToken(cancellationToken);
            using (source)
            {
                byte[]? token = null;
                do
                {
                    var response = await Service.ListSchedulesAsync(
                        new()
                        {
                            Namespace = Namespace,
                            Query = input.Options?.Query ?? string.Empty,
                            NextPageToken = ToToken(token),
                        },
                        DefaultRetryOptions(rpc)).ConfigureAwait(false);
                    foreach (var entry in response.Schedules)
                    {
                        yield return new(entry, client.Options.DataConverter);
                    }
                    token = FromToken(response.NextPageToken);
                }
                while (token != null);
            }
        }
    }
}
