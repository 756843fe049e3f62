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
        if (!typeof(IMessage).IsAssignableFrom(type))
        {
            throw new ArgumentException($"Payload is protobuf message, but type is {type}");
        }
        if (type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
            is not MessageDescriptor descriptor)
        {
            throw new ArgumentException($"Protobuf type {type} does not have expected Descriptor static field");
        }
        if (!payload.Metadata.TryGetValue(PayloadEncodings.MessageTypeKey, out var messageType))
        {
            throw new ArgumentException("Payload missing message type");
        }
        if (messageType.ToStringUtf8() is var name && name != descriptor.FullName)
        {
            throw new ArgumentException($"Payload has protobuf message type {name} but given type's message type is "
                + descriptor.FullName);
        }
        return descriptor;
    }
}
