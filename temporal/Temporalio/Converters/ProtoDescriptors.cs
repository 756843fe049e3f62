using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>Finds the descriptor of a message class and checks that a payload holds such a message.</summary>
internal static class ProtoDescriptors
{
    public static MessageDescriptor Require(Payload payload, Type type)
    {
        if (!typeof(IMessage).IsAssignableFrom(type)
            || type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
                is not MessageDescriptor descriptor)
        {
            throw new ArgumentException($"Payload is a protobuf message, but {type} is no message class", nameof(type));
        }
        if (payload.Metadata.TryGetValue(PayloadEncodings.MessageTypeKey, out var messageType)
            && messageType.ToStringUtf8() is var name && name != descriptor.FullName)
        {
            throw new ArgumentException(
                $"Payload is a protobuf message {name}, which is no {descriptor.FullName}", nameof(type));
        }
        return descriptor;
    }
}
