using NexusRpc.Handlers;
using Temporalio.Activities;
using Temporalio.Client.Interceptors;
using Temporalio.Converters;
using Temporalio.Worker.Interceptors;
using Temporalio.Workflows;

namespace Temporalio.Common;

/// <summary>Options for a simple plugin: what it adds to or changes in clients, workers and replayers.</summary>
public class SimplePluginOptions : ICloneable
{
    /// <summary>Converter to use.</summary>
    /// <value>Null: unchanged.</value>
    public DataConverter? DataConverter
    {
        get => DataConverterOption?.Constant;
        set => DataConverterOption = value == null ? null : new(value);
    }

    /// <summary>Converter to use, or how to change the one that is set.</summary>
    /// <value>Null: unchanged.</value>
    public SimplePluginOption<DataConverter>? DataConverterOption { get; set; }

    /// <summary>Interceptors to add to clients.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<IClientInterceptor>? ClientInterceptors
    {
        get => ClientInterceptorsOption?.Constant;
        set => ClientInterceptorsOption = value == null ? null : new(value);
    }

    /// <summary>Interceptors to add to clients, or how to change those that are set.</summary>
    /// <value>Null: unchanged.</value>
    public SimplePluginOption<IReadOnlyCollection<IClientInterceptor>?>? ClientInterceptorsOption { get; set; }

    /// <summary>Interceptors to add to workers.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<IWorkerInterceptor>? WorkerInterceptors
    {
        get => WorkerInterceptorsOption?.Constant;
        set => WorkerInterceptorsOption = value == null ? null : new(value);
    }

    /// <summary>Interceptors to add to workers, or how to change those that are set.</summary>
    /// <value>Null: unchanged.</value>
    public SimplePluginOption<IReadOnlyCollection<IWorkerInterceptor>?>? WorkerInterceptorsOption { get; set; }

    /// <summary>Exceptions to add to those that fail workflows.</summary>
    /// <value>Null: none.</value>
    public IReadOnlyCollection<Type>? WorkflowFailureExceptionTypes
    {
        get => WorkflowFailureExceptionTypesOption?.Constant;
        set => WorkflowFailureExceptionTypesOption = value == null ? null : new(value);
    }

    /// <summary>Exceptions to add to those that fail workflows, or how to change those that are set.</summary>
    /// <value>Null: unchanged.</value>
    public SimplePluginOption<IReadOnlyCollection<Type>?>? WorkflowFailureExceptionTypesOption { get; set; }

    /// <summary>Activities to add to workers.</summary>
    public IList<ActivityDefinition> Activities { get; private set; } = [];

    /// <summary>Workflows to add to workers and replayers.</summary>
    public IList<WorkflowDefinition> Workflows { get; private set; } = [];

    /// <summary>Nexus services to add to workers.</summary>
    public IList<ServiceHandlerInstance> NexusServices { get; private set; } = [];

    /// <summary>Runs before a worker or replayer does.</summary>
    /// <value>Null: nothing.</value>
    public Func<Task>? RunContextBefore { get; set; }

    /// <summary>Runs after a worker or replayer did, however it ended.</summary>
    /// <value>Null: nothing.</value>
    public Func<Task>? RunContextAfter { get; set; }

    /// <summary>Adds an activity.</summary>
    /// <param name="del">Delegate to a method with the attribute.</param>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddActivity(Delegate del) => AddActivity(ActivityDefinition.Create(del));

    /// <summary>Adds an activity.</summary>
    /// <param name="definition">Activity.</param>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddActivity(ActivityDefinition definition)
    {
        Activities.Add(definition);
        return this;
    }

    /// <summary>Adds the activities of a type.</summary>
    /// <typeparam name="T">Type.</typeparam>
    /// <param name="instance">Instance; null when all are static.</param>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddAllActivities<T>(T? instance) => AddAllActivities(typeof(T), instance);

    /// <summary>Adds the activities of a type.</summary>
    /// <param name="type">Type.</param>
    /// <param name="instance">Instance; null when all are static.</param>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddAllActivities(Type type, object? instance)
    {
        foreach (var definition in ActivityDefinition.CreateAll(type, instance))
        {
            AddActivity(definition);
        }
        return this;
    }

    /// <summary>Adds a Nexus service.</summary>
    /// <param name="serviceHandler">Instance of a class with <see cref="NexusServiceHandlerAttribute" />.</param>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddNexusService(object serviceHandler)
    {
        NexusServices.Add(ServiceHandlerInstance.FromInstance(serviceHandler));
        return this;
    }

    /// <summary>Adds a workflow.</summary>
    /// <typeparam name="T">Workflow class.</typeparam>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddWorkflow<T>() => AddWorkflow(typeof(T));

    /// <summary>Adds a workflow.</summary>
    /// <param name="type">Workflow class.</param>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddWorkflow(Type type) => AddWorkflow(WorkflowDefinition.Create(type));

    /// <summary>Adds a workflow.</summary>
    /// <param name="definition">Workflow.</param>
    /// <returns>These options.</returns>
    public SimplePluginOptions AddWorkflow(WorkflowDefinition definition)
    {
        Workflows.Add(definition);
        return this;
    }

    /// <summary>Makes a copy with lists of its own.</summary>
    /// <returns>The copy.</returns>
    public virtual object Clone()
    {
        var copy = (SimplePluginOptions)MemberwiseClone();
        copy.Activities = [.. Activities];
        copy.Workflows = [.. Workflows];
        copy.NexusServices = [.. NexusServices];
        return copy;
    }

    /// <summary>A value, or how to make it of the one that is set.</summary>
    /// <typeparam name="T">Type of the value.</typeparam>
    public class SimplePluginOption<T>
    {
        /// <summary>Creates the option of a value.</summary>
        /// <param name="value">Value.</param>
        public SimplePluginOption(T? value) => Constant = value;

        /// <summary>Creates the option of a function.</summary>
        /// <param name="value">Makes the value of the one that is set, which may be null.</param>
        public SimplePluginOption(Func<T?, T?> value) => Configurable = value;

        /// <summary>The value; null for a function.</summary>
        public T? Constant { get; }

        /// <summary>The function; null for a value.</summary>
        public Func<T?, T?>? Configurable { get; }
    }
}
