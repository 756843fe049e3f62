using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using EndToEnd.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace EndToEnd.Telemetry;

/// <summary>A collector as small as can be: takes OTLP over gRPC, the exporters' default, and keeps everything.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const string Services = "/opentelemetry.proto.collector";
    private const int FrameHeaderBytes = 5;

    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public ConcurrentQueue<SeenSpan> Spans { get; } = new();

    public ConcurrentQueue<SeenMetric> Metrics { get; } = new();

    public ConcurrentQueue<LogRecord> Logs { get; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost($"{Services}.trace.v1.TraceService/Export", context => TakeAsync(context, receiver.TakeTraces));
        app.MapPost($"{Services}.metrics.v1.MetricsService/Export", context => TakeAsync(context, receiver.TakeMetrics));
        app.MapPost($"{Services}.logs.v1.LogsService/Export", context => TakeAsync(context, receiver.TakeLogs));
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task TakeAsync(HttpContext context, Action<byte[]> take)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var frame = buffer.ToArray();
        BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(1)).ShouldBe(frame.Length - FrameHeaderBytes);
        take(frame[FrameHeaderBytes..]);
        context.Response.ContentType = "application/grpc";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.Body.WriteAsync(new byte[FrameHeaderBytes]);
    }

    private void TakeTraces(byte[] message)
    {
        foreach (var resource in ExportTraces.Parser.ParseFrom(message).ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                foreach (var span in scope.Spans)
                {
                    Spans.Enqueue(new SeenSpan(ServiceOf(resource.Resource), scope.Scope.Name, span));
                }
            }
        }
    }

    private void TakeMetrics(byte[] message)
    {
        foreach (var resource in ExportMetrics.Parser.ParseFrom(message).ResourceMetrics)
        {
            var keys = resource.Resource.Attributes.Select(attribute => attribute.Key).ToList();
            foreach (var scope in resource.ScopeMetrics)
            {
                foreach (var metric in scope.Metrics)
                {
                    Metrics.Enqueue(new SeenMetric(ServiceOf(resource.Resource), keys, metric));
                }
            }
        }
    }

    private void TakeLogs(byte[] message)
    {
        foreach (var record in ExportLogs.Parser.ParseFrom(message).ResourceLogs
            .SelectMany(resource => resource.ScopeLogs).SelectMany(scope => scope.LogRecords))
        {
            Logs.Enqueue(record);
        }
    }

    private static string ServiceOf(Resource resource) =>
        resource.Attributes.Single(attribute => attribute.Key == "service.name").Value.StringValue;
}
