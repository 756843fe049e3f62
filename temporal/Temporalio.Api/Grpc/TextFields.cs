using System.Collections.Concurrent;
using System.Text.Unicode;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Temporalio.Api.Grpc;

/// <summary>
/// Finds strings that are no UTF-8 in a serialized message: the parser takes them and puts a replacement character in the
/// place of what it cannot read, where other implementations refuse the message.
/// </summary>
internal static class TextFields
{
    private static readonly ConcurrentDictionary<MessageDescriptor, Dictionary<int, FieldDescriptor>> _deep = new();

    /// <summary>Whether every string of a message that the parser accepted is UTF-8, at every depth.</summary>
    public static bool AreUtf8(MessageDescriptor type, ReadOnlySpan<byte> message) =>
        Utf8.IsValid(message) || FieldsAreUtf8(type, message); // mostly all of it is text, and the first look is enough

    private static bool FieldsAreUtf8(MessageDescriptor type, ReadOnlySpan<byte> message)
    {
        var fields = _deep.GetOrAdd(type, TextAndMessages);
        while (!message.IsEmpty)
        {
            var tag = (uint)ReadVarint(ref message);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    ReadVarint(ref message);
                    break;
                case WireFormat.WireType.Fixed32:
                    message = message[sizeof(uint)..];
                    break;
                case WireFormat.WireType.Fixed64:
                    message = message[sizeof(ulong)..];
                    break;
                case WireFormat.WireType.LengthDelimited:
                    var length = (int)ReadVarint(ref message);
                    if (fields.TryGetValue(WireFormat.GetTagFieldNumber(tag), out var field)
                        && !IsUtf8(field, message[..length]))
                    {
                        return false;
                    }
                    message = message[length..];
                    break;
                default:
                    return true; // a group: none of our messages has one, and what is in an unknown one nobody reads
            }
        }
        return true;
    }

    private static bool IsUtf8(FieldDescriptor field, ReadOnlySpan<byte> value) => field.FieldType == FieldType.String
        ? Utf8.IsValid(value)
        : AreUtf8(field.MessageType, value);

    private static Dictionary<int, FieldDescriptor> TextAndMessages(MessageDescriptor type) => type.Fields
        .InFieldNumberOrder()
        .Where(field => field.FieldType is FieldType.String or FieldType.Message)
        .ToDictionary(field => field.FieldNumber);

    private static ulong ReadVarint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[0];
            message = message[1..];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
