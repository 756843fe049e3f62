namespace Temporalio.Nexus;

/// <summary>Facts of a call of a Nexus operation handler.</summary>
/// <param name="Namespace">Namespace of the worker.</param>
/// <param name="TaskQueue">Task queue of the worker.</param>
/// <param name="Endpoint">Endpoint that was called.</param>
public record NexusOperationInfo(string Namespace, string TaskQueue, string Endpoint);
