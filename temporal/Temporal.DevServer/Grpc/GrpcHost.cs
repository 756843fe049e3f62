using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Temporal.DevServer.Grpc;

/// <summary>
/// An HTTP/2 endpoint, with TLS or in the clear, that answers the RPCs of one table. It is Kestrel without the ASP.NET pipeline: the hot
/// path is many small calls, and this saves the context, scope, routing and diagnostics of each.
/// </summary>
internal sealed class GrpcHost : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly ServiceProvider? _services;
    private readonly CancellationTokenSource _stopping;
    private readonly GrpcHostOptions _options;
    private int _stopped;

    private GrpcHost(
        KestrelServer server, ServiceProvider? services, CancellationTokenSource stopping, GrpcHostOptions options)
    {
        _server = server;
        _services = services;
        _stopping = stopping;
        _options = options;
    }

    /// <summary>Where it listens, with the real port.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <summary>Starts listening; calls wait until the table is there.</summary>
    /// <exception cref="AddressInUseException">The port is taken; the message names it and the cure.</exception>
    public static async Task<GrpcHost> StartAsync(
        Task<RpcTable> table, GrpcHostOptions options, ILoggerFactory logs, CancellationToken cancel)
    {
        var services = options.Security.Tls is null ? null : TlsServices(logs);
        var kestrel = KestrelOptions(options, services);
        // Inline: what a socket brings is read on the thread that noticed it, as waking another costs more than reading.
        var sockets = new SocketTransportOptions { NoDelay = true, UnsafePreferInlineScheduling = true };
        var transport = new SocketTransportFactory(Options.Create(sockets), logs);
        var stopping = new CancellationTokenSource();
        var host = new GrpcHost(
            new KestrelServer(Options.Create(kestrel), transport, logs), services, stopping, options);
        try
        {
            var application = new GrpcApplication(table, options, logs.CreateLogger("Temporal.Grpc"), stopping.Token);
            await host._server.StartAsync(application, cancel).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            if (IsPortTaken(e))
            {
                throw new AddressInUseException(
                    $"Port {options.EndPoint.Port} on {options.EndPoint.Address} is in use by another program. " +
                    "Stop that program or choose another port.", e);
            }

            throw;
        }

        var addresses = host._server.Features.Get<IServerAddressesFeature>()!;
        host.EndPoint = new IPEndPoint(options.EndPoint.Address, new Uri(addresses.Addresses.First()).Port);
        return host;
    }

    /// <summary>Long polls answer at once, calls in hand finish (within the drain limit), then the port closes.</summary>
    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        await _stopping.CancelAsync().ConfigureAwait(false);
        using var limit = new CancellationTokenSource(_options.DrainMax);
        await _server.StopAsync(limit.Token).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _server.Dispose();
        _stopping.Dispose();
        if (_services is not null)
        {
            await _services.DisposeAsync().ConfigureAwait(false);
        }

        _options.Security.Dispose();
    }

    /// <summary>TLS wants Kestrel's own services, which only the web host registers; in the clear it needs none.</summary>
    private static ServiceProvider TlsServices(ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddMetrics().AddLogging().Replace(ServiceDescriptor.Singleton(logs));
        return builder.Services.BuildServiceProvider();
    }

    private static bool IsPortTaken(Exception e) =>
        e is AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }
        || (e.InnerException is { } inner && IsPortTaken(inner));

    private static KestrelServerOptions KestrelOptions(GrpcHostOptions options, ServiceProvider? services)
    {
        var kestrel = new KestrelServerOptions { ApplicationServices = services!, AddServerHeader = false };
        kestrel.Limits.MaxConcurrentConnections = options.ConnectionsMax;
        kestrel.Limits.MaxRequestBodySize = null; // the frame header is checked instead
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.MaxResponseBufferSize = options.AnswerBufferBytes;
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(10);
        kestrel.Limits.MaxRequestHeadersTotalSize = 64 * 1024;
        kestrel.Limits.Http2.MaxStreamsPerConnection = options.StreamsPerConnectionMax;
        kestrel.Limits.Http2.MaxRequestHeaderFieldSize = 64 * 1024;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        kestrel.Limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        kestrel.Limits.Http2.KeepAlivePingDelay = TimeSpan.FromMinutes(1);
        kestrel.Limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        kestrel.Listen(options.EndPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UsePrefaceDeadline(options.PrefaceMax);
            if (options.Security.Tls is { } tls)
            {
                listen.UseHttps(tls);
            }
        });
        return kestrel;
    }
}
