using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sandbox.Hosting;

/// <summary>
/// A bare Kestrel on the loopback interface. No routing and no middleware: the sandbox's own CPU counts in the benchmark.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int HeaderBytesMax = 32 * 1024;

    private readonly WebApplication _application;
    private readonly ISandbox _sandbox;
    private readonly ILogger _logger;

    private SandboxServer(WebApplication application, ISandbox sandbox)
    {
        _application = application;
        _sandbox = sandbox;
        _logger = application.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Sandbox");
        application.Run(AnswerAsync);
    }

    /// <summary>Base address without a trailing slash, such as <c>http://127.0.0.1:12111</c>.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Starts to listen.</summary>
    /// <exception cref="SandboxStartException">The port is taken or may not be used.</exception>
    public static async Task<SandboxServer> StartAsync(
        ISandbox sandbox, int port, bool quiet, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        // What a socket brings is read on the thread that noticed it, as waking another costs more than reading.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = sandbox.BodyBytesMax;
            kestrel.Limits.MaxRequestHeadersTotalSize = HeaderBytesMax;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        if (!quiet)
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
                .AddFilter("Microsoft", LogLevel.Warning);
        }

        var server = new SandboxServer(builder.Build(), sandbox);
        await server.ListenAsync(port, cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _sandbox.Dispose();
    }

    private async Task ListenAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            await _application.StartAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or System.Net.Sockets.SocketException)
        {
            await _application.DisposeAsync();
            _sandbox.Dispose();
            var cause = exception.InnerException is AddressInUseException ? "is in use" : "cannot be used";
            throw new SandboxStartException(
                $"Port {port} {cause}; stop the program that holds it or choose another one with --port.", exception);
        }

        Address = _application.Services.GetRequiredService<IServer>()
            .Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        Logs.Ready(_logger, _sandbox.Name, Address, _sandbox.Storage);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            await DispatchAsync(context, context.Request.Path.Value ?? "/");
        }
        catch (BadHttpRequestException exception)
        {
            await RefuseAsync(context, exception.StatusCode, exception.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Logs.Unanswered(_logger, _sandbox.Name, context.Request.Method, context.Request.Path, exception);
            await RefuseAsync(context, 500, "The sandbox met a fault of its own; see its log.");
        }
    }

    private async Task DispatchAsync(HttpContext context, string path)
    {
        if (path.StartsWith("/health/", StringComparison.Ordinal))
        {
            await Http.HealthAnswer.WriteAsync(context, path, _sandbox.Name);
            return;
        }

        if (!path.StartsWith("/_sandbox/", StringComparison.Ordinal))
        {
            await _sandbox.HandleAsync(context);
            return;
        }

        if (!await _sandbox.HandleControlAsync(context, path["/_sandbox/".Length..]))
        {
            await Http.ControlAnswer.RefuseAsync(
                context, 404, $"No switch '{context.Request.Method} {path}'. See docs/sandbox.md.");
        }
    }

    private Task RefuseAsync(HttpContext context, int status, string message)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return _sandbox.RefuseAsync(context, status, message);
    }
}
