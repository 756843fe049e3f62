using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Temporalio.Client.Rpc;

/// <summary>Reads the namespace that a request is about, for the header by which regional endpoints route.</summary>
internal static class RequestNamespaces
{
    private static readonly ConcurrentDictionary<MessageDescriptor, IFieldAccessor?> Accessors = new();

    public static string? Of(IMessage request) =>
        Accessors.GetOrAdd(request.Descriptor, static descriptor => Find(descriptor))?.GetValue(request) as string;

    private static IFieldAccessor? Find(MessageDescriptor descriptor) =>
        descriptor.FindFieldByName("namespace") is { FieldType: FieldType.String, IsRepeated: false } field
            ? field.Accessor
            : null;
}
