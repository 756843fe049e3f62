using System.Text.Json.Serialization;
using Dapper;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Sagas.Api.Bookings;
using Sagas.Api.Events;
using Sagas.Api.Health;
using Sagas.Api.Json;
using Sagas.Api.Observation;
using Sagas.Api.Problems;
using Sagas.Api.Requests;
using Sagas.Api.Security;
using Sagas.Api.Support;
using Sagas.Api.Sweeping;
using Sagas.Api.Temporal;
using Sagas.Api.Webhooks;
using Sagas.Effects;
using Sagas.Encryption;
using Sagas.Telemetry;
using Temporalio.Client;

namespace Sagas.Api;

/// <summary>Puts the API together.</summary>
public sealed class ApiHost
{
    /// <summary>
    /// Configuration is the environment's: without this, the host watches every file below its working directory.
    /// </summary>
    private static readonly WebApplicationOptions EnvironmentOnly = new()
    {
        ContentRootPath = AppContext.BaseDirectory,
        Args = ["--hostBuilder:reloadConfigOnChange=false"],
    };

    private static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(2.5);

    private ApiHost()
    {
    }

    /// <param name="options">What the API is told by its environment.</param>
    /// <param name="instead">Services to be used instead of the ordinary ones.</param>
    public static WebApplication Build(ApiOptions options, Action<IServiceCollection>? instead = null)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        var builder = WebApplication.CreateSlimBuilder(EnvironmentOnly);
        builder.WebHost.UseUrls(options.Url);
        // What a socket brings is read on the thread that noticed it, as waking another costs more than reading.
        builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyBytes.DrainedMax;
        });
        builder.Logging.AddStructuredLogs().AddFilter("Temporalio", LogLevel.Warning);
        var telemetry = TelemetrySettings.FromEnvironment("sagas-api");
        builder.Services.AddTelemetry(builder.Logging, telemetry);
        instead?.Invoke(builder.Services);
        AddServices(builder.Services, options, telemetry);
        var app = builder.Build();
        app.UseRequestSpans(telemetry);
        app.UseMiddleware<ProblemMiddleware>();
        BookingEndpoints.Map(app);
        EventEndpoints.Map(app);
        SupportEndpoints.Map(app);
        if (options.StripeWebhookSecret is not null)
        {
            WebhookEndpoints.Map(app);
        }

        HealthEndpoints.Map(app);
        app.MapOpenApi("/openapi/v1.json");
        return app;
    }

    private static void AddServices(IServiceCollection services, ApiOptions options, TelemetrySettings telemetry)
    {
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => Database(options));
        services.AddSingleton<ITemporalClient>(provider =>
        {
            var connect = TemporalSettings.FromEnvironment(provider.GetRequiredService<ILoggerFactory>());
            connect.Interceptors = telemetry.Interceptors();
            connect.Runtime = telemetry.Runtime();
            connect.DataConverter = PayloadEncryption.Converter(options.EncryptionKeys);
            return TemporalClient.CreateLazy(connect);
        });
        if (telemetry.IsOn)
        {
            services.AddHostedService<BookingGauges>();
        }

        services.TryAddSingleton<IBookingSagas, BookingSagas>();
        services.AddSingleton<ApiKeys>();
        services.AddEffects(traced: telemetry.IsOn);
        services.AddSingleton<BookingStore>();
        services.AddSingleton<Timelines>();
        services.AddSingleton<PlaceBooking>();
        services.AddSingleton<PaymentEvents>();
        services.AddSingleton<WebhookGate>();
        services.AddSingleton<StripeWebhook>();
        services.AddSingleton<EventStore>();
        services.AddSingleton<SupportStore>();
        services.AddSingleton<Repairs>();
        services.AddHostedService<UnstartedBookings>();
        services.TryAddSingleton<IRecoveries, Recoveries>();
        services.AddSingleton<UnfinishedBookings>();
        services.AddHostedService<InterruptedBookings>();
        services.AddOpenApi("v1", Description.Configure);
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJson.Default);
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict; // Otherwise the description allows texts as well.
        });
        services.Configure<HostOptions>(host => host.ShutdownTimeout = DrainWithin);
    }

    private static NpgsqlDataSource Database(ApiOptions options) =>
        // Named, because without a name telemetry names it by its connection string.
        new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(options.DatabaseUrl)
        {
            ApplicationName = "sagas-api",
            MaxPoolSize = options.DatabasePoolMax,
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
            // Every query finds its rows by key, so one plan suits all parameters; and none changes its session.
            Options = "-c plan_cache_mode=force_generic_plan",
            NoResetOnClose = true,
            // Requests that arrive together share a commit, so one that hangs would hold up the others.
            CommandTimeout = 5,
        }.ConnectionString) { Name = "sagas-api" }.Build();
}
