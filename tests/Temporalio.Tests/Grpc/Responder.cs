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
using Temporalio.Client;

namespace Temporalio.Tests.Grpc;

/// <summary>
/// A gRPC server that answers what a test tells it to; GetSystemInfo is answered by itself. It may get a port that another
/// test's server had, and with it the calls of clients left over from there: those do not name this server, and are refused.
/// </summary>
internal sealed class Responder : IAsyncDisposable
{
    private const string NameHeader = "responder";

    private readonly WebApplication _app;

    private Responder(WebApplication app) => _app = app;

    /// <summary>Gets options to connect with.</summary>
    public TemporalClientConnectOptions Options => new(Address) { RpcMetadata = [Name] };

    /// <summary>Gets what a call must carry to be answered; the same after a restart under the same name.</summary>
    public required KeyValuePair<string, string> Name { get; init; }

    public string Address => new Uri(_app.Services.GetRequiredService<IServer>().Features
        .Get<IServerAddressesFeature>()!.Addresses.First()).Authority;

    public static async Task<Responder> StartAsync(
        Func<HttpContext, Task<IMessage>> answer,
        int port = 0,
        X509Certificate2? certificate = null,
        bool requireClientCertificate = false,
        KeyValuePair<string, string>? name = null)
    {
        var own = name ?? new(NameHeader, Guid.NewGuid().ToString());
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
        app.Run(context => HandleAsync(context, own, answer));
        await app.StartAsync();
        return new(app) { Name = own };
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private static async Task HandleAsync(
        HttpContext context, KeyValuePair<string, string> name, Func<HttpContext, Task<IMessage>> answer)
    {
        context.Response.ContentType = GrpcNames.ContentType;
        try
        {
            if (context.Request.Headers[name.Key] != name.Value)
            {
                throw new RpcStatusException(StatusCode.PermissionDenied, "This is the server of another test.");
            }

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
