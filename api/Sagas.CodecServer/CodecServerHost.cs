using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sagas.Telemetry;

namespace Sagas.CodecServer;

/// <summary>Puts the codec server together.</summary>
internal static class CodecServerHost
{
    /// <summary>What a gRPC message may have, in base64 and with room for JSON.</summary>
    private const int BodyBytesMax = 8 * 1024 * 1024;

    private static readonly TimeSpan MayAskAgainAfter = TimeSpan.FromMinutes(10);

    /// <summary>Without file watchers: configuration is the environment's.</summary>
    private static readonly WebApplicationOptions EnvironmentOnly = new()
    {
        ContentRootPath = AppContext.BaseDirectory,
        Args = ["--hostBuilder:reloadConfigOnChange=false"],
    };

    public static WebApplication Build(CodecServerOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder(EnvironmentOnly);
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytesMax;
        });
        builder.Logging.AddStructuredLogs();
        var telemetry = TelemetrySettings.FromEnvironment("sagas-codec");
        builder.Services.AddTelemetry(builder.Logging, telemetry);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<CodecEndpoints>();
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins([.. options.Origins])
            .WithMethods(HttpMethods.Post)
            .WithHeaders("content-type", "x-namespace", "authorization", "authorization-extras")
            .SetPreflightMaxAge(MayAskAgainAfter)));
        var app = builder.Build();
        app.UseRequestSpans(telemetry);
        // Its answers carry the CORS headers too, or a page could not read why it was refused.
        app.UseCors();
        app.UseWhen(context => !context.Request.Path.StartsWithSegments("/health"), gated => gated.UseMiddleware<Gate>());
        HealthEndpoints.Map(app);
        app.Services.GetRequiredService<CodecEndpoints>().Map(app);
        return app;
    }
}
