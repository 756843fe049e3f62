using System.Net;
using Temporal.DevServer;
using Temporalio.Client;
using ServerOptions = Temporal.DevServer.DevServerOptions;

namespace Temporalio.Testing;

/// <summary>An environment with a server in this process.</summary>
internal class InProcessEnvironment : WorkflowEnvironment
{
    private readonly DevServerHost _host;

    protected InProcessEnvironment(ITemporalClient client, DevServerHost host)
        : base(client) =>
        _host = host;

    public static async Task<WorkflowEnvironment> LocalAsync(WorkflowEnvironmentStartLocalOptions options)
    {
        Refuse(options.DevServerOptions.DatabaseFilename, nameof(DevServerOptions.DatabaseFilename));
        Refuse(options.DevServerOptions.ExistingPath, nameof(DevServerOptions.ExistingPath));
        var arguments = ServerArguments.Read(options.DevServerOptions.ExtraArgs);
        foreach (var key in options.SearchAttributes ?? [])
        {
            arguments.SearchAttributes[key.Name] = key.ValueType;
        }
        var (ip, port) = ListenOn(options.TargetHost);
        var host = await DevServerHost.StartAsync(
            new ServerOptions
            {
                Ip = ip,
                Port = port,
                HttpPort = options.UI ? options.UIPort : null,
                Namespaces = [.. arguments.Namespaces.Prepend(options.Namespace).Distinct()],
                SearchAttributes = arguments.SearchAttributes,
                Logs = options.LoggerFactory,
            },
            CancellationToken.None).ConfigureAwait(false);
        return await ConnectAsync(options, host, client => new InProcessEnvironment(client, host))
            .ConfigureAwait(false);
    }

    public static async Task<WorkflowEnvironment> TimeSkippingAsync(
        WorkflowEnvironmentStartTimeSkippingOptions options)
    {
        Refuse(options.TestServer.ExistingPath, nameof(TestServerOptions.ExistingPath));
        Refuse(options.TestServer.ExtraArgs, nameof(TestServerOptions.ExtraArgs));
        var (ip, port) = ListenOn(options.TargetHost);
        var host = await DevServerHost.StartAsync(
            new ServerOptions
            {
                Ip = ip,
                Port = port,
                TimeSkipping = true,
                Namespaces = [options.Namespace],
                Logs = options.LoggerFactory,
            },
            CancellationToken.None).ConfigureAwait(false);
        var skipping = new AutoTimeSkipping();
        options = (WorkflowEnvironmentStartTimeSkippingOptions)options.Clone();
        // Outermost, so that its handles are the ones that callers get.
        options.Interceptors = [new TimeSkippingClientInterceptor(skipping), .. options.Interceptors ?? []];
        return await ConnectAsync(
            options, host, client => new TimeSkippingEnvironment(client, host, skipping)).ConfigureAwait(false);
    }

    public override async Task ShutdownAsync() => await _host.DisposeAsync().ConfigureAwait(false);

    private static void Refuse(object? value, string option)
    {
        if (value != null)
        {
            throw new NotSupportedException(
                $"Option {option} is not supported: the server runs in this process. To use another one, start it and "
                + $"make a {nameof(WorkflowEnvironment)} of a client");
        }
    }

    private static (IPAddress Ip, int Port) ListenOn(string? targetHost)
    {
        if (targetHost == null)
        {
            return (IPAddress.Loopback, 0);
        }
        var colon = targetHost.LastIndexOf(':');
        var host = colon < 0 ? targetHost : targetHost[..colon];
        var ip = host is "" or "localhost" ? IPAddress.Loopback : IPAddress.Parse(host);
        return (ip, colon < 0 ? 0 : int.Parse(targetHost[(colon + 1)..]));
    }

    private static async Task<WorkflowEnvironment> ConnectAsync(
        TemporalClientConnectOptions options, DevServerHost host, Func<ITemporalClient, WorkflowEnvironment> make)
    {
        try
        {
            options = (TemporalClientConnectOptions)options.Clone();
            options.TargetHost = host.Address;
            return make(await TemporalClient.ConnectAsync(options).ConfigureAwait(false));
        }
        catch
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
