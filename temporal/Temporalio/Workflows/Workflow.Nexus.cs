using NexusRpc;
using Temporalio.Worker.Interceptors;

namespace Temporalio.Workflows;

/// <content>Nexus operations.</content>
public static partial class Workflow
{
    /// <summary>Creates a client for a Nexus service; nothing is checked.</summary>
    /// <param name="service">Service.</param>
    /// <param name="endpoint">Endpoint.</param>
    /// <returns>The client.</returns>
    public static NexusWorkflowClient CreateNexusWorkflowClient(string service, string endpoint) =>
        CreateNexusWorkflowClient(service, new NexusWorkflowClientOptions(endpoint));

    /// <summary>Creates a client for a Nexus service; nothing is checked.</summary>
    /// <param name="service">Service.</param>
    /// <param name="options">Options.</param>
    /// <returns>The client.</returns>
    public static NexusWorkflowClient CreateNexusWorkflowClient(string service, NexusWorkflowClientOptions options) =>
        new NexusClient(service, options);

    /// <summary>Creates a client for a Nexus service; nothing is checked.</summary>
    /// <typeparam name="TService">Service interface.</typeparam>
    /// <param name="endpoint">Endpoint.</param>
    /// <returns>The client.</returns>
    public static NexusWorkflowClient<TService> CreateNexusWorkflowClient<TService>(string endpoint) =>
        CreateNexusWorkflowClient<TService>(new NexusWorkflowClientOptions(endpoint));

    /// <summary>Creates a client for a Nexus service; nothing is checked.</summary>
    /// <typeparam name="TService">Service interface.</typeparam>
    /// <param name="options">Options.</param>
    /// <returns>The client.</returns>
    public static NexusWorkflowClient<TService> CreateNexusWorkflowClient<TService>(
        NexusWorkflowClientOptions options) => new NexusClient<TService>(options);

    private static Task<NexusWorkflowOperationHandle<TResult>> StartNexusAsync<TResult>(
        NexusWorkflowClient client, string operation, object? arg, NexusWorkflowOperationOptions? options) =>
        string.IsNullOrEmpty(client.Options.Endpoint)
            ? throw new ArgumentException($"Options of the client of Nexus service {client.Service} must have an Endpoint")
            : Context.Outbound.ScheduleNexusOperationAsync<TResult>(new ScheduleNexusOperationInput(
                client.Service, client.Options, operation, arg, options ?? new(), null));

    private sealed class NexusClient(string service, NexusWorkflowClientOptions options) : NexusWorkflowClient
    {
        public override string Service => service;

        public override NexusWorkflowClientOptions Options => options;

        public override Task<NexusWorkflowOperationHandle<TResult>> StartNexusOperationAsync<TResult>(
            string operationName, object? arg, NexusWorkflowOperationOptions? options = null) =>
            StartNexusAsync<TResult>(this, operationName, arg, options);
    }

    private sealed class NexusClient<TService>(NexusWorkflowClientOptions options) : NexusWorkflowClient<TService>
    {
        public override ServiceDefinition ServiceDefinition { get; } = ServiceDefinition.FromType<TService>();

        public override NexusWorkflowClientOptions Options => options;

        public override Task<NexusWorkflowOperationHandle<TResult>> StartNexusOperationAsync<TResult>(
            string operationName, object? arg, NexusWorkflowOperationOptions? options = null) =>
            StartNexusAsync<TResult>(this, operationName, arg, options);
    }
}
