using Microsoft.Extensions.DependencyInjection.Extensions;
using NexusRpc.Handlers;

namespace Temporalio.Extensions.Hosting;

/// <content>Nexus services.</content>
public static partial class TemporalWorkerServiceOptionsBuilderExtensions
{
    /// <summary>Adds a Nexus service; an instance is made for each call, in its scope.</summary>
    /// <typeparam name="T">Class with <see cref="NexusServiceHandlerAttribute" />.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddScopedNexusService<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddScopedNexusService(typeof(T));

    /// <summary>Adds a Nexus service; an instance is made for each call, in its scope.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="serviceHandlerType">Class with <see cref="NexusServiceHandlerAttribute" />.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddScopedNexusService(
        this ITemporalWorkerServiceOptionsBuilder builder, Type serviceHandlerType)
    {
        builder.Services.TryAddScoped(serviceHandlerType);
        return builder.ApplyNexusService(serviceHandlerType);
    }

    /// <summary>Adds a Nexus service; one instance serves all calls.</summary>
    /// <typeparam name="T">Class with <see cref="NexusServiceHandlerAttribute" />.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddSingletonNexusService<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddSingletonNexusService(typeof(T));

    /// <summary>Adds a Nexus service; one instance serves all calls.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="serviceHandlerType">Class with <see cref="NexusServiceHandlerAttribute" />.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddSingletonNexusService(
        this ITemporalWorkerServiceOptionsBuilder builder, Type serviceHandlerType)
    {
        builder.Services.TryAddSingleton(serviceHandlerType);
        return builder.ApplyNexusService(serviceHandlerType);
    }

    /// <summary>Adds a Nexus service; an instance is made for each call.</summary>
    /// <typeparam name="T">Class with <see cref="NexusServiceHandlerAttribute" />.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddTransientNexusService<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddTransientNexusService(typeof(T));

    /// <summary>Adds a Nexus service; an instance is made for each call.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="serviceHandlerType">Class with <see cref="NexusServiceHandlerAttribute" />.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddTransientNexusService(
        this ITemporalWorkerServiceOptionsBuilder builder, Type serviceHandlerType)
    {
        builder.Services.TryAddTransient(serviceHandlerType);
        return builder.ApplyNexusService(serviceHandlerType);
    }

    /// <summary>Adds a Nexus service; its class is among the services already.</summary>
    /// <typeparam name="T">Class with <see cref="NexusServiceHandlerAttribute" />.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder ApplyNexusService<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.ApplyNexusService(typeof(T));

    /// <summary>Adds a Nexus service; its class is among the services already.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="serviceHandlerType">Class with <see cref="NexusServiceHandlerAttribute" />.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder ApplyNexusService(
        this ITemporalWorkerServiceOptionsBuilder builder, Type serviceHandlerType)
    {
        builder.ConfigureOptions().PostConfigure<IServiceProvider>(
            (options, provider) => options.AddNexusService(provider.CreateNexusService(serviceHandlerType)));
        return builder;
    }
}
