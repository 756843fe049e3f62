using System.Diagnostics;
using Npgsql;
using Sagas.Activities.Bookings;
using Sagas.Activities.Bookings.Recovery;
using Sagas.Activities.Events;
using Sagas.Activities.Notifications;
using Sagas.Activities.Payments;
using Sagas.Contracts;
using Sagas.Effects;
using Sagas.Encryption;
using Sagas.Telemetry;
using Sagas.Workers.Configuration;
using Sagas.Workers.Observation;
using Sagas.Workflows.Bookings;
using Sagas.Workflows.Bookings.Recovery;
using Temporalio.Extensions.Hosting;
using Temporalio.Worker;

namespace Sagas.Workers.Hosting;

/// <summary>What is in the process, by role.</summary>
internal static class WorkerServices
{
    private const string Stripe = "stripe";
    private const string SendGrid = "sendgrid";

    /// <summary>Follows a provider's DNS; connections live on otherwise.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Longest answer of a provider that is read; a payment intent has a few kilobytes.</summary>
    private const int AnswerBytesMax = 1024 * 1024;

    public static void AddWorkerServices(
        this IServiceCollection services,
        WorkerSettings settings,
        TelemetrySettings telemetry,
        NpgsqlDataSource database,
        TicketCodes codes)
    {
        services.AddSingleton(settings);
        services.AddSingleton(database);
        services.AddSingleton(codes);
        services.AddSingleton(settings.Hold);
        services.AddEffects(traced: telemetry.IsOn);
        services.AddSingleton<AttemptLog>();
        services.AddTemporalClient().Configure<AttemptLog>((options, log) =>
        {
            settings.Temporal.ApplyTo(options);
            // Outermost: an attempt that is not made has no span and no line.
            options.Interceptors = [new LocalAttemptBreaker(TimeProvider.System), .. telemetry.Interceptors(log)];
            options.Runtime = telemetry.Runtime();
            options.DataConverter = PayloadEncryption.Converter(settings.EncryptionKeys);
        });
        services.AddSingleton<EventActivities>();
        services.AddSingleton<BookingActivities>();
        services.AddSingleton<IBookingRuns, BookingRuns>();
        services.AddSingleton<RecoveryActivities>();
        AddProvider(services, Stripe);
        AddProvider(services, SendGrid);
        services.AddSingleton(provider => new PaymentActivities(
            ClientOf(provider, Stripe), settings.Stripe, provider.GetRequiredService<IEffects>()));
        services.AddSingleton(provider => new NotificationActivities(
            ClientOf(provider, SendGrid), settings.SendGrid, provider.GetRequiredService<IEffects>(), TimeProvider.System));
        foreach (var queue in WorkerRoles.QueuesOf(settings.Role))
        {
            AddQueue(services, queue, settings);
        }
    }

    private static void AddQueue(IServiceCollection services, string queue, WorkerSettings settings)
    {
        var worker = services.AddHostedTemporalWorker(queue).ConfigureOptions(options =>
        {
            options.MaxConcurrentActivities = settings.MaxActivities;
            options.MaxConcurrentLocalActivities = settings.MaxActivities;
            options.MaxCachedWorkflows = settings.MaxCachedWorkflows;
            options.WorkflowStackTrace = settings.StackTraces ? WorkflowStackTrace.Normal : WorkflowStackTrace.None;
            options.GracefulShutdownTimeout = settings.Drain;
            // Listening costs every task of the process; the banned symbols of workflows/ find the same when they are built.
            options.DisableWorkflowTracingEventListener = true;
        });
        _ = queue switch
        {
            TaskQueues.Bookings => AddLocalSteps(worker, settings.Role)
                .AddWorkflow<BookingWorkflow>().AddWorkflow<RecoveryWorkflow>()
                .AddSingletonActivities<BookingActivities>().AddSingletonActivities<RecoveryActivities>(),
            TaskQueues.Events => worker.AddSingletonActivities<EventActivities>(),
            TaskQueues.Payments => worker.AddSingletonActivities<PaymentActivities>(),
            TaskQueues.Notifications => worker.AddSingletonActivities<NotificationActivities>(),
            _ => throw new InvalidOperationException($"No worker is written for the task queue '{queue}'."),
        };
    }

    /// <summary>
    /// The steps of other queues that the workflow's own worker tries first. It calls providers only where the process does so
    /// anyway: a worker of one role has no credentials of theirs. It fails the tasks of bookings that ask for it, and another
    /// takes them.
    /// </summary>
    private static ITemporalWorkerServiceOptionsBuilder AddLocalSteps(ITemporalWorkerServiceOptionsBuilder worker, string role)
    {
        worker.AddSingletonActivities<EventActivities>();
        return role == WorkerRoles.All
            ? worker.AddSingletonActivities<PaymentActivities>().AddSingletonActivities<NotificationActivities>()
            : worker;
    }

    /// <summary>No hidden retries, no logging of URLs, and no time-out of its own: the adapters have theirs.</summary>
    private static void AddProvider(IServiceCollection services, string name) => services
        .AddHttpClient(name, http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.MaxResponseContentBufferSize = AnswerBytesMax;
        })
        .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            PooledConnectionLifetime = ConnectionLifetime,
            AllowAutoRedirect = false,
            UseCookies = false,
            // Our spans of these calls are ours: providers are told nothing of them.
            ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RemoveAllLoggers();

    private static HttpClient ClientOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(name);
}
