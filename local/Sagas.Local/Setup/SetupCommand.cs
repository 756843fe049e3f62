using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.OperatorService.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;

namespace Sagas.Local.Setup;

/// <summary>
/// Brings a cluster to what Sagas needs: namespace, retention, search attributes. It looks first and does only what is
/// missing, so it may run any number of times, from several places at once. It never shortens a retention and never
/// changes a type.
/// </summary>
internal sealed class SetupCommand(SetupOptions options, TextWriter output)
{
    private static readonly TimeSpan VisibleWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    public async Task<int> RunAsync(CancellationToken stop)
    {
        var client = await ClusterConnection.OpenAsync(options, stop);
        var rpc = new RpcOptions { CancellationToken = stop };
        try
        {
            var exists = await EnsureNamespaceAsync(client, rpc);
            await EnsureSearchAttributesAsync(client, exists || !options.DryRun, rpc);
        }
        catch (RpcException error) when (!stop.IsCancellationRequested)
        {
            throw new UserError($"Temporal at {options.Address} refused: {Cure(error)}");
        }

        await output.WriteLineAsync(
            options.DryRun ? "Nothing was changed." : $"Namespace '{options.Namespace}' is ready for Sagas.");
        return 0;
    }

    private static string Cure(RpcException error) => error.Code switch
    {
        RpcException.StatusCode.PermissionDenied or RpcException.StatusCode.Unauthenticated =>
            $"{error.Message} Give an API key or a certificate that may administer the namespace; on Temporal Cloud make the "
            + "namespace and its search attributes with tcld or in the web console.",
        RpcException.StatusCode.Unimplemented =>
            $"{error.Message} This server has no operator service; on Temporal Cloud use tcld or the web console.",
        _ => error.Message,
    };

    /// <returns>Whether the namespace was there before.</returns>
    private async Task<bool> EnsureNamespaceAsync(ITemporalClient client, RpcOptions rpc)
    {
        if (await FindNamespaceAsync(client, rpc) is not { } found)
        {
            await SayAsync($"create namespace '{options.Namespace}', keeping ended workflows for {Days(options.Retention)}");
            if (!options.DryRun)
            {
                await CreateNamespaceAsync(client, rpc);
            }

            return false;
        }

        var kept = found.Config?.WorkflowExecutionRetentionTtl?.ToTimeSpan() ?? TimeSpan.Zero;
        if (kept >= options.Retention || kept == TimeSpan.Zero)
        {
            await output.WriteLineAsync($"Namespace '{options.Namespace}' exists and keeps ended workflows for {Days(kept)}.");
            return true;
        }

        await SayAsync($"raise the retention of '{options.Namespace}' from {Days(kept)} to {Days(options.Retention)}");
        if (!options.DryRun)
        {
            await client.Connection.WorkflowService.UpdateNamespaceAsync(
                new UpdateNamespaceRequest
                {
                    Namespace = options.Namespace,
                    Config = new() { WorkflowExecutionRetentionTtl = Duration.FromTimeSpan(options.Retention) },
                },
                rpc);
        }

        return true;
    }

    private async Task<DescribeNamespaceResponse?> FindNamespaceAsync(ITemporalClient client, RpcOptions rpc)
    {
        try
        {
            return await client.Connection.WorkflowService.DescribeNamespaceAsync(
                new DescribeNamespaceRequest { Namespace = options.Namespace }, rpc);
        }
        catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound)
        {
            return null;
        }
    }

    private async Task CreateNamespaceAsync(ITemporalClient client, RpcOptions rpc)
    {
        try
        {
            await client.Connection.WorkflowService.RegisterNamespaceAsync(
                new RegisterNamespaceRequest
                {
                    Namespace = options.Namespace,
                    Description = "Sagas: ticket bookings",
                    WorkflowExecutionRetentionPeriod = Duration.FromTimeSpan(options.Retention),
                },
                rpc);
        }
        catch (RpcException error) when (error.Code == RpcException.StatusCode.AlreadyExists)
        {
            // Another setup was faster: what it made is what we wanted.
        }
    }

    private async Task EnsureSearchAttributesAsync(ITemporalClient client, bool canLook, RpcOptions rpc)
    {
        var present = canLook ? await PresentAsync(client, rpc) : new Dictionary<string, IndexedValueType>();
        var wrong = SearchAttributeFile.Wanted
            .Where(wanted => present.TryGetValue(wanted.Key, out var type) && type != wanted.Value)
            .Select(wanted => $"'{wanted.Key}' is {present[wanted.Key]} and must be {wanted.Value}").ToList();
        if (wrong.Count > 0)
        {
            throw new UserError(
                $"Search attributes of namespace '{options.Namespace}' have other types: {string.Join("; ", wrong)}. A type "
                + "cannot be changed: use another namespace, or remove the attribute if nothing needs it "
                + "(temporal operator search-attribute remove --name NAME).");
        }

        var missing = SearchAttributeFile.Wanted.Where(wanted => !present.ContainsKey(wanted.Key)).ToDictionary();
        if (missing.Count == 0)
        {
            await output.WriteLineAsync($"Search attributes {string.Join(", ", SearchAttributeFile.Wanted.Keys)} exist.");
            return;
        }

        await SayAsync($"add search attributes {string.Join(", ", missing.Select(added => $"{added.Key} ({added.Value})"))}");
        if (!options.DryRun)
        {
            await AddAsync(client, missing, rpc);
        }
    }

    /// <summary>A namespace made a moment ago is not known to every host of a cluster at once.</summary>
    private async Task<IReadOnlyDictionary<string, IndexedValueType>> PresentAsync(ITemporalClient client, RpcOptions rpc)
    {
        using var limit = new CancellationTokenSource(VisibleWithin);
        using var timer = new PeriodicTimer(LookEvery);
        while (true)
        {
            try
            {
                var listed = await client.Connection.OperatorService.ListSearchAttributesAsync(
                    new ListSearchAttributesRequest { Namespace = options.Namespace }, rpc);
                return listed.CustomAttributes;
            }
            catch (RpcException error) when (error.Code == RpcException.StatusCode.NotFound && !limit.IsCancellationRequested)
            {
                await timer.WaitForNextTickAsync(rpc.CancellationToken ?? CancellationToken.None);
            }
        }
    }

    private async Task AddAsync(ITemporalClient client, Dictionary<string, IndexedValueType> missing, RpcOptions rpc)
    {
        try
        {
            await client.Connection.OperatorService.AddSearchAttributesAsync(
                new AddSearchAttributesRequest { Namespace = options.Namespace, SearchAttributes = { missing } }, rpc);
        }
        catch (RpcException error) when (error.Code == RpcException.StatusCode.AlreadyExists)
        {
            // Another setup was faster.
        }
    }

    private Task SayAsync(string what) => output.WriteLineAsync(
        options.DryRun ? $"Would {what}." : $"{char.ToUpperInvariant(what[0])}{what[1..]}.");

    private static string Days(TimeSpan span) => span.TotalDays == 1 ? "1 day" : $"{span.TotalDays:0.##} days";
}
