using System.Collections.Concurrent;
using EndToEnd.Telemetry.Otlp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sagas.Telemetry.Tests;

/// <summary>A collector as small as can be: takes OTLP over HTTP as protobuf.</summary>
internal sealed class HttpCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HttpCollector(WebApplication app) => _app = app;

    public ConcurrentQueue<string> Spans { get; } = new();

    public ConcurrentQueue<string> Metrics { get; } = new();

    public ConcurrentQueue<string> Logs { get; } = new();

    public string Address => _app.Urls.Single();

    public static async Task<HttpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var collector = new HttpCollector(app);
        app.MapPost("/v1/traces", context => TakeAsync(context, body => Fill(
            collector.Spans,
            ExportTraces.Parser.ParseFrom(body).ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans)
                .Select(span => span.Name))));
        app.MapPost("/v1/metrics", context => TakeAsync(context, body => Fill(
            collector.Metrics,
            ExportMetrics.Parser.ParseFrom(body).ResourceMetrics.SelectMany(r => r.ScopeMetrics).SelectMany(s => s.Metrics)
                .Select(metric => metric.Name))));
        app.MapPost("/v1/logs", context => TakeAsync(context, body => Fill(
            collector.Logs,
            ExportLogs.Parser.ParseFrom(body).ResourceLogs.SelectMany(r => r.ScopeLogs).SelectMany(s => s.LogRecords)
                .Select(record => record.Body.StringValue))));
        await app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task TakeAsync(HttpContext context, Action<byte[]> take)
    {
        context.Request.ContentType.ShouldBe("application/x-protobuf");
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        take(body.ToArray());
        context.Response.ContentType = "application/x-protobuf";
    }

    private static void Fill(ConcurrentQueue<string> queue, IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            queue.Enqueue(name);
        }
    }
}
