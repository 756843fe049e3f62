using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Temporalio.Activities;
using Temporalio.Workflows;

namespace Temporalio.Extensions.Hosting;

/// <summary>Adds workflows, activities and Nexus services to hosted workers.</summary>
public static partial class TemporalWorkerServiceOptionsBuilderExtensions
{
    /// <summary>Adds the activities of a type; an instance is made for each call, in its scope.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddScopedActivities<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddScopedActivities(typeof(T));

    /// <summary>Adds the activities of a type; an instance is made for each call, in its scope.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="type">Type.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddScopedActivities(
        this ITemporalWorkerServiceOptionsBuilder builder, Type type)
    {
        builder.Services.TryAddScoped(type);
        return builder.ApplyTemporalActivities(type);
    }

    /// <summary>Adds the activities of a type; one instance serves all calls.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddSingletonActivities<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddSingletonActivities(typeof(T));

    /// <summary>Adds the activities of a type; one instance serves all calls.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="type">Type.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddSingletonActivities(
        this ITemporalWorkerServiceOptionsBuilder builder, Type type)
    {
        builder.Services.TryAddSingleton(type);
        return builder.ApplyTemporalActivities(type);
    }

    /// <summary>Adds the activities of a type; an instance is made for each call.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddTransientActivities<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddTransientActivities(typeof(T));

    /// <summary>Adds the activities of a type; an instance is made for each call.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="type">Type.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddTransientActivities(
        this ITemporalWorkerServiceOptionsBuilder builder, Type type)
    {
        builder.Services.TryAddTransient(type);
        return builder.ApplyTemporalActivities(type);
    }

    /// <summary>Adds the static activities of a type.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddStaticActivities<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddStaticActivities(typeof(T));

    /// <summary>Adds the static activities of a type.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="type">Type.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddStaticActivities(
        this ITemporalWorkerServiceOptionsBuilder builder, Type type)
    {
        builder.ConfigureOptions().PostConfigure(options => options.AddAllActivities(type, null));
        return builder;
    }

    /// <summary>Adds the activities of an instance.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <param name="instance">Instance.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddActivitiesInstance<T>(
        this ITemporalWorkerServiceOptionsBuilder builder, T instance) =>
        builder.AddActivitiesInstance(typeof(T), instance!);

    /// <summary>Adds the activities of an instance.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="type">Type.</param>
    /// <param name="instance">Instance.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddActivitiesInstance(
        this ITemporalWorkerServiceOptionsBuilder builder, Type type, object instance)
    {
        builder.ConfigureOptions().PostConfigure(options => options.AddAllActivities(type, instance));
        return builder;
    }

    /// <summary>Adds the activities of a type that is among the services already.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder ApplyTemporalActivities<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.ApplyTemporalActivities(typeof(T));

    /// <summary>Adds the activities of a type that is among the services already.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="type">Type.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder ApplyTemporalActivities(
        this ITemporalWorkerServiceOptionsBuilder builder, Type type)
    {
        builder.ConfigureOptions().PostConfigure<IServiceProvider>((options, provider) =>
        {
            foreach (ActivityDefinition definition in provider.CreateTemporalActivityDefinitions(type))
            {
                options.AddActivity(definition);
            }
        });
        return builder;
    }

    /// <summary>Adds a workflow.</summary>
    /// <typeparam name="T">Workflow class.</typeparam>
    /// <param name="builder">Builder.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddWorkflow<T>(
        this ITemporalWorkerServiceOptionsBuilder builder) => builder.AddWorkflow(typeof(T));

    /// <summary>Adds a workflow.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="type">Workflow class.</param>
    /// <returns>The builder.</returns>
    public static ITemporalWorkerServiceOptionsBuilder AddWorkflow(
        this ITemporalWorkerServiceOptionsBuilder builder, Type type)
    {
        builder.ConfigureOptions().PostConfigure(options => options.AddWorkflow(type));
        return builder;
    }

    /// <summary>Gives the builder of the worker's options.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="disallowDuplicates">Whether it is an error that the worker was set up before.</param>
    /// <returns>Builder of the options.</returns>
    /// <exception cref="InvalidOperationException">The worker was set up before.</exception>
    public static OptionsBuilder<TemporalWorkerServiceOptions> ConfigureOptions(
        this ITemporalWorkerServiceOptionsBuilder builder, bool disallowDuplicates = false)
    {
        var identifier = TemporalWorkerServiceIdentifier.Of(builder);
        if (disallowDuplicates)
        {
            if (builder.Services.Any(s => s.ImplementationInstance is WorkerMark mark && mark.Worker == identifier))
            {
                throw new InvalidOperationException(
                    $"Worker service for task queue '{builder.TaskQueue}' and version '{identifier.Version ?? "<unset>"}' "
                    + "already on collection");
            }
            builder.Services.AddSingleton(new WorkerMark(identifier));
        }
        return builder.Services.AddOptions<TemporalWorkerServiceOptions>(identifier.OptionsName);
    }

    /// <summary>Changes the worker's options.</summary>
    /// <param name="builder">Builder.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="disallowDuplicates">Whether it is an error that the worker was set up before.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The worker was set up before.</exception>
    public static ITemporalWorkerServiceOptionsBuilder ConfigureOptions(
        this ITemporalWorkerServiceOptionsBuilder builder,
        Action<TemporalWorkerServiceOptions> configure,
        bool disallowDuplicates = false)
    {
        builder.ConfigureOptions(disallowDuplicates).Configure(configure);
        return builder;
    }

    /// <summary>Marks a worker as set up.</summary>
    private sealed record WorkerMark(TemporalWorkerServiceIdentifier Worker);
}
