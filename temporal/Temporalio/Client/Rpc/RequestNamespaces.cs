using System.Collections.Concurrent;
using System.Reflection;
using Google.Protobuf;

namespace Temporalio.Client.Rpc;

/// <summary>
/// Reads the namespace that a request is about, for the header by which regional endpoints route. By the type's property, not by
/// the message's descriptor: descriptors take a process's first call hundreds of milliseconds to build.
/// </summary>
internal static class RequestNamespaces
{
    private static readonly ConcurrentDictionary<Type, MethodInvoker?> Getters = new();

    public static string? Of(IMessage request) =>
        Getters.GetOrAdd(request.GetType(), static type => Find(type))?.Invoke(request) as string;

    private static MethodInvoker? Find(Type type) =>
        type.GetProperty("Namespace", typeof(string))?.GetMethod is { } getter ? MethodInvoker.Create(getter) : null;
}
