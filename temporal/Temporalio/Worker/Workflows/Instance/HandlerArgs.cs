using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Temporalio.Workflows;

namespace Temporalio.Worker.Workflows.Instance;

/// <summary>Reads the arguments of a handler call; dynamic handlers take the name and the raw values.</summary>
internal static class HandlerArgs
{
    public static object?[] Read(
        IPayloadConverter converter,
        string kind,
        string name,
        bool isDynamic,
        WorkflowMethod method,
        Payloads? payloads)
    {
        var values = payloads?.Payloads_ ?? (IList<Payload>)[];
        return isDynamic
            ? [name, PayloadCalls.ToRawValues(values)]
            : PayloadCalls.ToArgs($"{kind} {name}", converter, values, method.Parameters);
    }
}
