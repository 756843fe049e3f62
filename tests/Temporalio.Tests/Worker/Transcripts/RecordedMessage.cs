using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Temporalio.Tests.Worker.Transcripts;

/// <summary>
/// Reads a message as the recordings have it: fields by their JSON name, enums by name, 64-bit integers as text, bytes in
/// base64, and every message, also a timestamp, as its fields.
/// </summary>
internal static class RecordedMessage
{
    public static T Read<T>(JsonElement json)
        where T : IMessage, new() => (T)Fill(new T(), json);

    private static IMessage Fill(IMessage message, JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
        {
            var field = message.Descriptor.Fields.InDeclarationOrder()
                .FirstOrDefault(f => f.JsonName == property.Name || f.Name == property.Name)
                ?? throw new InvalidOperationException($"{message.Descriptor.FullName} has no field {property.Name}.");
            if (field.IsMap)
            {
                FillMap((System.Collections.IDictionary)field.Accessor.GetValue(message), field, property.Value);
            }
            else if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                foreach (var element in property.Value.EnumerateArray())
                {
                    list.Add(Value(field, element));
                }
            }
            else
            {
                field.Accessor.SetValue(message, Value(field, property.Value));
            }
        }
        return message;
    }

    private static void FillMap(System.Collections.IDictionary map, FieldDescriptor field, JsonElement json)
    {
        var key = field.MessageType.FindFieldByNumber(1);
        var value = field.MessageType.FindFieldByNumber(2);
        foreach (var property in json.EnumerateObject())
        {
            map[Scalar(key.FieldType, property.Name)] = Value(value, property.Value);
        }
    }

    private static object Value(FieldDescriptor field, JsonElement json) => field.FieldType switch
    {
        FieldType.Message => Fill(field.MessageType.Parser.ParseFrom(ByteString.Empty), json),
        FieldType.Enum => Enum.ToObject(field.EnumType.ClrType, EnumNumber(field, json)),
        FieldType.Bool => json.GetBoolean(),
        _ => Scalar(field.FieldType, json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText()),
    };

    private static int EnumNumber(FieldDescriptor field, JsonElement json) => json.ValueKind == JsonValueKind.Number
        ? json.GetInt32()
        : field.EnumType.FindValueByName(json.GetString()!).Number;

    private static object Scalar(FieldType type, string text) => type switch
    {
        FieldType.String => text,
        FieldType.Bytes => ByteString.FromBase64(text),
        FieldType.Int64 => long.Parse(text),
        FieldType.UInt64 => ulong.Parse(text),
        FieldType.Int32 => int.Parse(text),
        FieldType.UInt32 => uint.Parse(text),
        FieldType.Double => double.Parse(text),
        FieldType.Float => float.Parse(text),
        _ => throw new NotSupportedException($"A field of type {type} was not expected in a recording."),
    };
}
