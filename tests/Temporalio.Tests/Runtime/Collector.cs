using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Temporalio.Runtime;

namespace Temporalio.Tests.Runtime;

/// <summary>A collector of OpenTelemetry that keeps what it is sent.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Channel<string> _bodies = Channel.CreateUnbounded<string>();

    private Collector(WebApplication app) => _app = app;

    public ConcurrentBag<string> Keys { get; } = [];

    public string Url { get; private set; } = string.Empty;

    public static async Task<Collector> StartAsync(OpenTelemetryProtocol protocol)
    {
        var isGrpc = protocol == OpenTelemetryProtocol.Grpc;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback,
            0,
            listen => listen.Protocols = isGrpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new Collector(builder.Build());
        collector._app.MapPost(
            isGrpc ? "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export" : "/v1/metrics",
            collector.TakeAsync);
        await collector._app.StartAsync();
        collector.Url = collector._app.Urls.Single() + (isGrpc ? string.Empty : "/v1/metrics");
        return collector;
    }

    /// <summary>Waits for a body that has a text in it.</summary>
    public async Task<string> FirstBodyWithAsync(string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var body = await _bodies.Reader.ReadAsync(limit.Token);
            if (body.Contains(text, StringComparison.Ordinal))
            {
                return body;
            }
        }
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Keys.Add(context.Request.Headers["x-key"].ToString());
        await _bodies.Writer.WriteAsync(Encoding.UTF8.GetString(body.ToArray()));
    }
}
