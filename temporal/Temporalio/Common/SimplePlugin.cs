using System.Runtime.CompilerServices;
using Temporalio.Client;
using Temporalio.Worker;

namespace Temporalio.Common;

/// <summary>A plugin made of options; collections are added to those that are set.</summary>
public class SimplePlugin : ITemporalClientPlugin, ITemporalWorkerPlugin
{
    /// <summary>Creates the plugin.</summary>
    /// <param name="name">Name.</param>
    /// <param name="options">What it adds or changes.</param>
    public SimplePlugin(string name, SimplePluginOptions? options = null)
    {
        Name = name;
        Options = options ?? new();
    }

    /// <inheritdoc cref="ITemporalClientPlugin.Name" />
    public string Name { get; }

    /// <summary>What it adds or changes.</summary>
    public SimplePluginOptions Options { get; }

    /// <inheritdoc />
    public virtual void ConfigureClient(TemporalClientOptions options)
    {
        options.DataConverter = Resolve(options.DataConverter, Options.DataConverterOption) ?? options.DataConverter;
        options.Interceptors = ResolveList(options.Interceptors, Options.ClientInterceptorsOption);
    }

    /// <inheritdoc />
    public virtual Task<TemporalConnection> ConnectAsync(
        TemporalClientConnectOptions options,
        Func<TemporalClientConnectOptions, Task<TemporalConnection>> continuation) => continuation(options);

    /// <inheritdoc />
    public virtual void ConfigureWorker(TemporalWorkerOptions options)
    {
        foreach (var activity in Options.Activities)
        {
            options.AddActivity(activity);
        }
        foreach (var workflow in Options.Workflows)
        {
            options.AddWorkflow(workflow);
        }
        foreach (var service in Options.NexusServices)
        {
            options.AddNexusService(service);
        }
        options.Interceptors = ResolveList(options.Interceptors, Options.WorkerInterceptorsOption);
        options.WorkflowFailureExceptionTypes = ResolveList(
            options.WorkflowFailureExceptionTypes, Options.WorkflowFailureExceptionTypesOption);
    }

    /// <inheritdoc />
    public virtual void ConfigureReplayer(WorkflowReplayerOptions options)
    {
        foreach (var workflow in Options.Workflows)
        {
            options.AddWorkflow(workflow);
        }
        options.DataConverter = Resolve(options.DataConverter, Options.DataConverterOption) ?? options.DataConverter;
        options.Interceptors = ResolveList(options.Interceptors, Options.WorkerInterceptorsOption);
        options.WorkflowFailureExceptionTypes = ResolveList(
            options.WorkflowFailureExceptionTypes, Options.WorkflowFailureExceptionTypesOption);
    }

    /// <inheritdoc />
    public virtual Task<TResult> RunWorkerAsync<TResult>(
        TemporalWorker worker,
        Func<TemporalWorker, CancellationToken, Task<TResult>> continuation,
        CancellationToken stoppingToken) =>
        InContextAsync(() => continuation(worker, stoppingToken));

    /// <inheritdoc />
    public virtual Task<IEnumerable<WorkflowReplayResult>> ReplayWorkflowsAsync(
        WorkflowReplayer replayer,
        Func<WorkflowReplayer, CancellationToken, Task<IEnumerable<WorkflowReplayResult>>> continuation,
        CancellationToken cancellationToken) =>
        InContextAsync(() => continuation(replayer, cancellationToken));

    /// <inheritdoc />
    public virtual IAsyncEnumerable<WorkflowReplayResult> ReplayWorkflowsAsync(
        WorkflowReplayer replayer,
        Func<WorkflowReplayer, IAsyncEnumerable<WorkflowReplayResult>> continuation,
        CancellationToken cancellationToken) =>
        ReplayInContextAsync(() => continuation(replayer), cancellationToken);

    private static T? Resolve<T>(T? current, SimplePluginOptions.SimplePluginOption<T>? option)
        where T : class =>
        option?.Configurable is { } change ? change(current) : option?.Constant ?? current;

    private static IReadOnlyCollection<T>? ResolveList<T>(
        IReadOnlyCollection<T>? current, SimplePluginOptions.SimplePluginOption<IReadOnlyCollection<T>?>? option) =>
        option?.Configurable is { } change ? change(current)
        : option?.Constant is { } added ? [.. current ?? [], .. added]
        : current;

    private async Task<T> InContextAsync<T>(Func<Task<T>> run)
    {
        if (Options.RunContextBefore is { } before)
        {
            await before().ConfigureAwait(false);
        }
        try
        {
            return await run().ConfigureAwait(false);
        }
        finally
        {
            if (Options.RunContextAfter is { } after)
            {
                await after().ConfigureAwait(false);
            }
        }
    }

    private async IAsyncEnumerable<WorkflowReplayResult> ReplayInContextAsync(
        Func<IAsyncEnumerable<WorkflowReplayResult>> replay,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Options.RunContextBefore is { } before)
        {
            await before().ConfigureAwait(false);
        }
        try
        {
            await foreach (var result in replay().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }
        }
        finally
        {
            if (Options.RunContextAfter is { } after)
            {
                await after().ConfigureAwait(false);
            }
        }
    }
}
