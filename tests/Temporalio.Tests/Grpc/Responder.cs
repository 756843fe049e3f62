using System.Net;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Grpc;
using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Tests.Grpc;

/// <summary>A gRPC server that answers what a test tells it to; GetSystemInfo is answered by itself.</summary>
internal sealed class Responder : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Responder(WebApplication app) => _app = app;

    public string Address => new Uri(_app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    public static async Task<Responder> StartAsync(
        Func<HttpContext, Task<IMessage>> answer,
        int port = 0,
        X509Certificate2? certificate = null,
        bool requireClientCertificate = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate != null)
            {
                listen.UseHttps(certificate, https =>
                {
                    https.ClientCertificateMode = requireClientCertificate
                        ? ClientCertificateMode.RequireCertificate
                        : ClientCertificateMode.NoCertificate;
                    https.AllowAnyClientCertificate();
                });
            }
        }));
        var app = builder.Build();
        app.Run(context => HandleAsync(context, answer));
        await app.StartAsync();
        return new(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private static async Task HandleAsync(HttpContext context, Func<HttpContext, Task<IMessage>> answer)
    {
        context.Response.ContentType = GrpcNames.ContentType;
        try
        {
            var message = context.Request.Path.Value!.EndsWith("/GetSystemInfo", StringComparison.Ordinal)
                ? new GetSystemInfoResponse()
                : await answer(context);
            GrpcFrame.Write(context.Response.BodyWriter, message);
            await context.Response.BodyWriter.FlushAsync();
            context.Response.AppendTrailer(GrpcNames.Status, "0");
        }
        catch (RpcStatusException e)
        {
            context.Response.Headers[GrpcNames.Status] = ((int)e.Code).ToString();
            context.Response.Headers[GrpcNames.Message] = GrpcStatusText.EncodeMessage(e.Message);
            context.Response.Headers[GrpcNames.StatusDetails] = GrpcStatusText.EncodeDetails(e.ToStatus());
        }
    }
}
