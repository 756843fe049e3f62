using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Sandbox.Stripe.Webhooks;

namespace Sandbox.Tests.Stripe;

/// <summary>Takes the deliveries of a sandbox, and answers as a test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public const string Secret = "whsec_test_of_the_sandbox";

    private readonly WebApplication _app;
    private readonly SemaphoreSlim _came = new(0);
    private readonly ConcurrentQueue<Delivery> _deliveries = new();

    private WebhookReceiver(WebApplication app)
    {
        _app = app;
        app.Run(TakeAsync);
    }

    public WebhookEndpoint Endpoint => new(new Uri(_app.Urls.Single() + "/hook"), Secret);

    /// <summary>The next answers, then 200.</summary>
    public ConcurrentQueue<int> Answers { get; } = new();

    public static async Task<WebhookReceiver> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var receiver = new WebhookReceiver(builder.Build());
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>The next delivery.</summary>
    public async Task<Delivery> NextAsync()
    {
        (await _came.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue("no delivery came");
        return _deliveries.TryDequeue(out var delivery) ? delivery : throw new InvalidOperationException("nothing there");
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _came.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        context.Response.StatusCode = Answers.TryDequeue(out var status) ? status : 200;
        _deliveries.Enqueue(new Delivery(
            body.ToArray(),
            context.Request.Headers["Stripe-Signature"].ToString(),
            context.Request.Headers.ContainsKey("traceparent")));
        _came.Release();
    }
}

internal sealed record Delivery(byte[] Body, string Signature, bool IsTraced)
{
    public JsonElement Event { get; } = JsonDocument.Parse(Body).RootElement.Clone();

    public string Id => Event.GetProperty("id").GetString()!;

    public string Type => Event.GetProperty("type").GetString()!;

    public JsonElement Intent => Event.GetProperty("data").GetProperty("object");
}
