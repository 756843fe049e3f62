using System.Reflection;
using Google.Protobuf.Reflection;
using Temporalio.Api.Common.V1;

namespace Interop.Protocol;

/// <summary>What our own <c>.proto</c> files define, read back from the compiled messages.</summary>
internal static class OurProtocol
{
    public static IReadOnlyList<Definition> Read() =>
    [
        .. typeof(Payload).Assembly.GetTypes()
            .Where(type => type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(type => type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static)?.GetValue(null))
            .OfType<FileDescriptor>().SelectMany(ReadFile),
    ];

    private static IEnumerable<Definition> ReadFile(FileDescriptor file) =>
    [
        .. file.MessageTypes.SelectMany(ReadMessage),
        .. file.EnumTypes.Select(ReadEnum),
        .. file.Services.Select(service => new Definition("service", service.FullName)
        {
            Methods = [.. service.Methods.Select(method => new MethodDefinition(
                method.Name, method.InputType.FullName, method.OutputType.FullName))],
        }),
    ];

    private static IEnumerable<Definition> ReadMessage(MessageDescriptor message)
    {
        if (message.GetOptions()?.MapEntry == true)
        {
            return [];
        }

        return
        [
            new Definition("message", message.FullName) { Fields = [.. message.Fields.InDeclarationOrder().Select(ReadField)] },
            .. message.NestedTypes.SelectMany(ReadMessage),
            .. message.EnumTypes.Select(ReadEnum),
        ];
    }

    private static Definition ReadEnum(EnumDescriptor declared) => new("enum", declared.FullName)
    {
        Values = declared.Values.ToDictionary(value => value.Name, value => value.Number),
    };

    private static FieldDefinition ReadField(FieldDescriptor field)
    {
        if (!field.IsMap)
        {
            return new FieldDefinition(
                field.Name, field.FieldNumber, TypeOf(field), field.IsRepeated, null, field.RealContainingOneof?.Name);
        }

        var entry = field.MessageType;
        return new FieldDefinition(
            field.Name,
            field.FieldNumber,
            TypeOf(entry.FindFieldByNumber(2)),
            false,
            TypeOf(entry.FindFieldByNumber(1)));
    }

    private static string TypeOf(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        var scalar => scalar.ToString().ToLowerInvariant(),
    };
}
