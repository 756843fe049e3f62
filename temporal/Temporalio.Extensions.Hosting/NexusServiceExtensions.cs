using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using NexusRpc;
using NexusRpc.Handlers;

namespace Temporalio.Extensions.Hosting;

/// <summary>Makes Nexus services whose instances come from services, each call in a scope of its own.</summary>
internal static class NexusServiceExtensions
{
    /// <summary>Makes the service of a type.</summary>
    /// <exception cref="ArgumentException">The type is no handler of a Nexus service.</exception>
    public static ServiceHandlerInstance CreateNexusService(this IServiceProvider provider, Type type)
    {
        var attribute = type.GetCustomAttribute<NexusServiceHandlerAttribute>() ?? throw new ArgumentException(
            $"{type.FullName} has no {nameof(NexusServiceHandlerAttribute)}", nameof(type));
        var definition = ServiceDefinition.FromType(attribute.ServiceType);
        return new(
            definition,
            definition.Operations.Values.ToDictionary(
                operation => operation.Name,
                IOperationHandler<object?, object?> (operation) => new Scoped(provider, type, operation.Name)));
    }

    /// <summary>An operation of an instance that lives for one call, or for as long as its services say.</summary>
    private sealed class Scoped(IServiceProvider provider, Type type, string operation)
        : IOperationHandler<object?, object?>
    {
        public async Task<OperationStartResult<object?>> StartAsync(OperationStartContext context, object? input)
        {
            var scope = provider.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                return await HandlerOf(scope.ServiceProvider).StartAsync(context, input).ConfigureAwait(false);
            }
        }

        public async Task CancelAsync(OperationCancelContext context)
        {
            var scope = provider.CreateAsyncScope();
            await using (scope.ConfigureAwait(false))
            {
                await HandlerOf(scope.ServiceProvider).CancelAsync(context).ConfigureAwait(false);
            }
        }

        private IOperationHandler<object?, object?> HandlerOf(IServiceProvider services) =>
            ServiceHandlerInstance.FromInstance(services.GetRequiredService(type)).OperationHandlers[operation];
    }
}
