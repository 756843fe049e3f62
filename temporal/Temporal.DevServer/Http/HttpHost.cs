using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Temporal.DevServer.Grpc;
using Temporal.DevServer.Hosting;
using Temporal.DevServer.Http.Routing;
using Temporal.DevServer.Http.Ui;

namespace Temporal.DevServer.Http;

/// <summary>An HTTP/1.1 port with Temporal's JSON API, and the UI on the UI's one.</summary>
internal sealed class HttpHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private HttpHost(WebApplication app, CancellationTokenSource stopping, IPEndPoint endPoint)
    {
        _app = app;
        _stopping = stopping;
        EndPoint = endPoint;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts listening.</summary>
    /// <exception cref="AddressInUseException">The port is taken; the message names it and the cure.</exception>
    public static async Task<HttpHost> StartAsync(
        RpcTable rpcs, HttpHostOptions options, ILoggerFactory logs, CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Replace(ServiceDescriptor.Singleton(logs));
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.PerPort;
            kestrel.Listen(options.EndPoint, listen => listen.Protocols = HttpProtocols.Http1);
        });
        var app = builder.Build();
        var stopping = new CancellationTokenSource();
        app.UseResponseCompression();
        app.Run(Pipeline(rpcs, options, logs.CreateLogger("Temporal.Http"), stopping.Token));
        try
        {
            await app.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new AddressInUseException(
                $"Port {options.EndPoint.Port} on {options.EndPoint.Address} is in use by another program. " +
                "Stop that program or choose another port.", e);
        }

        var address = app.Services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>()
            .Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new HttpHost(app, stopping, new IPEndPoint(options.EndPoint.Address, new Uri(address).Port));
    }

    /// <summary>Long polls answer at once, requests in hand finish, then the port closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static RequestDelegate Pipeline(
        RpcTable rpcs, HttpHostOptions options, ILogger log, CancellationToken stopping)
    {
        var gateway = new HttpGateway(options.Door, new HttpRouteTable(rpcs), log, stopping);
        var guards = new UiGuards(options.EndPoint.Address, options.MoreHosts);
        if (options.Door == HttpDoor.Frontend)
        {
            return http => GuardAsync(http, h => guards.CheckSource(h.Request), () => gateway.AnswerAsync(http));
        }

        var ui = new UiRoutes(gateway, new UiPages(options.UiFolder), new HistoryDownload(rpcs), SettingsOf(options));
        return http => GuardAsync(http, guards.Check, () => ui.AnswerAsync(http));
    }

    private static async Task GuardAsync(HttpContext http, Action<HttpContext> guard, Func<Task> answer)
    {
        try
        {
            guard(http);
        }
        catch (HttpRefusal refusal)
        {
            await HttpGateway.RefuseAsync(http, refusal, default).ConfigureAwait(false);
            return;
        }

        await answer().ConfigureAwait(false);
    }

    private static byte[] SettingsOf(HttpHostOptions options) => JsonSerializer.SerializeToUtf8Bytes(
        new UiSettings { Codec = new UiCodec(options.CodecEndpoint) },
        UiSettingsJson.Default.UiSettings);
}
