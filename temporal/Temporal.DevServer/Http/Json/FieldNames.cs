using Google.Protobuf.Reflection;

namespace Temporal.DevServer.Http.Json;

/// <summary>Both names by which JSON may call a field: <c>workflowId</c> and <c>workflow_id</c>.</summary>
internal static class FieldNames
{
    /// <summary>The field of that name, or null.</summary>
    public static FieldDescriptor? Find(MessageDescriptor type, string name) =>
        type.FindFieldByName(name) ?? type.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name);
}
