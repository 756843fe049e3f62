using Microsoft.Extensions.Logging;
using Temporalio.Api.Nexus.V1;
using Temporalio.Client;
using Temporalio.Common.EnvConfig;

namespace Temporalio.Testing;

/// <summary>A server for tests, and a client of it.</summary>
public class WorkflowEnvironment : IAsyncDisposable
{
    /// <summary>Creates an environment over a server that exists, without skipping of time.</summary>
    /// <param name="client">Client of the server.</param>
    public WorkflowEnvironment(ITemporalClient client)
    {
        Client = client;
        Logger = client.Options.LoggerFactory.CreateLogger<WorkflowEnvironment>();
    }

    /// <summary>Client of the server.</summary>
    public ITemporalClient Client { get; protected init; }

    /// <summary>Whether time is skipped.</summary>
    public virtual bool SupportsTimeSkipping => false;

    /// <summary>Logger of the environment.</summary>
    protected ILogger<WorkflowEnvironment> Logger { get; private init; }

    /// <summary>Starts a whole server in this process, with state in memory and real time.</summary>
    /// <param name="options">Options.</param>
    /// <returns>The environment, to be disposed of.</returns>
    /// <exception cref="NotSupportedException">An option asks for a server program.</exception>
    public static Task<WorkflowEnvironment> StartLocalAsync(WorkflowEnvironmentStartLocalOptions? options = null) =>
        InProcessEnvironment.LocalAsync(options ?? new());

    /// <summary>
    /// Starts a server in this process that skips time: while a test waits for the result of a workflow that it
    /// started, or for <see cref="DelayAsync(TimeSpan, CancellationToken?)"/>, and only timers are left to wait for,
    /// the server's clock jumps to the next of them.
    /// </summary>
    /// <param name="options">Options.</param>
    /// <returns>The environment, to be disposed of.</returns>
    /// <exception cref="NotSupportedException">An option asks for a server program.</exception>
    public static Task<WorkflowEnvironment> StartTimeSkippingAsync(
        WorkflowEnvironmentStartTimeSkippingOptions? options = null) =>
        InProcessEnvironment.TimeSkippingAsync(options ?? new());

    /// <summary>Connects to the server that a file and environment variables name, without skipping of time.</summary>
    /// <param name="profileLoadOptions">Options of reading them.</param>
    /// <returns>The environment.</returns>
    public static async Task<WorkflowEnvironment> CreateFromEnvConfigAsync(
        ClientEnvConfig.ProfileLoadOptions? profileLoadOptions = null)
    {
        var options = ClientEnvConfig.LoadClientConnectOptions(profileLoadOptions);
        options.TargetHost ??= "localhost:7233";
        return new(await TemporalClient.ConnectAsync(options).ConfigureAwait(false));
    }

    /// <summary>Waits, in the server's time.</summary>
    /// <param name="millisecondsDelay">Time to wait, in milliseconds.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Task of waiting.</returns>
    public Task DelayAsync(int millisecondsDelay, CancellationToken? cancellationToken = null) =>
        DelayAsync(TimeSpan.FromMilliseconds(millisecondsDelay), cancellationToken);

    /// <summary>Waits, in the server's time.</summary>
    /// <param name="delay">Time to wait.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Task of waiting.</returns>
    public virtual Task DelayAsync(TimeSpan delay, CancellationToken? cancellationToken = null) =>
        Task.Delay(delay, cancellationToken ?? CancellationToken.None);

    /// <summary>Gives the server's time.</summary>
    /// <returns>Time in UTC.</returns>
    public virtual Task<DateTime> GetCurrentTimeAsync() => Task.FromResult(DateTime.UtcNow);

    /// <summary>Runs code during which waiting for results does not skip time.</summary>
    /// <param name="func">Code.</param>
    public void WithAutoTimeSkippingDisabled(Action func) =>
        WithAutoTimeSkippingDisabled(() =>
        {
            func();
            return default(ValueTuple);
        });

    /// <summary>Runs code during which waiting for results does not skip time.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="func">Code.</param>
    /// <returns>Result of the code.</returns>
    public T WithAutoTimeSkippingDisabled<T>(Func<T> func) =>
        WithAutoTimeSkippingDisabledAsync(() => Task.FromResult(func())).GetAwaiter().GetResult();

    /// <summary>Runs code during which waiting for results does not skip time.</summary>
    /// <param name="func">Code.</param>
    /// <returns>Task of the code.</returns>
    public Task WithAutoTimeSkippingDisabledAsync(Func<Task> func) =>
        WithAutoTimeSkippingDisabledAsync(async () =>
        {
            await func().ConfigureAwait(false);
            return default(ValueTuple);
        });

    /// <summary>Runs code during which waiting for results does not skip time.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="func">Code.</param>
    /// <returns>Result of the code.</returns>
    public virtual Task<T> WithAutoTimeSkippingDisabledAsync<T>(Func<Task<T>> func) => func();

    /// <summary>Creates a Nexus endpoint for workers of this namespace.</summary>
    /// <param name="name">Name of the endpoint.</param>
    /// <param name="taskQueue">Task queue of the workers.</param>
    /// <returns>The endpoint.</returns>
    public async Task<Endpoint> CreateNexusEndpointAsync(string name, string taskQueue)
    {
        var response = await Client.OperatorService.CreateNexusEndpointAsync(new()
        {
            Spec = new()
            {
                Name = name,
                Target = new() { Worker = new() { Namespace = Client.Options.Namespace, TaskQueue = taskQueue } },
            },
        }).ConfigureAwait(false);
        return response.Endpoint;
    }

    /// <summary>Deletes a Nexus endpoint.</summary>
    /// <param name="endpoint">Endpoint.</param>
    /// <returns>Task of deleting.</returns>
    public Task DeleteNexusEndpointAsync(Endpoint endpoint) => Client.OperatorService.DeleteNexusEndpointAsync(
        new() { Id = endpoint.Id, Version = endpoint.Version });

    /// <summary>Stops the server, if the environment started it.</summary>
    /// <returns>Task of stopping.</returns>
    public virtual Task ShutdownAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ShutdownAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
